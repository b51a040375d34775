"""How much post a queue takes in: so much at a time, so much of one sender a day, and what stays is said."""

import itertools

import pytest
from sqlalchemy import Engine, select

from gevinst.cli import run as gevinst
from gevinst.codes import Code
from gevinst.items.intakes import held, remember_sender, room_in, write_down
from gevinst.items.queues import Placing, Queue, ensure_queue, pause_queue, put_in
from gevinst.items.stops import Scope, lift, stop
from gevinst.items.watches import is_due, may_run, remember_start, token_of
from gevinst.store import clock
from tests.gevinst.core import QUEUE, put, run

DAY = 86_400 * clock.MICROSECONDS
BOX = "postkassen"
ANOTHER = Queue("rykkere", "P-042", systems=("mail",))
_numbers = itertools.count()


def arrive(engine: Engine, *hashes: str) -> list[bool]:
    """Mails of these senders, in order: which become items?"""
    with engine.begin() as connection:
        room = room_in(connection, QUEUE.name)
    taken = []
    for sender in hashes:
        taken.append(room.takes(sender))
        if taken[-1]:
            number = put(engine, f"mail {next(_numbers)}")
            with engine.begin() as connection:
                remember_sender(connection, number, sender)
            room.took(sender)
    with engine.begin() as connection:
        write_down(connection, QUEUE.name, BOX, room)
    return taken


@pytest.fixture(autouse=True)
def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Four at a time, two of a sender a day."""
    monkeypatch.setenv("GEVINST_INTAKE_PER_POLL", "4")
    monkeypatch.setenv("GEVINST_INTAKE_PER_SENDER", "2")


def test_a_sender_has_room_for_so_many_a_day(database: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Over all looks of the day together; others aren't held up, and tomorrow there is room again."""
    put(database, "the queue is there")
    run(database, lambda _case: None)
    assert arrive(database, "a", "a", "a", "b") == [True, True, False, True]
    run(database, lambda _case: None)
    assert arrive(database, "a", "b", "b") == [False, True, False]
    run(database, lambda _case: None)
    monkeypatch.setattr(clock.offset, "microseconds", DAY)
    assert arrive(database, "a") == [True]


def test_a_queue_takes_in_no_more_than_it_works(database: Engine) -> None:
    """What still waits from before counts: a flood fills the inbox, not the queue."""
    put(database, "waits")
    assert arrive(database, "a", "b", "c", "d") == [True, True, True, False]
    assert arrive(database, "e") == [False]


def test_what_another_queue_holds_takes_no_room(database: Engine) -> None:
    """Its items are its own runs' to work, and a sender writes to two mailboxes as to two."""
    put(database, "waits")
    arrive(database, "a")
    with database.begin() as connection:
        before = room_in(connection, QUEUE.name)
        ensure_queue(connection, ANOTHER)
        for reference in "xyz":
            number = put_in(connection, ANOTHER, reference=reference, content_hash="c", payload={})
            assert number is not None
            remember_sender(connection, number, "a")
        assert room_in(connection, QUEUE.name) == before
        assert room_in(connection, ANOTHER.name) != before


def test_the_queue_says_what_stays_and_why(database: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    """`gevinst queues list` in one sentence, by counts only; it stops saying so when nothing stays."""
    put(database, "waits")
    run(database, lambda _case: None)
    arrive(database, "a", "a", "a", "b", "c", "d")
    assert gevinst(["queues", "list"]) == 0
    said = capsys.readouterr().out
    assert "2 mails bliver i indbakken til senere" in " ".join(said.split())
    assert "1 fra afsendere, der har sendt mere end 2 mails i dag" in " ".join(said.split())
    run(database, lambda _case: None)
    arrive(database, "e")
    with database.connect() as connection:
        assert held(connection) == []


def test_the_watch_remembers_how_far_it_looked(database: Engine) -> None:
    """The last token of each mailbox, and none for one it never started a run for."""
    with database.begin() as connection:
        for token in ("1", "2"):
            remember_start(connection, BOX, token)
        assert [token_of(connection, BOX), token_of(connection, "another")] == ["2", ""]


def test_work_is_due_for_what_an_earlier_run_left(database: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Items that wait, and mail that stayed in the inbox once there is room for it; not while nothing can be done."""
    put(database, "first")

    def due() -> bool:
        with database.connect() as connection:
            return is_due(connection, BOX)

    assert not due()  # no run has looked into the mailbox yet
    arrive(database, "a", "a", "a")
    assert due()
    run(database, lambda _case: None)
    assert not due()  # what stays is over its sender's day
    monkeypatch.setattr(clock.offset, "microseconds", DAY)
    assert due()
    arrive(database, "b", "c", "d", "e", "f")
    run(database, lambda _case: None)
    assert due()  # one stayed for want of room


def test_an_item_that_is_put_off_is_due_in_its_own_time(database: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run now would only find that it has nothing to do."""
    with database.begin() as connection:
        ensure_queue(connection, QUEUE)
        write_down(connection, QUEUE.name, BOX, room_in(connection, QUEUE.name))
        later = Placing(defer_until=connection.execute(select(clock.now_us())).scalar_one() + DAY)
        put_in(connection, QUEUE, reference="a", content_hash="c", payload={}, placing=later)
        assert not is_due(connection, BOX)
    monkeypatch.setattr(clock.offset, "microseconds", DAY + clock.MICROSECONDS)
    with database.begin() as connection:
        assert is_due(connection, BOX)


def test_no_run_makes_sense_while_the_queue_waits(database: Engine) -> None:
    """A system that is down, or a stop by hand: the watch waits with it, and no longer."""
    put(database, "a")
    arrive(database, "a")
    with database.begin() as connection:
        assert may_run(connection, BOX)
        stop(connection, Scope.QUEUE, QUEUE.name, initials="DRI")
        assert not may_run(connection, BOX)
        lift(connection, Scope.QUEUE, QUEUE.name)
        assert may_run(connection, BOX)
        pause_queue(connection, QUEUE.name, code=Code.SYSTEM_DOWN, detail="", seconds=60)
        assert not may_run(connection, BOX)
        assert may_run(connection, "another")
