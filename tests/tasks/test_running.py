"""A run from its form to its receipt: whatever goes wrong, it ends, says so in one sentence, and shows what was done."""

import itertools
import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from prefect import flow
from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import OperationalError

from connectors.mail.port import Folder
from flows.helbredstillaeg import helbredstillaeg
from gevinst.codes import Code
from gevinst.errors import BusinessError, ConfigurationError, SystemDown
from gevinst.items.case import Case
from gevinst.items.model import State
from gevinst.items.queues import Queue
from gevinst.store import clock
from gevinst.store.tables import items
from tasks.forms import RunForm, RunKind
from tasks.mail_source import MailSource
from tasks.running import CLOSED, case_run
from tasks.source import Source
from tasks.step import chore
from tests.gevinst.core import register_potential
from tests.orchestrator import Ran, run_flow
from tests.pensys import RunningPensys
from tests.tasks.mailroom import MAILBOX, QUEUE, drop, folders, letter, reply, take_in, work_through
from tests.tasks.test_reading import BILL, TWO_AMOUNTS, pdf

pytestmark = [
    pytest.mark.usefixtures("orchestrator"),
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
]
"""The core proves on both databases how items move; the flow's own tests run on both."""

NAME, CPR = "Agnes Ahornblad", "070248-1239"
TABLE, TEXT = "Sagerne i denne kørsel", "Resultatet af kørslen"
HOUR = 3600 * clock.MICROSECONDS


POST = MailSource(MAILBOX)


def process(
    work: Callable[[Case], object] = lambda _case: None,
    *,
    source: Source = POST,
    dry: bool = False,
    tagged: tuple[str, ...] = (),
) -> Ran:
    """Run a process of one step over the mailbox."""

    @flow
    def run_it() -> None:
        form = RunForm(initialer="ABC", art=RunKind.DRY if dry else RunKind.REAL)
        with case_run(QUEUE, source, form) as run:
            for case in run:
                with case:
                    work(case)

    return run_flow(run_it, tagged=tagged)


def failing(*errors: Exception | None) -> Callable[[Case], None]:
    """Work that fails like that, case by case."""
    left = list(errors)

    def work(_case: Case) -> None:
        error = left.pop(0)
        if error is not None:
            raise error

    return work


def results(ran: Ran) -> list[tuple[str, str]]:
    """The receipt's rows: what came of each case, and why."""
    return [(row["Resultat"], row["Forklaring"]) for row in json.loads(ran.artifacts[TABLE])]


def states(engine: Engine) -> list[str]:
    """Where each item stands, oldest first."""
    with engine.connect() as connection:
        return [row.state for row in connection.execute(items.select().order_by(items.c.id))]


def test_the_receipt_says_what_was_done_and_what_waits(database: Engine) -> None:
    """A row a case by its number, and in words the counts and the question to answer; nothing of the mails."""
    register_potential(database)
    drop(letter(message_id="<1@x.example>"), letter(message_id="<2@x.example>", Subject=f"Regning {NAME}, {CPR}"))
    ran = process(failing(None, BusinessError(Code.NO_GRANT)))
    assert results(ran) == [("klaret af robotten", ""), ("afventer sagsbehandler", Code.NO_GRANT.sentence)]
    assert "**1** sag er afsluttet, **1** afventer sagsbehandler" in ran.artifacts[TEXT]
    assert "spørgsmål 2-1" in ran.artifacts[TEXT]
    assert ran.steps == {"Ryd op i postkassen": "Completed", "Hent post": "Completed"}
    assert [value for value in (NAME, CPR, "x.example") if value in ran.everything] == []
    assert ran.state.is_completed()


def test_a_run_that_had_cases_leaves_its_report_and_says_where(database: Engine, house: Path) -> None:
    """In the data folder, by the run's id; Prefect is told the command and the place, and gets nothing of what is in it."""
    register_potential(database)
    drop(letter(message_id="<1@x.example>"), letter(message_id="<2@x.example>", Subject=f"Regning {NAME}, {CPR}"))
    ran = process(failing(None, BusinessError(Code.NO_GRANT)))
    [report] = (house / "data" / "runs").glob("*.html")
    text = report.read_text(encoding="utf-8")
    assert [word for word in ("GEV-1", "GEV-2", Code.NO_GRANT.sentence) if word not in text] == []
    assert f"`{report}`" in ran.artifacts[TEXT]
    assert "gevinst runs show" in ran.artifacts[TEXT]
    assert [value for value in (NAME, CPR) if value in text] == []


