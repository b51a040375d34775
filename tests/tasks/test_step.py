"""A step: run once with its credit, shown to the orchestrator without anything personal, failing only for the machine."""

import stat

import pytest
from prefect import flow
from sqlalchemy import Engine, select
from sqlalchemy.exc import OperationalError

from gevinst.codes import Code
from gevinst.errors import (
    BusinessError,
    ConfigurationError,
    LeaseLost,
    ProcessError,
    RetryLater,
    SetAside,
    SystemDown,
    Uncertain,
)
from gevinst.items.case import Case, Credit, case_in_hand
from gevinst.items.loop import Run
from gevinst.items.model import Outcome, State
from gevinst.redaction import NAME_MASK, known_personal, redact
from gevinst.settings import settings
from gevinst.store import clock
from gevinst.store.tables import credits_
from tasks.step import step
from tests.gevinst.core import QUEUE, entries, put, register_potential, row, run
from tests.orchestrator import run_flow

pytestmark = [
    pytest.mark.usefixtures("orchestrator"),
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
]
"""What a step saves is the core's business, which proves it on both databases."""

NAME, CPR = "Agnes Ahornblad", "070248-1239"
done: list[str] = []


@pytest.fixture(autouse=True)
def _nothing_done() -> None:
    done.clear()


@step("Læs", credit=Credit("read"))
def read(what: str) -> str:
    """A step that saves its result."""
    done.append(f"read {what}")
    return what.upper()


@step("Slå op", saves=False)
def look() -> int:
    """A step that only looks."""
    done.append("look")
    return len(done)


@step("Læs brevet", version=lambda name, content: content[:1])
def read_version(name: str, content: str) -> str:
    """A step whose result rests on a version of something."""
    done.append(f"{name} {content}")
    return content


# --- once, with its credit ------------------------------------------------------------------------------------------


