"""The `with case:` boundary: what each error does to its item, and what is posted when."""

from collections.abc import Callable

import pytest
from sqlalchemy import Engine, select

from gevinst.codes import Code
from gevinst.errors import BusinessError, ConfigurationError, ProcessError, Refused, RetryLater, SetAside, SystemDown
from gevinst.items.answers import answer, open_questions, retry_failed
from gevinst.items.case import Case, Credit
from gevinst.items.choices import Choice
from gevinst.items.model import Outcome, State
from gevinst.ledger.checks import reconcile
from gevinst.ledger.human_time import TimeBand
from gevinst.store.tables import attempts, ledger_exceptions
from tests.gevinst.core import entries, put, register_potential, row, run


def read(case: Case) -> None:
    """A step that earns a credit."""
    case.checkpoint("read", str, lambda: "what was read", Credit("read"))


def raising(error: Exception) -> Callable[[Case], None]:
    """A case that reads, then raises."""

    def work(case: Case) -> None:
        read(case)
        raise error

    return work


def test_completing_posts_each_credit_in_the_same_transaction(database: Engine) -> None:
    """A completed item has one entry per activity: the day's baseline, the item, the run."""
    register_potential(database)
    number = put(database)
    run(database, read)
    (entry,) = entries(database)
    assert (entry.item_id, entry.activity, entry.seconds, entry.flow_run) == (number, "read", 60, "run-1")
    assert (entry.kind, entry.role, entry.potential_id, entry.unit) == (
        "saving",
        "original",
        "P-042",
        "Pension og Ydelser",
    )
    with database.connect() as connection:
        assert reconcile(connection) == []


@pytest.mark.parametrize(
    ("error", "state", "code"),
    [
        (BusinessError(Code.NO_GRANT), State.PENDING, Code.NO_GRANT),
        (RetryLater("busy"), State.NEW, Code.TRY_LATER),
        (SystemDown("pension"), State.NEW, Code.SYSTEM_DOWN),
        (ProcessError("a label changed"), State.FAILED, Code.SCREEN_CHANGED),
        (ZeroDivisionError(), State.FAILED, Code.UNKNOWN_FAILURE),
    ],
)
def test_each_error_moves_the_item_where_its_class_says_and_posts_nothing(
    database: Engine, error: Exception, state: State, code: Code
) -> None:
    """The table in gevinst/errors.py, row by row."""
    register_potential(database)
    number = put(database)
    run(database, raising(error), limit=1)
    assert (row(database, number).state, row(database, number).code) == (state, code)
    assert entries(database) == []


@pytest.mark.parametrize(
    ("code", "outcome"), [(Code.BOUNCE, Outcome.SET_ASIDE), (Code.DUPLICATE_DOCUMENT, Outcome.DUPLICATE)]
)
def test_what_is_no_case_is_completed_with_its_reason_and_no_entry(
    database: Engine, code: Code, outcome: Outcome
) -> None:
    """A set-aside item is closed, its reason recorded, and nothing is counted."""
    register_potential(database)
    number = put(database)
    run(database, raising(SetAside(code)))
    assert (row(database, number).outcome, row(database, number).code) == (outcome, code)
    assert entries(database) == []


def test_the_time_a_person_spent_counts_when_the_case_turns_out_to_be_none(database: Engine) -> None:
    """An item that is answered and then set aside saves nothing, and costs what its question took."""
    register_potential(database)
    number = put(database)
    run(database, raising(BusinessError(Code.TEXT_TO_READ)))
    with database.begin() as connection:
        answer(connection, f"{number}-1", Choice.RETRY, initials="ABC", time_band=TimeBand.UNDER_5)
    run(database, raising(SetAside(Code.AUTO_REPLY)))
    assert [(entry.kind, entry.seconds) for entry in entries(database)] == [("human time", 150)]
    with database.connect() as connection:
        assert reconcile(connection) == []


def test_a_missing_setting_ends_the_run_and_keeps_the_item(database: Engine) -> None:
    """A configuration error pauses the queue, gives the item back unharmed and ends the run with its sentence."""
    number = put(database)
    with pytest.raises(ConfigurationError, match="set GEVINST_X"):
        run(database, raising(ConfigurationError("set GEVINST_X")))
    assert (row(database, number).state, row(database, number).attempts_used) == (State.NEW, 0)
    turn = run(database, read)
    assert turn.tally.endings == []


def test_several_unforeseen_failures_in_a_row_stop_the_run(database: Engine) -> None:
    """The third unknown failure in a row ends the run; the rest of the queue is left untouched."""
    numbers = [put(database, f"r{i}") for i in range(5)]
    with pytest.raises(ProcessError, match="3 cases in a row"):
        run(database, raising(ZeroDivisionError()))
    assert [row(database, number).state for number in numbers] == [State.FAILED] * 3 + [State.NEW] * 2


