"""The register of potentials: put one in, change one, and look one up."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, Literal

from sqlalchemy import Connection, Row, delete, insert, select, update

from gevinst.store.clock import now_us
from gevinst.store.tables import potential_phases, potentials

IN_OPERATION = "in operation"

Change = Literal["new", "changed", "unchanged"]


class Phase(StrEnum):
    """Where a potential is on its way; entries count only while it is in operation."""

    IDEA = "idea"
    ANALYSED = "analysed"
    APPROVED = "approved"
    BUILDING = "building"
    IN_OPERATION = "in operation"
    CLOSED = "closed"
    REJECTED = "rejected"


@dataclass(frozen=True)
class Potential:
    """One registered potential. Field names carry their unit; `phases` are dated, the latest holds."""

    id: str
    title: str
    unit: str
    owner: str
    digital_agent: str
    kind: str
    volume_per_year: int | None = None
    expected_share_percent: Decimal | None = None
    expected_seconds_per_case: int | None = None
    kle_subject: str | None = None
    kle_facet: str | None = None
    illustrative: bool = False
    phases: tuple[tuple[date, Phase], ...] = ()


def put_potential(connection: Connection, potential: Potential) -> Change:
    """Insert or update one potential with its phases; says which it was, and writes nothing when nothing differs."""
    known = get_potential(connection, potential.id)
    if known == potential:
        return "unchanged"
    values: dict[str, Any] = {
        column.name: getattr(potential, column.name) for column in potentials.columns if column.name != "updated_at"
    }
    if known is None:
        connection.execute(insert(potentials).values(**values, updated_at=now_us()))
    else:
        connection.execute(
            update(potentials).where(potentials.c.id == potential.id).values(**values, updated_at=now_us())
        )
        connection.execute(delete(potential_phases).where(potential_phases.c.potential_id == potential.id))
    for valid_from, phase in potential.phases:
        connection.execute(
            insert(potential_phases).values(potential_id=potential.id, valid_from=valid_from, phase=phase)
        )
    return "new" if known is None else "changed"


def get_potential(connection: Connection, potential_id: str) -> Potential | None:
    """One potential with its phases, or None."""
    row = connection.execute(select(potentials).where(potentials.c.id == potential_id)).one_or_none()
    return None if row is None else _with_phases(connection, row)


def list_potentials(connection: Connection) -> list[Potential]:
    """The whole register, by id."""
    return [_with_phases(connection, row) for row in connection.execute(select(potentials).order_by(potentials.c.id))]


def _with_phases(connection: Connection, row: Row[Any]) -> Potential:
    phases = connection.execute(
        select(potential_phases.c.valid_from, potential_phases.c.phase)
        .where(potential_phases.c.potential_id == row.id)
        .order_by(potential_phases.c.valid_from)
    )
    values = {column.name: getattr(row, column.name) for column in potentials.columns if column.name != "updated_at"}
    return Potential(**values, phases=tuple((entry.valid_from, Phase(entry.phase)) for entry in phases))
