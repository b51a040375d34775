"""The command line: tables for people, JSON for programs, one sentence and the right exit code when it can't be done."""

import json
from pathlib import Path

import pytest
from sqlalchemy import Engine

from gevinst.cli import run
from gevinst.codes import Code
from gevinst.errors import BusinessError, ProcessError
from gevinst.items.case import Case, Credit
from gevinst.reports.parameters import seed_illustrative
from tests.gevinst.core import entries, put, register_potential
from tests.gevinst.core import run as work_through
from tests.gevinst.potentials.test_importing import BASELINE, POTENTIAL, excel

NAME = "Åse Kjær"


@pytest.fixture
def worked(database: Engine) -> Engine:
    """Three items: one done, one that waits for an answer, one that failed; each payload holds a name."""
    register_potential(database)
    for reference in ("a", "b", "c"):
        put(database, reference, name=NAME)

    def work(case: Case) -> None:
        if case.item.id == 2:
            raise BusinessError(Code.UNKNOWN_CITIZEN, candidates=("kandidat 1",))
        if case.item.id == 3:
            raise ProcessError("label changed")
        case.checkpoint("read", str, lambda: "", Credit("read"))

    work_through(database, work)
    return database


def answer(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> str:
    """Standard output of a command that ends as expected."""
    assert run([*arguments]) == code, capsys.readouterr().err
    return capsys.readouterr().out


def complaint(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 1) -> str:
    """The one sentence on standard error; nothing else is said."""
    assert run([*arguments]) == code
    said = capsys.readouterr()
    assert said.out == ""
    assert "Traceback" not in said.err
    return said.err.strip()


def test_a_new_machine_is_one_command_away(house: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without a database every command says what to run; running it makes folder and database, and again is harmless."""
    assert "gevinst database upgrade" in complaint(capsys, "items", "list")
    assert "empty" in answer(capsys, "database", "upgrade")
    assert (house / "data").stat().st_mode & 0o077 == 0
    assert "already" in answer(capsys, "database", "upgrade")
    assert json.loads(answer(capsys, "items", "list", "--json")) == []


def test_items_are_shown_by_state_and_reason_and_never_by_content(
    worked: Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    """Number, state, sentence, age and the question that waits; no payload, in no form."""
    table = answer(capsys, "items", "list")
    assert "GEV-1" in table
    assert "afventer sagsbehandler" in table
    assert Code.UNKNOWN_CITIZEN.sentence in table
    listed = json.loads(answer(capsys, "items", "list", "--json", "--state", "pending user action"))
    assert [(each["item"], each["question"]) for each in listed] == [("GEV-2", "2-1")]
    shown = answer(capsys, "items", "show", "GEV-2")
    assert "2-1" in shown
    assert "1: kandidat 1" in shown
    whole = json.loads(answer(capsys, "items", "show", "2", "--json"))
    assert whole["attempts"][0]["claim_no"] == 1
    for text in (table, shown, json.dumps([listed, whole], ensure_ascii=False)):
        assert NAME not in text
        assert "payload" not in text


def test_an_answer_and_a_retry_move_the_item(worked: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    """A question is answered once; only a failed item is retried; wrong ones are refused in one sentence."""
    done = ("items", "answer", "2-1", "jeg har klaret den", "--initials", "ABC", "--time", "5-15 minutter")
    assert "afsluttet" in answer(capsys, *done)
    assert "does not wait" in complaint(capsys, *done)
    assert json.loads(answer(capsys, "items", "retry", "3", "--json")) == [{"item": "GEV-3", "state": "new"}]
    assert "only a failed item" in complaint(capsys, "items", "retry", "3")
    assert "does not exist" in complaint(capsys, "items", "show", "99")
    assert "CPR" in complaint(capsys, "items", "answer", "2-1", "afvis", "--initials", "0702481239")


def test_wrong_use_is_exit_code_2(database: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    """An unknown command, choice or number is the caller's mistake, not a failure."""
    for wrong in (
        ["bogus"],
        ["items", "list", "--state", "x"],
        ["items", "list", "--limit", "0"],
        ["ledger", "reverse"],
    ):
        assert run(wrong) == 2
        assert "Traceback" not in capsys.readouterr().err


def test_entries_are_listed_and_taken_back(worked: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    """A reversal needs a reason and initials, happens once, and a CPR number is no reason."""
    (listed,) = json.loads(answer(capsys, "ledger", "list", "--json", "--potential", "P-042"))
    assert (listed["seconds"], listed["item_id"], listed["kind"]) == (60, 1, "saving")
    assert "GEV-1" in answer(capsys, "ledger", "list")
    why = ("--reason", "talt to gange", "--initials", "PRO")
    assert "CPR" in complaint(capsys, "ledger", "reverse", "1", "--reason", "070248-1239", "--initials", "PRO")
    assert "tilbageført med postering 2" in answer(capsys, "ledger", "reverse", "1", *why)
    assert "already reversed" in complaint(capsys, "ledger", "reverse", "1", *why)
    assert sum(each.seconds for each in entries(worked)) == 0
    assert json.loads(answer(capsys, "ledger", "list", "--json", "--month", "2000-01")) == []


def test_the_list_is_imported_shown_and_refused_in_danish(
    database: Engine, house: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every bad row is a line on standard error; nothing is changed; an illustrative list brings illustrative rates."""
    bad = excel(house / "bad.xlsx", POTENTIAL, {**POTENTIAL, "Art": "trylleri"}, baselines=(BASELINE,))
    said = complaint(capsys, "potentials", "import", str(bad), "--initials", "PRO").splitlines()
    assert said[0].startswith("Potentialer, række 3, Id:") or said[0].startswith("Potentialer, række 3, Art:")
    assert said[-1] == "listen har 1 fejl; intet er ændret"
    assert json.loads(answer(capsys, "potentials", "list", "--json")) == []
    good = excel(house / "good.xlsx", POTENTIAL, baselines=(BASELINE,), title="Illustrativ")
    assert "1 nye" in answer(capsys, "potentials", "import", str(good), "--initials", "PRO")
    assert "--initials" in complaint(capsys, "potentials", "import", str(good))
    edited = excel(house / "edited.xlsx", POTENTIAL | {"Enhed": "Borgerservice"}, POTENTIAL | {"Id": "P-043"})
    seen = answer(capsys, "potentials", "import", str(edited), "--preview")
    assert "P-042 Enhed: Pension og Ydelser → Borgerservice" in seen
    assert "P-043 er ny" in seen
    assert "1 potentialer (illustrative)" in answer(capsys, "potentials", "list")
    assert "2026" in answer(capsys, "potentials", "export", str(house / "2026.xlsx"))
    assert "findes allerede" in complaint(capsys, "potentials", "export", str(house / "2026.xlsx"))
    assert "1 uændret" in answer(capsys, "potentials", "import", str(house / "2026.xlsx"), "--initials", "PRO")
    assert answer(capsys, "potentials", "list", "--unit", "Andet").endswith("0 potentialer.\n")
    assert "godkendt" in answer(capsys, "potentials", "show", "P-042")
    assert json.loads(answer(capsys, "potentials", "show", "P-042", "--json"))["baselines"][0]["approved"]
    assert "findes ikke" in complaint(capsys, "potentials", "show", "P-999")
    assert len(json.loads(answer(capsys, "parameters", "list", "--json"))) == 5


def test_parameters_are_set_with_a_source(database: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    """Missing ones are named; a value has a day and a source; illustrating never overwrites."""
    assert "gevinst parameters set" in complaint(capsys, "parameters", "list")
    assert json.loads(answer(capsys, "parameters", "illustrate", "--json")) == {"seeded": True}
    assert "intet er ændret" in answer(capsys, "parameters", "illustrate")
    new = ("parameters", "set", "wage_dkk_per_hour", "412.50", "--valid-from", "2027-01-01", "--source", "budget 2027")
    assert "2027-01-01" in answer(capsys, *new)
    assert "stod der allerede" in answer(capsys, *new)


def test_a_report_is_two_files_and_a_sentence(worked: Engine, house: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A page and a workbook in the folder asked for; months that make no sense are refused; no basis, no report."""
    assert "hours_per_fte" in complaint(capsys, "report")
    with worked.begin() as connection:
        seed_illustrative(connection)
    assert "årsværk netto" in answer(capsys, "report", "--into", str(house / "out"))
    written = json.loads(answer(capsys, "report", "--into", str(house / "out"), "--json"))
    assert written["rolling_12_months"]["gross_seconds"] == 60
    for file in (written["page"], written["workbook"]):
        content = Path(file).read_bytes()
        assert len(content) > 5000
        assert NAME.encode() not in content
    assert "is no month" in complaint(capsys, "report", "--month", "november")
    (house / "file").write_text("")
    assert "kan ikke skrives" in complaint(capsys, "report", "--into", str(house / "file"))


def test_queues_are_counted(worked: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    """Each queue with its items by state, and why it waits if it does."""
    (queue,) = json.loads(answer(capsys, "queues", "list", "--json"))
    assert queue["queue"] == "helbredstillaeg"
    assert queue["items"] == {"completed": 1, "failed": 1, "pending user action": 1}
    assert "helbredstillaeg" in answer(capsys, "queues", "list")


def test_doctor_lists_every_finding(database: Engine, house: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The exit code says whether something is to be done, and the JSON what."""
    (house / "data").mkdir(exist_ok=True)
    code = run(["doctor", "--json"])
    found = json.loads(capsys.readouterr().out)
    assert code == (0 if all(each["ok"] for each in found) else 1)
    assert {"data folder", "database", "secrets", "profile"} <= {each["name"] for each in found}
    assert all(each["remedy"] for each in found if not each["ok"])


def test_a_database_that_does_not_answer_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nobody reads a stack trace to learn that PostgreSQL is down."""
    monkeypatch.setenv("GEVINST_DATABASE_URL", "postgresql+psycopg://nobody@127.0.0.1:1/none?connect_timeout=2")
    assert "gevinst doctor" in complaint(capsys, "items", "list")
