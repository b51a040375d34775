"""The guarded write, against an outside system that fails around it."""

from collections.abc import Callable

import pytest
from sqlalchemy import Engine, select, update

from gevinst.codes import Code
from gevinst.errors import LeaseLost, Refused, Uncertain
from gevinst.items.answers import answer
from gevinst.items.case import Case
from gevinst.items.choices import Choice
from gevinst.items.model import Outcome, State
from gevinst.store import clock
from gevinst.store.tables import items, journal
from tests.gevinst.core import OutsideSystem, Register, entries, put, register_potential, row, run


def kinds(engine: Engine) -> list[tuple[str, int, bool]]:
    """The journal as (kind, round, late)."""
    with engine.connect() as connection:
        rows = connection.execute(select(journal).order_by(journal.c.id))
        return [(r.kind, r.round, bool(r.late)) for r in rows]


def fail(error: Exception) -> Callable[[], None]:
    """A function that raises."""

    def raiser() -> None:
        raise error

    return raiser


def test_writes_once_and_keeps_the_receipt(database: Engine) -> None:
    """A write without trouble leaves one trace, an intent, a receipt and a completed item."""
    outside = OutsideSystem()
    number = put(database)
    run(database, lambda case: case.guarded(Register(outside, case.item.label)))
    assert outside.traces == [f"GEV-{number}"]
    assert kinds(database) == [("intent", 1, False), ("receipt", 1, False)]
    assert row(database, number).outcome == Outcome.BY_ROBOT


@pytest.mark.parametrize("error", [ConnectionResetError(), LeaseLost("seems so"), RuntimeError("?"), MemoryError()])
def test_an_error_after_the_save_is_settled_by_the_fresh_read(database: Engine, error: Exception) -> None:
    """Whatever is raised once the request has left, one trace with our number is a positive receipt."""
    outside = OutsideSystem(after_write=fail(error))
    number = put(database)
    run(database, lambda case: case.guarded(Register(outside, case.item.label)))
    if isinstance(error, LeaseLost):
        assert row(database, number).state == State.IN_PROGRESS
    else:
        assert row(database, number).outcome == Outcome.BY_ROBOT
    assert len(outside.traces) == 1


def test_no_trace_after_an_intent_is_uncertain(database: Engine) -> None:
    """A write that failed without a trace goes to a person and is never repeated by itself."""
    outside = OutsideSystem(before_write=fail(ConnectionResetError()))
    number = put(database)
    run(database, lambda case: case.guarded(Register(outside, case.item.label)))
    assert (row(database, number).state, row(database, number).code) == (State.PENDING, Code.UNCERTAIN_WRITE)
    assert outside.traces == []


def test_a_read_back_that_fails_is_uncertain(database: Engine) -> None:
    """When the fresh read itself fails, nothing is known and a person looks."""
    outside = OutsideSystem()
    outside.after_write = lambda: setattr(outside, "on_look", fail(TimeoutError()))
    number = put(database)
    run(database, lambda case: case.guarded(Register(outside, case.item.label)))
    assert row(database, number).code == Code.UNCERTAIN_WRITE
    assert len(outside.traces) == 1


def test_two_traces_are_uncertain(database: Engine) -> None:
    """Two cases with our number are never taken for a receipt."""
    outside = OutsideSystem()
    outside.after_write = lambda: outside.traces.append(outside.traces[-1])
    number = put(database)
    run(database, lambda case: case.guarded(Register(outside, case.item.label)))
    assert row(database, number).code == Code.UNCERTAIN_WRITE


def test_killed_after_the_save_the_next_run_finds_the_trace(database: Engine) -> None:
    """A worker that died between the save and its receipt is followed by one that finds the trace and writes nothing."""
    outside = OutsideSystem(after_write=fail_hard)
    number = put(database)
    with pytest.raises(Killed):
        run(database, lambda case: case.guarded(Register(outside, case.item.label)))
    outside.after_write = lambda: None
    run(database, lambda case: case.guarded(Register(outside, case.item.label)))
    assert outside.traces == [f"GEV-{number}"]
    assert row(database, number).outcome == Outcome.BY_ROBOT


def test_killed_before_the_save_goes_to_a_person(database: Engine) -> None:
    """A worker that died between its intent and the save leaves a case that only a person may write again."""
    outside = OutsideSystem(before_write=fail_hard)
    number = put(database)
    with pytest.raises(Killed):
        run(database, lambda case: case.guarded(Register(outside, case.item.label)))
    outside.before_write = lambda: None
    run(database, lambda case: case.guarded(Register(outside, case.item.label)))
    assert row(database, number).code == Code.UNCERTAIN_WRITE
    assert outside.traces == []


