"""The register of potentials: put one in, change one, and look one up."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, Literal

from sqlalchemy import Connection, Row, delete, insert, select, update

from gevinst.potentials.history import Author, differences, write_down
from gevinst.potentials.potential import Phase, Potential
from gevinst.store.clock import now_us
from gevinst.store.tables import potential_phases, potentials

Change = Literal["new", "changed", "unchanged"]
_PLAIN = tuple(column.name for column in potentials.columns if column.name not in ("updated_at", "links"))


def put_potential(connection: Connection, potential: Potential, by: Author) -> Change:
    """Insert or update one potential with its phases, and write down what was changed by whom.

    Says which it was; writes nothing when nothing differs.
    """
    known = get_potential(connection, potential.id)
    if known == potential:
        return "unchanged"
    values: dict[str, Any] = {name: getattr(potential, name) for name in _PLAIN}
    values["links"] = "\n".join(potential.links) or None
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
    write_down(connection, differences(known, potential), by)
    return "new" if known is None else "changed"


def get_potential(connection: Connection, potential_id: str) -> Potential | None:
    """One potential with its phases, or None."""
    row = connection.execute(select(potentials).where(potentials.c.id == potential_id)).one_or_none()
    if row is None:
        return None
    mine = potential_phases.c.potential_id == potential_id
    phases = connection.execute(select(potential_phases).where(mine).order_by(potential_phases.c.valid_from))
    return _with_phases(row, phases.all())


def list_potentials(connection: Connection) -> list[Potential]:
    """The whole register, by id."""
    dated = connection.execute(select(potential_phases).order_by(potential_phases.c.valid_from))
    phases: dict[str, list[Row[Any]]] = defaultdict(list)
    for entry in dated:
        phases[entry.potential_id].append(entry)
    rows = connection.execute(select(potentials).order_by(potentials.c.id))
    return [_with_phases(row, phases[row.id]) for row in rows]


def _with_phases(row: Row[Any], phases: Iterable[Row[Any]]) -> Potential:
    values = {name: getattr(row, name) for name in _PLAIN}
    links = tuple((row.links or "").split())
    return Potential(**values, links=links, phases=tuple((entry.valid_from, Phase(entry.phase)) for entry in phases))
