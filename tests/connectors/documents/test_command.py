"""`gevinst extract FILE`: the fields with their evidence or one clear reason, and nothing personal unless asked for."""

import json
from pathlib import Path
from typing import Any

import pytest

from gevinst.cli import run
from gevinst.codes import Code
from sandbox.hostile.pdf_broken import encrypted
from tests.connectors.documents.samples import CPR, FIELDS, NAME, OTHER, bill, pdf, rows, word
from tests.connectors.documents.test_unreadable import BILL
from tests.delivery import Delivery

FIELD_NAMES = {"cpr", "citizen_name", "treatment", "treatment_date", "amount", "provider_name", "provider_cvr"}


def extracted(capsys: pytest.CaptureFixture[str], path: Path, *options: str) -> tuple[int, str]:
    """Exit code and standard output of the command; it complains of nothing."""
    code = run(["extract", str(path), *options])
    said = capsys.readouterr()
    assert said.err == ""
    return code, said.out


def as_json(capsys: pytest.CaptureFixture[str], path: Path, *options: str) -> tuple[int, dict[str, Any]]:
    """Exit code and answer."""
    code, out = extracted(capsys, path, "--json", *options)
    answer: dict[str, Any] = json.loads(out)
    return code, answer


def test_each_document_of_the_post_is_answered_with_fields_and_evidence(
    delivery: Delivery, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every file of forty mails, by the name it was sent under, which is its citizen's: nothing of them is shown."""
    answered = 0
    for one in delivery.truth:
        people = one.get("names", [])
        for name, content in delivery.files(one["mail"]):
            path = tmp_path / name
            path.write_bytes(content)
            code, answer = as_json(capsys, path)
            assert (answer["problem"] is None) == (code == 0)
            assert code == 0 or one["expected"] == "person", one["mail"]
            assert set(answer["fields"]) == (set() if answer["problem"] and not answer["kind"] else FIELD_NAMES)
            shown = json.dumps(answer, ensure_ascii=False)
            assert not one.get("cpr") or one["cpr"] not in shown.replace("-", "")
            if answer["fields"] and one["expected"] == "registered":
                assert not [person for person in people if person in shown]
                assert answer["fields"]["cpr"]["value"] == answer["fields"]["citizen_name"]["value"] == "(skjult)"
                for field in answer["fields"].values():
                    assert field["value"] is None or all(
                        set(e) == {"file", "page", "rule", "source", "trust", "box", "confidence", "seen_again"}
                        for e in field["evidence"]
                    )
            answered += 1
    assert answered >= 36


def test_the_values_are_shown_as_they_are(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """For programs: ISO days, plain numbers; personal ones only when asked for."""
    path = tmp_path / "regning.pdf"
    path.write_bytes(BILL)
    code, answer = as_json(capsys, path, "--show-personal")
    assert code == 0
    assert answer["kind"] == "regning"
    assert {name: field["value"] for name, field in answer["fields"].items()} == {
        "cpr": CPR,
        "citizen_name": NAME,
        "treatment": "Tandrensning",
        "treatment_date": "2026-03-03",
        "amount": "1250.00",
        "provider_name": "Tandklinikken Prøvetand",
        "provider_cvr": "29189846",
    }
    (evidence,) = answer["fields"]["amount"]["evidence"]
    assert evidence.pop("box").keys() == {"left", "top", "width", "height"}
    assert evidence == {
        "file": "regning.pdf",
        "page": 1,
        "rule": "right of label",
        "source": "I alt at betale",
        "trust": "label",
        "confidence": None,
        "seen_again": None,
    }


def test_people_read_a_danish_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Amounts and days as they are written here, each with the place it was read."""
    path = tmp_path / "regning.pdf"
    path.write_bytes(BILL)
    code, out = extracted(capsys, path)
    assert code == 0
    for text in ("1.250,00", "3. marts 2026", "Tandrensning", "side 1", "»I alt at betale«", "(skjult)"):
        assert text in out
    assert CPR not in out
    assert NAME not in out
    assert NAME in extracted(capsys, path, "--show-personal")[1]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"Hej, dette er slet ikke en PDF", Code.DOCUMENT_NOT_AS_NAMED),
        (b"", Code.DOCUMENT_EMPTY),
        (encrypted("AES-256", user="hemmelig"), Code.DOCUMENT_LOCKED),
    ],
)
def test_a_bad_file_is_one_clear_reason(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes, code: Code
) -> None:
    """Text called PDF, an empty file, a locked one: exit code 1, the code for programs, one sentence for people."""
    path = tmp_path / "regning.pdf"
    path.write_bytes(content)
    result, answer = as_json(capsys, path)
    assert result == 1
    assert answer["problem"] == {"code": code.value, "sentence": code.sentence}
    assert answer["fields"] == {}
    result, out = extracted(capsys, path)
    assert result == 1
    assert out.strip() == f"Til en sagsbehandler: {code.sentence} ({code.value})"


def test_a_conflict_shows_what_contradicts_what(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Both amounts with both places, exit code 1."""
    path = tmp_path / "regning.pdf"
    path.write_bytes(pdf([*rows(FIELDS), (60, 300, "Samlet pris: 1.400,00 kr.")]))
    code, answer = as_json(capsys, path)
    assert code == 1
    assert answer["problem"]["code"] == "conflicting-amounts"
    assert answer["fields"]["amount"]["candidates"] == ["1250.00", "1400.00"]
    assert len(answer["fields"]["amount"]["evidence"]) == 2


def test_what_is_personal_is_hidden_wherever_it_stands(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """In the file's name and in a field of free text; with --show-personal all is there."""
    path = tmp_path / f"{NAME} {OTHER}.pdf"
    path.write_bytes(pdf(rows(bill(Behandling=f"Krone til {NAME.upper()}"))))
    for options in ((), ("--json",)):
        _, hidden = extracted(capsys, path, *options)
        assert not [part for part in (NAME, NAME.upper(), CPR, OTHER, "Ahornblad") if part in hidden]
        _, shown = extracted(capsys, path, *options, "--show-personal")
        assert f"Krone til {NAME.upper()}" in shown


def test_a_stranger_s_text_is_no_markup(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Brackets in a treatment or a file's name break no table and colour nothing."""
    path = tmp_path / "[red] regning [b].docx"
    path.write_bytes(word(bill(Behandling="Krone [/b] [bold]14[/bold] \\[x")))
    code, out = extracted(capsys, path)
    assert code == 0
    assert "Krone [/b] [bold]14[/bold] \\[x" in out
    assert "[red] regning [b].docx" in out
    assert "\x1b" not in out


def test_wrong_use_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """No file, no such file, no such template: what is wrong on standard error, and nothing else."""
    assert run(["extract"]) == 1
    assert "name a file" in capsys.readouterr().err
    path = tmp_path / "regning.pdf"
    assert run(["extract", str(path)]) == 1
    assert "there is no file" in capsys.readouterr().err
    path.write_bytes(BILL)
    assert run(["extract", str(path), "--template", "pension"]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert "known: " in said.err
    assert "helbredstillaeg" in said.err
