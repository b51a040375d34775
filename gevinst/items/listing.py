"""Find items by where they stand, and say what is known of each; never their contents."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, Row, Select, func, select

from gevinst.codes import Code
from gevinst.items.model import State
from gevinst.store.clock import MICROSECONDS, now_us
from gevinst.store.tables import attempts, items, queues

SHOWN = (
    *("id", "queue", "reference", "state", "code", "outcome", "priority", "attempts_used", "claim_no", "potential_id"),
    *("parent_id", "due_at", "defer_until", "created_at", "updated_at", "neutralised_at"),
)
_STUCK_LEASES = 2


@dataclass(frozen=True)
class Selection:
    """Which items; an empty condition excludes none.

    Attributes:
        queue: The queue's name.
        state: The coarse state.
        reason: The code they stand with.
        older_than: Unchanged for at least this long.
        reference: How their reference begins.
        parent: Split off from this item.
    """

    queue: str = ""
    state: State | None = None
    reason: Code | None = None
    older_than: timedelta | None = None
    reference: str = ""
    parent: int | None = None


def find(connection: Connection, which: Selection, *, limit: int | None = None) -> list[Row[Any]]:
    """The items, the last changed first, each with its `age` (microseconds since it changed)."""
    statement = _shown().order_by(items.c.updated_at.desc(), items.c.id.desc())
    for condition in _conditions(which):
        statement = statement.where(condition)
    return list(connection.execute(statement.limit(limit)))


def find_one(connection: Connection, item_id: int) -> Row[Any] | None:
    """One item by its number."""
    return connection.execute(_shown().where(items.c.id == item_id)).one_or_none()


def attempts_of(connection: Connection, item_id: int) -> list[Row[Any]]:
    """Every attempt: who, when, how it ended, and where its evidence lies."""
    return list(connection.execute(select(attempts).where(attempts.c.item_id == item_id).order_by(attempts.c.claim_no)))


@dataclass(frozen=True)
class Standing:
    """How one queue stands.

    Attributes:
        queue: Its name.
        counts: Items by state.
        oldest_us: For how long the oldest new item has waited; None when there is none.
        completed_last_hour: The rate.
        stuck: Items in progress whose lease lapsed long ago: no run has come to sweep them.
    """

    queue: str
    counts: dict[State, int]
    oldest_us: int | None
    completed_last_hour: int
    stuck: int


def standing_of_queues(connection: Connection, *, lease_seconds: int) -> list[Standing]:
    """Every queue, by name."""
    counts: dict[str, dict[State, int]] = {}
    for row in connection.execute(
        select(items.c.queue, items.c.state, func.count().label("number")).group_by(items.c.queue, items.c.state)
    ):
        counts.setdefault(row.queue, {})[State(row.state)] = row.number
    oldest = _by_queue(connection, func.min(items.c.created_at), items.c.state == State.NEW)
    rate = _by_queue(connection, func.count(), items.c.finished_at > now_us() - 3600 * MICROSECONDS)
    lapsed = items.c.lease_until < now_us() - _STUCK_LEASES * lease_seconds * MICROSECONDS
    stuck = _by_queue(connection, func.count(), lapsed)
    now: int = connection.execute(select(now_us())).scalar_one()
    return [
        Standing(
            queue=name,
            counts=counts.get(name, {}),
            oldest_us=now - oldest[name] if name in oldest else None,
            completed_last_hour=rate.get(name, 0),
            stuck=stuck.get(name, 0),
        )
        for name in connection.execute(select(queues.c.name).order_by(queues.c.name)).scalars()
    ]


def _by_queue(connection: Connection, figure: Any, condition: Any) -> dict[str, int]:  # noqa: ANN401 (SQL expressions)
    rows = connection.execute(select(items.c.queue, figure.label("figure")).where(condition).group_by(items.c.queue))
    return {row.queue: row.figure for row in rows}


def _shown() -> Select[Any]:
    return select(*(items.c[name] for name in SHOWN), (now_us() - items.c.updated_at).label("age"))


def _conditions(which: Selection) -> list[Any]:
    found: list[Any] = []
    if which.queue:
        found.append(items.c.queue == which.queue)
    if which.state is not None:
        found.append(items.c.state == which.state)
    if which.reason is not None:
        found.append(items.c.code == which.reason)
    if which.older_than is not None:
        found.append(items.c.updated_at < now_us() - int(which.older_than.total_seconds() * MICROSECONDS))
    if which.reference:
        found.append(items.c.reference.startswith(which.reference, autoescape=True))
    if which.parent is not None:
        found.append(items.c.parent_id == which.parent)
    return found