def test_a_retry_skips_the_step_and_keeps_its_credit(database: Engine) -> None:
    """A step with a checkpoint isn't run again, and what it saved is still counted once."""
    register_potential(database)
    number = put(database)
    run(database, raising(BusinessError(Code.NO_GRANT)))
    with database.begin() as connection:
        answer(connection, f"{number}-1", Choice.RETRY, initials="ABC", time_band=TimeBand.UNDER_5)

    def must_not_run() -> str:
        raise AssertionError

    run(database, lambda case: case.checkpoint("read", str, must_not_run, Credit("read")))
    savings = [(entry.activity, entry.seconds) for entry in entries(database) if entry.kind == "saving"]
    human = [(entry.seconds, entry.source) for entry in entries(database) if entry.kind == "human time"]
    assert savings == [("read", 60)]
    assert human == [(150, "band")]


def test_closed_by_a_person_counts_only_what_is_marked_so(database: Engine) -> None:
    """A person who finishes the case leaves the robot only the credits that still hold, and their time is estimated."""
    register_potential(database)

    def work(case: Case) -> None:
        read(case)
        case.checkpoint("register", str, lambda: "HT-1", Credit("register", counts_by_person=True))
        raise BusinessError(Code.EXEMPT_FROM_DIGITAL_POST)

    number = put(database)
    run(database, work)
    with database.begin() as connection:
        answer(connection, f"{number}-1", Choice.DONE_BY_ME, initials="ABC")
    assert row(database, number).outcome == Outcome.BY_PERSON
    assert [(e.kind, e.activity, e.seconds, e.source) for e in entries(database)] == [
        ("saving", "register", 60, None),
        ("human time", "handover", 0, "estimate"),
    ]


def test_a_credit_without_baseline_goes_to_the_exceptions_list(database: Engine) -> None:
    """What can't be posted is listed with its reason, never guessed and never lost."""
    register_potential(database, activities=())
    put(database)
    run(database, read)
    assert entries(database) == []
    with database.connect() as connection:
        (listed,) = connection.execute(select(ledger_exceptions)).all()
        assert reconcile(connection) == []
    assert (listed.activity, listed.reason) == ("read", "no baseline")


def test_a_waiting_item_shows_its_numbered_question_and_refuses_stale_answers(database: Engine) -> None:
    """Another question's number, a second answer and a choice that doesn't fit are each refused with a sentence."""
    number = put(database)
    run(database, raising(BusinessError(Code.CONFLICTING_AMOUNTS, candidates=("100,00", "200,00"))))
    with database.connect() as connection:
        (question,) = open_questions(connection)
    assert question.reference == f"{number}-1"
    assert question.candidates == ("100,00", "200,00")
    for reference, choice, extra, complaint in (
        (f"{number}-2", Choice.RETRY, {}, "now waits"),
        ("999-1", Choice.RETRY, {}, "does not exist"),
        (f"{number}-1", Choice.FOUND, {"case_number": "HT-1"}, "doesn't fit"),
        (f"{number}-1", Choice.RETRY, {"candidate": 3}, "none of them"),
        ("hello", Choice.RETRY, {}, "no question number"),
    ):
        with pytest.raises(Refused, match=complaint), database.begin() as connection:
            answer(connection, reference, choice, initials="ABC", **extra)
    with database.begin() as connection:
        answer(connection, f"{number}-1", Choice.RETRY, initials="ABC", candidate=2)
    with pytest.raises(Refused, match="does not wait"), database.begin() as connection:
        answer(connection, f"{number}-1", Choice.RETRY, initials="ABC")
    chosen = []
    run(database, lambda case: chosen.append(case.answer_to(Code.CONFLICTING_AMOUNTS).candidate))
    assert chosen == ["200,00"]


def test_only_a_failed_item_is_retried_by_hand(database: Engine) -> None:
    """A manual retry gives a failed item its attempts back, and refuses a completed one."""
    number = put(database)
    run(database, raising(ProcessError("x")))
    with database.begin() as connection:
        assert retry_failed(connection, number) is State.NEW
    run(database, read)
    with pytest.raises(Refused, match="completed"), database.begin() as connection:
        retry_failed(connection, number)


def test_a_run_with_room_for_none_takes_none(database: Engine) -> None:
    """A run that may take no item, as a scheduled one on a closing day, leaves every item as it is."""
    number = put(database)
    assert run(database, read, limit=0).tally.endings == []
    assert row(database, number).state == State.NEW


def test_every_claim_leaves_its_history(database: Engine) -> None:
    """Who tried, and how it ended, is kept for each claim."""
    put(database)
    run(database, raising(ZeroDivisionError()), limit=1)
    with database.connect() as connection:
        (attempt,) = connection.execute(select(attempts)).all()
    assert (attempt.claim_no, attempt.result, attempt.code) == (1, "failed", Code.UNKNOWN_FAILURE)
    assert attempt.evidence