def test_a_person_opens_the_next_round_once_the_old_write_is_over(
    database: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """«registrér igen» is refused while the old request may be under way, and afterwards looks again before it writes."""
    outside = OutsideSystem(before_write=fail(ConnectionResetError()))
    number = put(database)
    run(database, lambda case: case.guarded(Register(outside, case.item.label)))
    with pytest.raises(Exception, match="under way"), database.begin() as connection:
        answer(connection, f"{number}-1", Choice.WRITE_AGAIN, initials="ABC")
    monkeypatch.setattr(clock.offset, "microseconds", 60 * clock.MICROSECONDS)
    with database.begin() as connection:
        answer(connection, f"{number}-1", Choice.WRITE_AGAIN, initials="ABC")
    outside.before_write = lambda: None
    run(database, lambda case: case.guarded(Register(outside, case.item.label)))
    assert outside.traces == [f"GEV-{number}"]
    assert [kind for kind, _, _ in kinds(database)] == ["intent", "round", "intent", "receipt"]
    assert row(database, number).outcome == Outcome.BY_ROBOT


def test_a_write_that_was_held_up_before_it_left_is_waited_for_too(
    database: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The deadline counts from the question: a worker that slept after its intent may have sent just before it."""
    outside = OutsideSystem()

    def sleep() -> None:
        monkeypatch.setattr(clock.offset, "microseconds", 200 * clock.MICROSECONDS)

    def still_on_its_way() -> None:
        outside.traces.clear()
        raise ConnectionResetError

    outside.before_write, outside.after_write = sleep, still_on_its_way
    number = put(database)
    run(database, lambda case: case.guarded(Register(outside, case.item.label)))
    with pytest.raises(Refused, match="under way"), database.begin() as connection:
        answer(connection, f"{number}-1", Choice.WRITE_AGAIN, initials="ABC")
    monkeypatch.setattr(clock.offset, "microseconds", 221 * clock.MICROSECONDS)
    with database.begin() as connection:
        assert answer(connection, f"{number}-1", Choice.WRITE_AGAIN, initials="ABC") is State.NEW


def test_a_person_who_found_it_gives_the_receipt(database: Engine) -> None:
    """«fundet, sagsnr. X» is a receipt by a person: the case goes on with that number and nothing is written."""
    outside = OutsideSystem(before_write=fail(ConnectionResetError()))
    number = put(database)
    seen = []
    run(database, lambda case: case.guarded(Register(outside, case.item.label)))
    with database.begin() as connection:
        answer(connection, f"{number}-1", Choice.FOUND, initials="ABC", case_number="HT-7")
    run(database, lambda case: seen.append(case.guarded(Register(outside, case.item.label)).number))
    assert seen == ["HT-7"]
    assert outside.traces == []


def test_a_receipt_after_the_lease_is_kept_and_marked_late(database: Engine) -> None:
    """A worker that lost its lease during the write keeps the proof, marked late, and does nothing more."""
    outside = OutsideSystem()
    number = put(database)

    def steal() -> None:
        with database.begin() as connection:
            connection.execute(update(items).where(items.c.id == number).values(lease_token="someone else's"))

    outside.after_write = steal
    turn = run(database, lambda case: case.guarded(Register(outside, case.item.label)), limit=1)
    assert kinds(database) == [("intent", 1, False), ("receipt", 1, True)]
    assert turn.tally.endings[0][1].state is None
    assert row(database, number).state == State.IN_PROGRESS


def test_nothing_leaves_once_the_lease_is_lost(database: Engine) -> None:
    """The fence asks at the last moment: a stolen item is never written by its old owner."""
    outside = OutsideSystem()
    number = put(database)

    def steal() -> None:
        with database.begin() as connection:
            connection.execute(update(items).where(items.c.id == number).values(lease_token="someone else's"))

    outside.before_write = steal
    run(database, lambda case: case.guarded(Register(outside, case.item.label)), limit=1)
    assert outside.traces == []


def test_uncertain_posts_nothing_until_the_item_is_completed(database: Engine) -> None:
    """Nothing is posted while an item waits."""
    register_potential(database)
    outside = OutsideSystem(before_write=fail(ConnectionResetError()))

    def work(case: Case) -> None:
        case.checkpoint("read", str, lambda: "read")
        case.guarded(Register(outside, case.item.label))

    put(database)
    run(database, work)
    assert entries(database) == []


class Killed(BaseException):
    """The process is gone."""


def fail_hard() -> None:
    """Die as a killed process does: no handler for errors may see it."""
    raise Killed


def test_uncertain_names_the_act_in_its_question(database: Engine) -> None:
    """The question of an uncertain write knows which act it is about."""
    with pytest.raises(Uncertain) as caught:
        raise Uncertain("register", key="document")
    assert (caught.value.act, caught.value.key) == ("register", "document")
