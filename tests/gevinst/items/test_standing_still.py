"""A worker that stands still in the middle of a transaction holds up its own item, and nobody else."""

import pytest
from sqlalchemy import Engine, text

from gevinst.items.lease import fenced_update
from gevinst.items.model import State
from gevinst.items.queues import sweep
from gevinst.store import clock
from tests.gevinst.core import put, row
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


def test_the_server_ends_a_transaction_that_stands_still(database: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """After the length of a lease it lets go of what it holds, so that the item comes round again."""
    monkeypatch.setenv("GEVINST_LEASE_SECONDS", "7")
    database.dispose()
    with database.connect() as connection:
        assert connection.execute(text("SHOW idle_in_transaction_session_timeout")).scalar_one() == "7s"