def test_a_retry_skips_a_finished_step_and_keeps_its_credit(database: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """The step ran once, its result is read back, and what it saved is posted once, though the case took two runs."""
    register_potential(database)
    number = put(database)

    def first(case: Case) -> None:
        read("bilag")
        raise RetryLater

    def second(case: Case) -> None:
        done.append(read("bilag"))

    run(database, first)
    monkeypatch.setattr(clock.offset, "microseconds", 3600 * clock.MICROSECONDS)
    run(database, second)
    assert done == ["read bilag", "BILAG"]
    assert row(database, number).outcome == Outcome.BY_ROBOT
    assert [entry.activity for entry in entries(database)] == ["read"]


def test_a_step_called_twice_in_a_case_counts_once(database: Engine) -> None:
    """A credit stands for the case's one reading, however often the step is asked."""
    put(database)
    run(database, lambda _case: done.extend(read("bilag") for _ in range(2)))
    with database.connect() as connection:
        assert [each.units for each in connection.execute(select(credits_)).all()] == [1]
    assert done == ["read bilag", "BILAG", "BILAG"]


def test_a_step_that_only_looks_looks_again(database: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """A citizen may have moved or died since the first try: such a step is never answered from memory."""
    put(database)

    def work(case: Case) -> None:
        if look() == 1:
            raise RetryLater

    run(database, work)
    monkeypatch.setattr(clock.offset, "microseconds", 3600 * clock.MICROSECONDS)
    run(database, work)
    assert done == ["look", "look"]


def test_another_version_of_what_was_read_is_read_anew(database: Engine) -> None:
    """A caseworker has put another document on the mail: the old reading isn't taken for it."""
    put(database)
    contents = ("1 ens", "1 ens", "2 rettet")
    given: list[str] = []
    run(database, lambda _case: given.extend(read_version("brev", each) for each in contents))
    assert given == list(contents)
    assert done == ["brev 1 ens", "brev 2 rettet"]


# --- what the orchestrator sees -------------------------------------------------------------------------------------

ERRORS = {
    "Person": (BusinessError(Code.NO_GRANT), "Completed", State.PENDING),
    "Læg til side": (SetAside(Code.NEWSLETTER), "Completed", State.COMPLETED),
    "Usikker": (Uncertain("register"), "Completed", State.PENDING),
    "Mistet": (LeaseLost("GEV-1, claim 1"), "Completed", None),
    "Senere": (RetryLater("the mail is being moved"), "Failed", State.NEW),
    "Skærm": (ProcessError("the screen has changed"), "Failed", State.FAILED),
    "Fejl": (KeyError("ukendt"), "Failed", State.FAILED),
    "Base": (OperationalError("COMMIT", {}, Exception("no connection")), "Completed", State.NEW),
    "Nede": (SystemDown("erp"), "Failed", State.NEW),
}


def failing(title: str, error: Exception) -> None:
    """A step of that title which raises."""

    @step(title, saves=False)
    def fail() -> None:
        raise error

    fail()


def test_only_the_machines_own_failures_are_failed_tasks(database: Engine) -> None:
    """What a person must handle ends as a completed task, its case goes to its boundary, and the run goes on."""
    for title in ERRORS:
        put(database, title)

    turn = Run(database, QUEUE)

    @flow
    def process() -> None:
        for case, (title, (error, _, _)) in zip(turn, ERRORS.items(), strict=False):
            with case:
                failing(title, error)

    ran = run_flow(process, steps=len(ERRORS))
    assert ran.steps == {title: shown for title, (_, shown, _) in ERRORS.items()}
    assert [ending.state for _, ending in turn.tally.endings] == [state for _, _, state in ERRORS.values()]


def test_a_missing_setting_ends_the_run_with_its_sentence(database: Engine) -> None:
    """The step fails, the run fails with the same sentence, and the item is as it was."""
    number = put(database)

    @flow
    def process() -> None:
        run(database, lambda _case: failing("Åbn", ConfigurationError("set GEVINST_PENSION_URL")))

    ran = run_flow(process, steps=1)
    assert ran.steps == {"Åbn": "Failed"}
    assert "set GEVINST_PENSION_URL" in str(ran.state.message)
    assert (row(database, number).state, row(database, number).attempts_used) == (State.NEW, 0)


def test_an_unforeseen_error_keeps_its_text_in_the_evidence(database: Engine) -> None:
    """The server learns the error's kind and place; what it says, with name and number, lies in the case's folder."""
    number = put(database)

    @flow
    def process() -> None:
        run(database, lambda _case: failing("Læs", ValueError(f"ulæseligt: {NAME}, {CPR}")))

    ran = run_flow(process, steps=1)
    assert "ValueError in fail" in ran.everything
    assert [value for value in (NAME, CPR, "ulæseligt") if value in ran.everything] == []
    assert row(database, number).code == Code.UNKNOWN_FAILURE
    (evidence,) = settings().evidence_folder.rglob("unforeseen.txt")
    assert f"ulæseligt: {NAME}, {CPR}" in evidence.read_text(encoding="utf-8")
    assert stat.S_IMODE(evidence.parent.stat().st_mode) == 0o700


def test_evidence_that_cannot_be_kept_is_no_way_out(database: Engine) -> None:
    """With the disk full the text is lost rather than shown, and the item fails as it would have."""
    number = put(database)
    settings().evidence_folder.write_text("no folder can be made here", encoding="utf-8")

    @flow
    def process() -> None:
        run(database, lambda _case: failing("Læs", ValueError(f"ulæseligt: {NAME}, {CPR}")))

    ran = run_flow(process, steps=1)
    assert [value for value in (NAME, CPR, "ulæseligt") if value in ran.everything] == []
    assert (row(database, number).state, row(database, number).code) == (State.FAILED, Code.UNKNOWN_FAILURE)


def test_what_a_step_gives_is_kept_out_of_the_orchestrator(database: Engine) -> None:
    """Arguments and results, which hold the case's data, aren't in anything the server keeps."""
    put(database)

    @flow
    def process() -> None:
        run(database, lambda _case: read(NAME.lower()))

    ran = run_flow(process, steps=1)
    assert done == [f"read {NAME.lower()}"]
    assert NAME.casefold() not in ran.everything.casefold()


def test_a_name_made_known_in_one_step_is_masked_until_the_case_ends(database: Engine) -> None:
    """Whatever a later step or the flow itself writes of this citizen is masked; the next case doesn't know them."""
    put(database)
    seen: list[str] = []

    @step("Slå op", saves=False)
    def make_known() -> None:
        case_in_hand().keep_open("names", lambda: known_personal((NAME,)))

    @step("Skriv", saves=False)
    def write() -> None:
        seen.append(redact(NAME))

    def work(case: Case) -> None:
        make_known()
        write()
        seen.append(redact(NAME))

    run(database, work)
    assert seen == [NAME_MASK, NAME_MASK]
    assert redact(NAME) == NAME
