"""Holding a claimed item: every later change is fenced by its token, and a thread keeps the lease alive.

A statement that finds another token, or another state, raises `LeaseLost`: the case is dropped and nothing more is done
outside. An item that lapsed but that nobody has swept or claimed yet is still its owner's.
"""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from sqlalchemy import BigInteger, Connection, Engine, Text, Update, bindparam, case, update
from sqlalchemy.exc import SQLAlchemyError

from gevinst.errors import LeaseLost
from gevinst.items.model import Item, State
from gevinst.settings import settings
from gevinst.store.clock import MICROSECONDS, now_us
from gevinst.store.tables import items

log = logging.getLogger(__name__)

MARGIN_SECONDS = 30
"""What the lease is held beyond an act's own deadline."""


MINE = update(items).where(
    items.c.id == bindparam("of_item", type_=BigInteger),
    items.c.lease_token == bindparam("of_token", type_=Text),
    items.c.state == State.IN_PROGRESS,
)
"""A change of the item in hand, as long as it is ours; for `fenced`."""
_UNTIL = now_us() + bindparam("for_us", type_=BigInteger)
_LONGER = case((items.c.lease_until > _UNTIL, items.c.lease_until), else_=_UNTIL)
_HOLD = MINE.values(lease_until=_LONGER, updated_at=now_us())


def fenced_update(connection: Connection, item: Item, **values: Any) -> None:  # noqa: ANN401 (column values)
    """Change the item's row if it is still ours, else raise `LeaseLost`. Every change of a claimed item goes here."""
    fenced(connection, item, MINE.values(updated_at=now_us(), **values))


def hold(connection: Connection, item: Item, *, beyond: timedelta = timedelta()) -> None:
    """Extend the lease to the longer of its usual length and `beyond` plus a margin; proves it is still ours."""
    seconds = max(settings().lease_seconds, beyond.total_seconds() + MARGIN_SECONDS)
    fenced(connection, item, _HOLD, for_us=int(seconds * MICROSECONDS))


def fenced(connection: Connection, item: Item, change: Update, **more: Any) -> None:  # noqa: ANN401 (bound values)
    """Make a change that was made of `MINE` beforehand, else raise `LeaseLost`."""
    whose = {"of_item": item.id, "of_token": item.lease_token}
    if connection.execute(change, {**whose, **more}).rowcount != 1:
        raise LeaseLost(f"{item.label}, claim {item.claim_no}")


@contextmanager
def heartbeat(engine: Engine, item: Item) -> Iterator[None]:
    """Keep the lease alive from a thread while the body runs; three beats to a lease.

    A beat that finds the lease lost ends the thread in silence: the next fenced statement tells the case. A beat that
    can't reach the database is tried again at the next turn.
    """
    stop = threading.Event()

    def beat() -> None:
        while not stop.wait(settings().lease_seconds / 3):
            try:
                with engine.begin() as connection:
                    hold(connection, item)
            except LeaseLost:
                return
            except SQLAlchemyError as error:
                log.warning("heartbeat of %s: %s", item.label, type(error).__name__)

    thread = threading.Thread(target=beat, name=f"heartbeat-{item.label}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
