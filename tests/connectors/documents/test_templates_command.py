"""`gevinst templates`: which there are, whether they read their golden files, and the beginning of a new one."""

import json
from pathlib import Path

import pytest
import yaml

from connectors.documents import templates_command
from connectors.documents.template_files import template_names
from connectors.documents.templates import Template
from gevinst.cli import run
from tests.connectors.documents.samples import CPR, NAME, bill, pdf, rows, word


def test_the_templates_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    """Each with its kinds."""
    assert run(["templates", "list", "--json"]) == 0
    listed = {each["name"]: each["kinds"] for each in json.loads(capsys.readouterr().out)}
    assert sorted(listed) == template_names()
    assert listed["supplier-invoice"] == ["faktura", "kreditnota"]


@pytest.fixture
def golden(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of golden files with one of them."""
    folder = tmp_path / "helbredstillaeg"
    folder.mkdir()
    monkeypatch.setattr(templates_command, "GOLDEN", tmp_path)
    (folder / "regning.pdf").write_bytes(pdf(rows(bill())))
    fields = {"amount": "1250.00", "treatment": "Tandrensning", "cpr": CPR}
    (folder / "regning.pdf.json").write_text(json.dumps({"kind": "regning", "problem": None, "fields": fields}))
    return folder


def check(capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    """The command's code, and what it says."""
    return run(["templates", "check", "helbredstillaeg"]), capsys.readouterr().out


def test_golden_files_that_are_read_as_they_must_be(golden: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One line with the count."""
    assert golden.is_dir()
    assert check(capsys) == (0, "helbredstillaeg: 1 golden files, 0 differences\n")


def test_a_difference_is_named_and_no_value_shown(golden: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Which file, which field, read wrong or not at all; what stands there may be personal."""
    truth = {"kind": "regning", "fields": {"amount": "1.00", "cpr": "080352-2345", "other": "x"}}
    (golden / "regning.pdf.json").write_text(json.dumps(truth))
    code, said = check(capsys)
    assert code == 1
    assert "helbredstillaeg: regning.pdf: amount: read wrong" in said
    assert "helbredstillaeg: regning.pdf: cpr: read wrong" in said
    assert "helbredstillaeg: regning.pdf: other: not read" in said
    assert CPR not in said


def test_a_golden_file_that_is_gone_is_named(golden: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Its description stands there alone."""
    (golden / "regning.pdf").unlink()
    assert run(["templates", "check", "helbredstillaeg"]) == 1
    assert "describes a file that isn't there: regning.pdf" in capsys.readouterr().err


def test_the_shipped_templates_read_their_golden_files(capsys: pytest.CaptureFixture[str]) -> None:
    """All of them, each with golden files beside it."""
    assert run(["templates", "check"]) == 0, capsys.readouterr().out
    said = capsys.readouterr().out.splitlines()
    assert len(said) == len(template_names())
    assert not [line for line in said if " 0 golden files" in line]


@pytest.mark.parametrize("sample", ["regning.pdf", "regning.docx"])
def test_a_new_template_begins_with_a_sample(tmp_path: Path, capsys: pytest.CaptureFixture[str], sample: str) -> None:
    """Its labels, each with the type of what stands beside it; a template as it is, and nothing personal in it."""
    path = tmp_path / sample
    path.write_bytes(word() if sample.endswith("docx") else pdf(rows(bill())))
    assert run(["templates", "new", str(path), "--name", "ny"]) == 0
    said = capsys.readouterr().out
    template = Template.model_validate(yaml.safe_load(said))
    assert {name: rule.type for name, rule in template.fields.items()} == {
        "patientens_navn": "name",
        "cpr_nr": "cpr",
        "behandling": "text",
        "dato_for_behandling": "date",
        "i_alt_at_betale": "amount",
        "klinik": "text",
        "cvr_nr": "cvr",
    }
    assert template.kinds[0].any_of == ("regning",)
    assert CPR not in said
    assert NAME not in said


def test_what_can_t_be_read_begins_no_template(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The sentence says why."""
    path = tmp_path / "tom.pdf"
    path.write_bytes(b"%PDF-1.7")
    assert run(["templates", "new", str(path)]) == 1
    assert "can't be read, so nothing can be proposed" in capsys.readouterr().err
    assert run(["templates", "new", str(tmp_path / "ingen.pdf")]) == 1
    assert "there is no file" in capsys.readouterr().err
