"""The register of potentials: put one in, change one, and look one up."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
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
    (change,) = write_potentials(connection, {known.id: known} if known else {}, [potential])
    write_down(connection, differences(known, potential), by)
    return change


def write_potentials(
    connection: Connection, known: Mapping[str, Potential], wanted: Sequence[Potential]
) -> list[Change]:
    """As `put_potential`, for one who has looked up what is there, and writes the differences down after it.

    All that are new go in with two statements, however many there are: a list of hundreds is a second's work.
    """
    new = [each for each in wanted if each.id not in known]
    changed = [each for each in wanted if each.id in known and known[each.id] != each]
    if new:
        connection.execute(insert(potentials).values(updated_at=now_us()), [_plain(each) for each in new])
    for each in changed:
        mine = update(potentials).where(potentials.c.id == each.id)
        connection.execute(mine.values(**_plain(each), updated_at=now_us()))
    if changed:
        theirs = potential_phases.c.potential_id.in_([each.id for each in changed])
        connection.execute(delete(potential_phases).where(theirs))
    phases = [
        {"potential_id": each.id, "valid_from": day, "phase": phase}
        for each in (*new, *changed)
        for day, phase in each.phases
    ]
    if phases:
        connection.execute(insert(potential_phases), phases)
    return ["new" if each.id not in known else "unchanged" if known[each.id] == each else "changed" for each in wanted]


def _plain(potential: Potential) -> dict[str, Any]:
    values: dict[str, Any] = {name: getattr(potential, name) for name in _PLAIN}
    return values | {"links": "\n".join(potential.links) or None}


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
