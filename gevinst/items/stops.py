"""What people have stopped: everything, a system or one queue, until they let it go on. The kill switch.

A stop is a row, so it holds for every worker on every machine from their next claim on; a case in hand is finished. It
is kept apart from the pauses the robot sets itself, which end by the clock and never lift a person's stop.
"""

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import ColumnElement, Connection, and_, delete, exists, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from gevinst.errors import Refused
from gevinst.staff import staff_id
from gevinst.store.clock import now_us
from gevinst.store.tables import queue_systems, queues, staff, stops


class Scope(StrEnum):
    """What a stop is about."""

    EVERYTHING = "everything"
    SYSTEM = "system"
    QUEUE = "queue"


@dataclass(frozen=True)
class Stop:
    """One stop in force; `name` is empty for everything."""

    scope: Scope
    name: str
    initials: str | None
    stopped_at: int


def stop(connection: Connection, scope: Scope, name: str = "", *, initials: str) -> None:
    """Let no further item be claimed; safe to say twice.

    Raises:
        Refused: When no queue names the system, or there is no such queue: a misspelt stop would stop nothing.
    """
    _must_exist(connection, scope, name)
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    connection.execute(
        dialect.insert(stops)
        .values(scope=scope, name=name, staff_id=staff_id(connection, initials), stopped_at=now_us())
        .on_conflict_do_nothing(index_elements=["scope", "name"])
    )


def lift(connection: Connection, scope: Scope, name: str = "") -> None:
    """End a stop.

    Raises:
        Refused: When nothing is stopped by that name; names what is.
    """
    gone = connection.execute(delete(stops).where(stops.c.scope == scope, stops.c.name == name))
    if gone.rowcount != 1:
        known = ", ".join(f"{each.scope} {each.name}".strip() for each in standing_stops(connection)) or "nothing"
        raise Refused(f"{f'{scope} {name}'.strip()} is not stopped; stopped is: {known}")


def standing_stops(connection: Connection) -> list[Stop]:
    """Every stop in force, oldest first."""
    rows = connection.execute(
        select(stops.c.scope, stops.c.name, stops.c.stopped_at, staff.c.initials)
        .join(staff, staff.c.id == stops.c.staff_id)
        .order_by(stops.c.stopped_at)
    )
    return [Stop(Scope(row.scope), row.name, row.initials, row.stopped_at) for row in rows]


def stops_on(queue: str | ColumnElement[str]) -> ColumnElement[bool]:
    """A condition on `stops`: the row holds this queue back."""
    named = select(queue_systems.c.system).where(queue_systems.c.queue == queue)
    return or_(
        stops.c.scope == Scope.EVERYTHING,
        and_(stops.c.scope == Scope.QUEUE, stops.c.name == queue),
        and_(stops.c.scope == Scope.SYSTEM, stops.c.name.in_(named)),
    )


def is_stopped(connection: Connection, queue: str) -> bool:
    """Whether a person has stopped this queue, a system it needs, or everything."""
    return bool(connection.execute(select(exists().where(stops_on(queue)))).scalar())


def _must_exist(connection: Connection, scope: Scope, name: str) -> None:
    if scope is Scope.EVERYTHING:
        return
    column = queues.c.name if scope is Scope.QUEUE else queue_systems.c.system
    known = connection.execute(select(column).distinct().order_by(column)).scalars().all()
    if name not in known:
        raise Refused(f"there is no {scope} '{name}'; there is: {', '.join(known) or 'none yet'}")
