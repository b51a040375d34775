"""Putting in, claiming, lapsing and pausing."""

import pytest
from sqlalchemy import Engine

from gevinst.codes import Code
from gevinst.errors import LeaseLost, Refused
from gevinst.items.lease import hold
from gevinst.items.model import Item, State
from gevinst.items.queues import Placing, claim, ensure_queue, pause, pause_system, put_in, resume_queue, sweep
from gevinst.store import clock
from tests.gevinst.core import QUEUE, put, row


def take(engine: Engine) -> Item | None:
    """Claim the next item."""
    with engine.begin() as connection:
        ensure_queue(connection, QUEUE)
        return claim(connection, QUEUE.name, worker="w", flow_run=None)


def test_a_reference_is_unique_for_ever(database: Engine) -> None:
    """The same reference with the same content is known and not put in again."""
    put(database, "abc")
    with database.begin() as connection:
        assert put_in(connection, QUEUE, reference="abc", content_hash="c", payload={}) is None


def test_same_reference_with_other_content_is_a_second_item(database: Engine) -> None:
    """A Message-ID is the sender's: other content under a known reference becomes an item of its own, marked so."""
    first = put(database, "abc")
    with database.begin() as connection:
        second = put_in(connection, QUEUE, reference="abc", content_hash="other", payload={})
        again = put_in(connection, QUEUE, reference="abc", content_hash="other", payload={})
    assert second is not None
    assert second != first
    assert again is None
    assert row(database, second).code == Code.CONTENT_CHANGED


def test_a_reference_that_looks_like_a_cpr_number_is_refused(database: Engine) -> None:
    """References are keyed hashes; a CPR number as reference is stopped at the door."""
    with database.begin() as connection:
        ensure_queue(connection, QUEUE)
    with pytest.raises(Refused, match="CPR"), database.begin() as connection:
        put_in(connection, QUEUE, reference="070761-4285", content_hash="c", payload={})


def test_claims_by_priority_then_due_then_age(database: Engine) -> None:
    """Priority first, then the due date with none last, then age."""
    with database.begin() as connection:
        ensure_queue(connection, QUEUE)
        for reference, priority, due in (("old", 0, None), ("due later", 0, 20), ("due", 0, 10), ("urgent", 5, None)):
            put_in(
                connection,
                QUEUE,
                reference=reference,
                content_hash="c",
                payload={},
                placing=Placing(priority=priority, due_at=due),
            )
    order = []
    for _ in range(4):
        item = take(database)
        assert item is not None
        order.append(row(database, item.id).reference)
    assert order == ["urgent", "due", "due later", "old"]
    assert take(database) is None


def test_a_lapsed_item_is_claimed_anew_and_its_old_owner_is_refused(
    database: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After the lease, another worker gets the item under a higher claim number; the old one gets LeaseLost."""
    put(database)
    old = take(database)
    assert old is not None
    monkeypatch.setattr(clock.offset, "microseconds", 3600 * clock.MICROSECONDS)
    new = take(database)
    assert new is not None
    assert (new.id, new.claim_no, new.attempts_used) == (old.id, 2, 1)
    with pytest.raises(LeaseLost), database.begin() as connection:
        hold(connection, old)


def test_a_lapsed_item_nobody_took_is_still_its_owners(database: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """A slow worker whose item nobody has swept may go on."""
    put(database)
    item = take(database)
    assert item is not None
    monkeypatch.setattr(clock.offset, "microseconds", 3600 * clock.MICROSECONDS)
    with database.begin() as connection:
        hold(connection, item)
    assert row(database, item.id).state == State.IN_PROGRESS


def test_an_item_that_kills_its_workers_fails_in_the_end(database: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each lapse uses an attempt; after the last one the item is failed, not claimed again."""
    number = put(database)
    for turn in range(1, 4):
        assert take(database) is not None
        monkeypatch.setattr(clock.offset, "microseconds", turn * 3600 * clock.MICROSECONDS)
    with database.begin() as connection:
        assert sweep(connection) == [number]
    assert (row(database, number).state, row(database, number).code) == (State.FAILED, Code.ATTEMPTS_EXHAUSTED)


def test_a_system_that_is_down_stops_every_queue_that_names_it_with_one_notice(database: Engine) -> None:
    """Nothing is claimed while the system is down, and only the first report is news."""
    put(database)
    with database.begin() as connection:
        assert pause_system(connection, "pension", detail="no answer", seconds=60)
        assert not pause_system(connection, "pension", detail="no answer", seconds=60)
        assert pause(connection, QUEUE.name) is Code.SYSTEM_DOWN
    assert take(database) is None
    with database.begin() as connection:
        resume_queue(connection, QUEUE.name)
    assert take(database) is not None


def test_a_shorter_wait_never_cuts_a_longer_one_short(database: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where two systems are down, the queue doesn't wake for the one that is back first."""
    put(database)
    with database.begin() as connection:
        pause_system(connection, "pension", detail="closed until noon", seconds=3600)
        pause_system(connection, "mail", detail="no answer", seconds=60)
    monkeypatch.setattr(clock.offset, "microseconds", 120 * clock.MICROSECONDS)
    assert take(database) is None
    monkeypatch.setattr(clock.offset, "microseconds", 3601 * clock.MICROSECONDS)
    assert take(database) is not None


def test_an_item_never_shows_its_payload(database: Engine) -> None:
    """The text form of an item holds ids only."""
    put(database, name="Anna Andersen")
    item = take(database)
    assert "Anna" not in repr(item)
    assert item is not None
    assert item.lease_token not in repr(item)