def test_a_report_that_cannot_be_written_is_no_failure(database: Engine, house: Path) -> None:
    """The run is over and what it did stands: its receipt is there, without the place of a report."""
    register_potential(database)
    drop(letter())
    (house / "data" / "runs").write_text("in the way", encoding="utf-8")
    ran = process()
    assert (results(ran), ran.state.is_completed()) == ([("klaret af robotten", "")], True)
    assert "gevinst runs show" not in ran.artifacts[TEXT]


# --- closing days ---------------------------------------------------------------------------------------------------


@pytest.fixture
def christmas_eve(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is the next Christmas Eve."""
    moment = clock.from_datetime(datetime(2027, 12, 24, 9, 0, tzinfo=UTC))
    monkeypatch.setattr(clock.offset, "microseconds", moment - clock.host_now_us())


@pytest.mark.usefixtures("christmas_eve")
def test_a_scheduled_run_takes_nothing_on_a_closing_day(database: Engine) -> None:
    """Neither new post nor what waits in the queue; the receipt says why."""
    drop(letter(message_id="<1@x.example>"))
    take_in()
    drop(letter(message_id="<2@x.example>"))
    ran = process(tagged=("auto-scheduled",))
    assert states(database) == [State.NEW]
    assert folders() == {Folder.INBOX: [()], Folder.WORKING: [("GEV-1",)]}
    assert (results(ran), CLOSED in ran.artifacts[TEXT]) == ([], True)
    assert ran.state.is_completed()


@pytest.mark.usefixtures("christmas_eve")
def test_whoever_is_at_work_on_a_closing_day_may_start_a_run(database: Engine) -> None:
    """Only the schedule keeps closing days."""
    drop(letter())
    assert results(process()) == [("klaret af robotten", "")]


# --- what goes wrong before the first case --------------------------------------------------------------------------


def test_a_mail_folder_that_cannot_be_used_ends_the_run_with_its_sentence(
    database: Engine, house: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The run is failed by one sentence that names the setting, the queue waits, and there is a receipt."""
    (house / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("GEVINST_MAIL_FOLDER", str(house / "file" / "mail"))
    ran = process()
    assert ran.state.is_failed()
    assert "GEVINST_MAIL_FOLDER" in str(ran.state.message)
    assert "Traceback" not in str(ran.state.message)
    assert (results(ran), Code.MISCONFIGURED.sentence in ran.artifacts[TEXT]) == ([], True)


class FailingIntake(MailSource):
    """A mailbox that can be opened, and then this happens."""

    def take_in(self, queue: Queue) -> int:
        """Fail."""
        raise SystemDown("mail")


def test_a_mail_server_that_is_down_lets_the_queue_wait(database: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """No case is begun that couldn't be handed over; the run is no failure, and the one after the wait goes on."""
    drop(letter())
    take_in()
    ran = process(source=FailingIntake(MAILBOX))
    assert ran.state.is_completed()
    assert (results(ran), Code.SYSTEM_DOWN.sentence in ran.artifacts[TEXT]) == ([], True)
    assert "mail does not answer: every queue that needs mail waits" in ran.everything
    assert states(database) == [State.NEW]
    monkeypatch.setattr(clock.offset, "microseconds", HOUR)
    assert results(process()) == [("klaret af robotten", "")]


@pytest.fixture
def flickering(database: Engine) -> Iterator[list[int]]:
    """From here on the database is away now and then, at longer and longer intervals; which transactions found it so."""
    begun, away = itertools.count(1), []

    def flicker(connection: Connection) -> None:
        if connection.engine.url == database.url and (number := next(begun)) in (1, 3, 6, 10, 15, 21):
            away.append(number)
            raise OperationalError("BEGIN", {}, Exception("no connection"))

    event.listen(Engine, "begin", flicker)
    yield away
    event.remove(Engine, "begin", flicker)


def test_a_database_that_flickers_costs_a_run_nothing(database: Engine, flickering: list[int]) -> None:
    """Post is fetched, the case done and the receipt shown: whatever found the database away is made again."""
    drop(letter())
    ran = process()
    assert results(ran) == [("klaret af robotten", "")]
    assert folders() == {Folder.DONE: [("GEV-1",)]}
    assert ran.state.is_completed()
    assert len(flickering) >= 4


def test_an_unforeseen_error_before_the_first_case_has_its_receipt_too(database: Engine) -> None:
    """By its kind and place only."""

    @chore("Hent andet")
    def broken() -> int:
        raise LookupError(f"{NAME} {CPR}")

    class Broken(MailSource):
        def take_in(self, queue: Queue) -> int:
            return broken()

    ran = process(source=Broken(MAILBOX))
    assert ran.state.is_failed()
    assert "LookupError in broken" in str(ran.state.message)
    assert results(ran) == []
    assert [value for value in (NAME, CPR) if value in ran.everything] == []


# --- what goes wrong in a case --------------------------------------------------------------------------------------


def test_a_system_down_in_a_case_lets_the_rest_wait(database: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """The case is as new, the ones after it aren't begun, and a run an hour later takes them all."""
    drop(letter(message_id="<1@x.example>"), letter(message_id="<2@x.example>"))
    ran = process(failing(SystemDown("pension")))
    assert results(ran) == [("prøves igen senere", Code.SYSTEM_DOWN.sentence)]
    assert states(database) == [State.NEW, State.NEW]
    assert (results(process()), ran.state.is_completed()) == ([], True)
    monkeypatch.setattr(clock.offset, "microseconds", HOUR)
    assert results(process()) == [("klaret af robotten", "")] * 2


def test_a_missing_setting_in_a_case_ends_the_run_with_its_sentence(database: Engine) -> None:
    """The run is failed and says what to set; the case is as new and the receipt is there."""
    drop(letter(message_id="<1@x.example>"), letter(message_id="<2@x.example>"))
    ran = process(failing(ConfigurationError("set GEVINST_PENSION_URL")))
    assert ran.state.is_failed()
    assert "set GEVINST_PENSION_URL" in str(ran.state.message)
    assert results(ran) == [("prøves igen senere", Code.MISCONFIGURED.sentence)]
    assert states(database) == [State.NEW, State.NEW]


def test_a_mistake_of_ours_in_the_first_case_stops_no_other(database: Engine) -> None:
    """A `TypeError` outside any step fails that case; its text, which may quote the case, isn't shown."""
    drop(letter(message_id="<1@x.example>"), letter(message_id="<2@x.example>"))
    ran = process(failing(TypeError(f"{NAME} {CPR}"), None))
    assert results(ran) == [("fejlet", Code.UNKNOWN_FAILURE.sentence), ("klaret af robotten", "")]
    assert [value for value in (NAME, CPR) if value in ran.everything] == []
    assert folders() == {Folder.MANUAL: [("GEV-1", Code.UNKNOWN_FAILURE.sentence)], Folder.DONE: [("GEV-2",)]}


def test_three_unforeseen_failures_in_a_row_stop_the_run(database: Engine) -> None:
    """Something is wrong with the robot: the fourth case isn't begun, and the receipt shows the three."""
    drop(*(letter(message_id=f"<{number}@x.example>") for number in range(4)))
    ran = process(failing(*(TypeError(NAME) for _ in range(4))))
    assert "3 cases in a row failed" in str(ran.state.message)
    assert len(results(ran)) == 3
    assert states(database)[3] == State.NEW
    assert NAME not in ran.everything


# --- a dry run ------------------------------------------------------------------------------------------------------

DRY = "Prøvekørsel: intet er gemt eller sendt"


def previewed(ran: Ran) -> list[tuple[str, str, str]]:
    """The dry run's rows: which case, what would happen, and why."""
    return [(row["Sag"], row["Ville ske"], row["Forklaring"]) for row in json.loads(ran.artifacts[DRY])]


def contents(folder: Path, *, without: str) -> dict[str, Any]:
    """Every file under a folder: databases by what they hold, all others byte for byte."""
    found: dict[str, Any] = {}
    for path in sorted(folder.rglob("*")):
        if path.suffix == ".sqlite":
            with closing(sqlite3.connect(path)) as connection:
                found[str(path)] = [line for line in connection.iterdump() if without not in line]
        elif path.is_file() and not path.name.endswith(("-wal", "-shm")):
            found[str(path)] = path.read_bytes()
    return found


def test_a_dry_run_says_what_would_happen_and_changes_nothing(
    database: Engine, pensys: RunningPensys, house: Path
) -> None:
    """What is in the queue and what is in the inbox, read to the end; only the access log has a line more."""
    drop(letter(*pdf(TWO_AMOUNTS), message_id="<1@x.example>"))
    take_in()
    work_through(database, failing(BusinessError(Code.TEXT_TO_READ)))
    reply(database)
    drop(
        letter(*pdf(BILL), message_id="<2@x.example>"),
        letter(message_id="", body="Nyt", List_Unsubscribe="<https://butik.example/af>"),
        letter(("laast.pdf", b""), message_id=""),
    )
    places = [house / "data", house / "mail", house / "digitalpost"]
    before = [contents(place, without="access_log") for place in places]
    saved = [pensys.rows(table) for table in ("registrations", "files", "citizens")]
    ran = run_flow(helbredstillaeg, RunForm(initialer="ABC", art=RunKind.DRY))
    assert previewed(ran) == [
        ("GEV-1", "afventer sagsbehandler", Code.CONFLICTING_AMOUNTS.sentence),
        ("ny mail 2", "ville blive klaret af robotten", ""),
        ("ny mail 3", "ikke en sag", Code.NEWSLETTER.sentence),
        ("ny mail 4", "afventer sagsbehandler", Code.DOCUMENT_EMPTY.sentence),
    ]
    assert [contents(place, without="access_log") for place in places] == before
    assert [pensys.rows(table) for table in ("registrations", "files", "citizens")] == saved
    assert [part for part in (*BILL.person.name.split(), BILL.cpr, BILL.person.cpr) if part in ran.everything] == []


def test_a_dry_run_stops_where_a_system_is_down(database: Engine) -> None:
    """Two hundred cases aren't tried against a system that doesn't answer; the run shows how far it came."""
    drop(letter(message_id="<1@x.example>"), letter(message_id="<2@x.example>"), letter(message_id="<3@x.example>"))
    ran = process(failing(TypeError(NAME), SystemDown("pension")), dry=True)
    assert previewed(ran) == [
        ("ny mail 1", "fejlet", Code.UNKNOWN_FAILURE.sentence),
        ("ny mail 2", "prøves igen senere", Code.SYSTEM_DOWN.sentence),
    ]
    assert ran.state.is_completed()


def test_a_dry_run_that_lacks_a_setting_says_which_and_shows_how_far_it_came(database: Engine) -> None:
    """One sentence and the rows so far, as a real run."""
    drop(letter(message_id="<1@x.example>"), letter(message_id="<2@x.example>"))
    ran = process(failing(None, ConfigurationError("set GEVINST_PENSION_URL")), dry=True)
    assert "set GEVINST_PENSION_URL" in str(ran.state.message)
    assert [row[1] for row in previewed(ran)] == [
        "ville blive klaret af robotten",
        "prøves igen senere",
    ]
    assert folders() == {Folder.INBOX: [(), ()]}


def test_the_receipt_names_the_cases_of_its_queue_that_a_person_must_check(
    database: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those just drawn, and the one that a quiet month gives when the first run of the next one begins."""
    register_potential(database)
    monkeypatch.setenv("GEVINST_SAMPLE_ONE_IN", "1000")
    drop(letter(message_id="<1@x.example>"))
    assert "Stikprøve" not in process().artifacts[TEXT]
    clock.offset.microseconds = 40 * 24 * HOUR
    monkeypatch.setenv("GEVINST_SAMPLE_ONE_IN", "1")
    drop(letter(message_id="<2@x.example>"))
    text = process().artifacts[TEXT]
    assert "Stikprøve: 2 venter på kontrol" in text
    assert "**GEV-1**, **GEV-2**." in text
