"""The register of potentials: put one in, change one, and look one up."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, delete, insert, select, true, update

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
    change = replace(connection, known, potential)
    write_down(connection, differences(known, potential), by)
    return change


def replace(connection: Connection, known: Potential | None, potential: Potential) -> Change:
    """As `put_potential`, for one who has looked up what is there, and writes the differences down after it."""
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
    phases = [{"potential_id": potential.id, "valid_from": day, "phase": phase} for day, phase in potential.phases]
    if phases:
        connection.execute(insert(potential_phases), phases)
    return "new" if known is None else "changed"


def get_potential(connection: Connection, potential_id: str) -> Potential | None:
    """One potential with its phases, or None."""
    return next(_read(connection, potentials.c.id == potential_id), None)


def list_potentials(connection: Connection) -> list[Potential]:
    """The whole register, by id."""
    return list(_read(connection, true()))


def _read(connection: Connection, which: ColumnElement[bool]) -> Iterator[Potential]:
    """By id; two looks, however many there are."""
    phases = defaultdict[str, list[tuple[date, Phase]]](list)
    dated = select(potential_phases).join(potentials).where(which).order_by(potential_phases.c.valid_from)
    for row in connection.execute(dated):
        phases[row.potential_id].append((row.valid_from, Phase(row.phase)))
    for row in connection.execute(select(potentials).where(which).order_by(potentials.c.id)):
        values: dict[str, Any] = {name: getattr(row, name) for name in _PLAIN}
        yield Potential(**values, links=tuple((row.links or "").split()), phases=tuple(phases[row.id]))
