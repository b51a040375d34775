"""Closing by hand: an answered question with a note, from every state in which nobody holds the item."""

from collections.abc import Callable

import pytest
from sqlalchemy import Engine

from gevinst.codes import Code
from gevinst.errors import BusinessError, ProcessError, Refused
from gevinst.items.case import Case, Credit
from gevinst.items.closing import close_by_hand
from gevinst.items.model import Outcome, State
from gevinst.items.notes import notes_of
from gevinst.ledger.human_time import TimeBand
from gevinst.ledger.verify import verify
from tests.gevinst.core import entries, put, register_potential, row, run


def close(engine: Engine, number: int, *, done: bool = True, note: str = "klaret pr. telefon") -> None:
    """Close as a caseworker's colleague does."""
    with engine.begin() as connection:
        close_by_hand(connection, number, done=done, initials="ABC", note=note, time_band=TimeBand.UNDER_5)


def until(error: Exception | None) -> Callable[[Case], None]:
    """A case that registers, then ends as given."""

    def work(case: Case) -> None:
        case.checkpoint("register", str, lambda: "", Credit("register", counts_by_person=True))
        if error is not None:
            raise error

    return work


@pytest.mark.parametrize("error", [ProcessError("changed"), BusinessError(Code.NO_GRANT)], ids=["failed", "waiting"])
@pytest.mark.parametrize("done", [True, False])
def test_what_a_person_closes_is_counted_as_theirs(database: Engine, error: Exception, done: bool) -> None:
    """Outcome and reason are recorded, the note is kept, what the robot had done counts, and so does the person's time."""
    register_potential(database)
    number = put(database)
    run(database, until(error))
    close(database, number, done=done)
    item = row(database, number)
    assert (item.state, item.outcome) == (State.COMPLETED, Outcome.BY_PERSON if done else Outcome.REJECTED)
    assert [(e.kind, e.seconds) for e in entries(database)] == [("saving", 60), ("human time", 150)]
    with database.connect() as connection:
        assert [(note.text, note.initials) for note in notes_of(connection, number)] == [("klaret pr. telefon", "ABC")]
        assert verify(connection) == []


def test_a_new_item_can_be_closed_before_any_run_takes_it(database: Engine) -> None:
    """A caseworker who has done it already keeps the robot from it."""
    register_potential(database)
    number = put(database)
    close(database, number)
    assert run(database, until(None)).tally.endings == []
    assert row(database, number).code == Code.DONE_BY_PERSON


def test_what_is_in_hand_or_completed_or_absent_is_refused(database: Engine) -> None:
    """Each with its own sentence, and nothing is changed."""
    register_potential(database)
    number = put(database)

    def while_in_hand(_case: Case) -> None:
        with pytest.raises(Refused, match="a run has it in hand"):
            close(database, number)

    run(database, while_in_hand)
    with pytest.raises(Refused, match="completed already"):
        close(database, number)
    with pytest.raises(Refused, match="GEV-99 does not exist"):
        close(database, 99)


@pytest.mark.parametrize(("note", "complaint"), [("", "1-500"), ("x" * 501, "1-500"), ("070761-4285", "CPR")])
def test_a_note_says_something_and_nothing_personal(database: Engine, note: str, complaint: str) -> None:
    """An empty, an endless and a personal note are refused, and the item stays as it was."""
    number = put(database)
    with pytest.raises(Refused, match=complaint):
        close(database, number, note=note)
    assert row(database, number).state == State.NEW
