"""A worker that stands still in the middle of a transaction holds up its own item, and nobody else."""

import select
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, event

from gevinst.items.case import Credit
from gevinst.items.lease import fenced_update
from gevinst.items.model import State
from gevinst.items.queues import sweep
from gevinst.store import clock
from tests.gevinst.core import entries, put, register_potential, row, run
from tests.gevinst.items.test_queue import take

pytestmark = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
"""SQLite lets one transaction write at a time, and is for one host."""


def test_others_claim_past_an_item_whose_owner_stands_still(database: Engine) -> None:
    """Its lease lapsed and its row is locked: the next claim takes the next item at once, and the owner may still end."""
    first, second = put(database, "a"), put(database, "b")
    owned = take(database)
    assert owned is not None
    clock.offset.microseconds = 3600 * clock.MICROSECONDS
    with database.begin() as standing_still:
        fenced_update(standing_still, owned, priority=1)
        other = take(database)
        assert other is not None
        assert other.id == second
    assert row(database, first).priority == 1
    with database.begin() as connection:
        assert first in sweep(connection)
    assert row(database, first).state == State.NEW


def test_a_transaction_that_stood_still_is_ended_and_the_case_goes_on(
    database: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After the length of a lease the server lets go of what it holds; who wakes then begins anew, without an error."""
    register_potential(database)
    number = put(database)
    monkeypatch.setenv("GEVINST_LEASE_SECONDS", "5")
    database.dispose()
    stood_still = []

    def stand_still(connection: Connection, _cursor: Any, statement: str, *_rest: Any) -> None:
        if "INSERT INTO ledger_entries" in statement and not stood_still:
            stood_still.append(True)
            connection.exec_driver_sql("SET idle_in_transaction_session_timeout = 10")
            select.select([connection.connection.driver_connection], [], [], 30)  # until the server hangs up

    with database.connect() as connection:
        assert connection.exec_driver_sql("SHOW idle_in_transaction_session_timeout").scalar_one() == "5s"
    event.listen(database, "before_cursor_execute", stand_still)
    turn = run(database, lambda case: case.checkpoint("read", str, lambda: "", Credit("read")))
    assert stood_still == [True]
    assert [ending.state for _, ending in turn.tally.endings] == [State.COMPLETED]
    assert row(database, number).claim_no == 1
    assert len(entries(database)) == 1
