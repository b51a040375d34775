"""After real runs over mail in which everything personal is planted, none of it is anywhere it doesn't belong."""

import subprocess
import sys
from pathlib import Path

import pytest

from gevinst.items.model import Outcome, State
from gevinst.settings import ROOT
from gevinst.store.engine import reading
from gevinst.store.tables import items
from sandbox.leaks import needles_of, search_bytes, search_file, search_folder, search_postgresql, search_sqlite
from tests.deployments.house import OURS, PREFECT, WholeHouse
from tests.deployments.planted import BY_FORM, BY_LETTER, personal_texts
from tests.deployments.working import rows_of, sent_files

pytestmark = pytest.mark.timeout(600)

NEEDLES = needles_of(personal_texts())
CASE_DATA = {"items.payload", "checkpoints.result", "receipts.data", "readings.result"}
"""The columns of ours where a citizen's data may be; retention neutralises them."""


def test_a_failed_run_left_its_error_behind(worked_house: WholeHouse) -> None:
    """Prefect pickles what a run failed with, so the search below has one to look into; and it says what to do."""
    kept = [path for path in (worked_house.lodging.folder / "prefect" / "results").rglob("*") if path.is_file()]
    assert any(search_bytes(path.read_bytes(), needles_of(["ConfigurationError"])) for path in kept)


def test_the_planted_mail_was_worked_through(worked_house: WholeHouse) -> None:
    """Nothing below passes because nothing happened: both citizens have a registration, and files on it."""
    registered = {row["cpr"] for row in worked_house.pensys.rows("registrations")}
    assert {BY_FORM.cpr, BY_LETTER.cpr} <= registered
    with reading(worked_house.ours) as connection:
        ended = connection.execute(items.select().order_by(items.c.id)).all()
    assert [(row.state, row.outcome) for row in ended[-2:]] == [(State.COMPLETED, Outcome.BY_ROBOT)] * 2


def test_what_belongs_to_the_case_is_found(worked_house: WholeHouse) -> None:
    """The search sees what is there: in the case system, in our case data, in the file store and in the letters."""
    assert {"pensys.sqlite: citizens.cpr", "pensys.sqlite: citizens.name", "pensys.sqlite: files.content"} <= set(
        search_sqlite(worked_house.lodging.pensys, NEEDLES)
    )
    ours = search_postgresql(worked_house.lodging.url(OURS), NEEDLES)
    assert {f"{OURS}: items.payload", f"{OURS}: checkpoints.result"} <= set(ours)
    assert search_folder(worked_house.lodging.folder / "data" / "files", NEEDLES)
    assert search_folder(worked_house.lodging.folder / "digitalpost", NEEDLES)


def test_prefects_database_holds_nothing_personal(worked_house: WholeHouse) -> None:
    """Not in a parameter, name, state, log line, artifact or event of any run."""
    assert rows_of(worked_house, "artifact") > 0
    assert rows_of(worked_house, "log") > 0
    assert search_postgresql(worked_house.lodging.url(PREFECT), NEEDLES) == []


def test_our_own_tables_hold_it_as_case_data_only(worked_house: WholeHouse) -> None:
    """Ledger, journal, attempts, queues, questions, access log and names of files know numbers and codes only."""
    found = search_postgresql(worked_house.lodging.url(OURS), NEEDLES)
    assert {place.partition(": ")[2] for place in found} <= CASE_DATA


def test_no_log_holds_anything_personal(worked_house: WholeHouse) -> None:
    """Server, worker and runs wrote one log; PostgreSQL wrote its own, with the statements that failed."""
    log = worked_house.lodging.log
    assert b"Beginning flow run" in log.read_bytes()
    assert search_file(log, NEEDLES) == []
    assert search_file(Path(worked_house.lodging.postgresql.rpartition("host=")[2]) / "log", NEEDLES) == []


@pytest.mark.parametrize("folder", ["prefect", "tmp", "secrets"])
def test_no_file_left_behind_holds_anything_personal(worked_house: WholeHouse, folder: str) -> None:
    """Prefect's home with its pickles, and whatever browsers, LibreOffice and we left among the temporary files."""
    assert search_folder(worked_house.lodging.folder / folder, NEEDLES) == []


@pytest.mark.parametrize("folder", ["runs", "evidence", "traces"])
def test_what_operations_open_holds_nothing_personal(worked_house: WholeHouse, folder: str) -> None:
    """The reports of runs, the evidence of failures, and the traces a browser writes as it goes."""
    assert search_folder(worked_house.lodging.folder / "data" / folder, NEEDLES) == []


def test_a_run_left_its_report_and_a_failure_its_evidence(worked_house: WholeHouse) -> None:
    """So the search above has something to look into; no raw trace is left, it would hold all that was typed."""
    data = worked_house.lodging.folder / "data"
    assert list((data / "runs").glob("*.html"))
    assert {"page.png", "page.txt", "trace.zip"} <= {path.name for path in (data / "evidence").rglob("*")}
    assert [path for path in (data / "traces").rglob("*") if path.is_file()] == []


def test_our_folder_holds_it_as_files_only(worked_house: WholeHouse) -> None:
    """Beside the originals by content hash there is only what operations open; no name tells of anybody."""
    data = worked_house.lodging.folder / "data"
    assert {path.name for path in data.iterdir()} <= {"files", "evidence", "runs", "traces"}
    names = "\n".join(str(path.relative_to(data)) for path in data.rglob("*"))
    assert search_bytes(names.encode(), NEEDLES) == []


def test_no_sent_mail_holds_anything_personal(worked_house: WholeHouse) -> None:
    """The receipts say that something arrived, not from whom or about whom, in no header and no part."""
    box = worked_house.lodging.drop.parent
    sent = sent_files(box)
    assert len(sent) >= 2
    assert [place for name in sent for place in search_file(box / "eml" / name, NEEDLES)] == []


def test_digital_post_files_are_named_by_the_case(worked_house: WholeHouse) -> None:
    """The letter is the citizen's; its file's name is ours."""
    names = [path.name for path in (worked_house.lodging.folder / "digitalpost").iterdir()]
    assert sum(name.endswith("-kvittering.xml") for name in names) >= 2
    assert search_bytes("\n".join(names).encode(), NEEDLES) == []


def test_the_case_system_sees_our_numbers_as_references(worked_house: WholeHouse) -> None:
    """What we write beside a case (reference, remark), and what the system logs of our requests, names nobody."""
    found = set(search_sqlite(worked_house.lodging.pensys, NEEDLES))
    ours = ("registrations.reference", "files.remark", "requests.path", "requests.action")
    assert not found & {f"pensys.sqlite: {column}" for column in ours}


def test_the_report_holds_nothing_personal(worked_house: WholeHouse, tmp_path: Path) -> None:
    """The page and the workbook that everybody may read count minutes, and name nobody."""
    command = [sys.executable, "-m", "gevinst", "report", "--into", str(tmp_path / "report")]
    subprocess.run(command, cwd=ROOT, env=worked_house.environment, check=True, capture_output=True)
    assert {path.suffix for path in (tmp_path / "report").iterdir()} >= {".html", ".xlsx"}
    assert search_folder(tmp_path / "report", NEEDLES) == []
