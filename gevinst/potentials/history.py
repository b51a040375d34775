"""What was changed in the register, when, by whom and out of which file: written with each change, and only added to."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields

from sqlalchemy import Connection, insert, select

from gevinst.potentials.potential import Potential
from gevinst.redaction import redact
from gevinst.staff import staff_id
from gevinst.store.clock import now_us
from gevinst.store.tables import potential_changes, staff

PHASE = "phase"


@dataclass(frozen=True)
class Author:
    """Who changes the register: initials, and the file it comes out of or what else it was done by."""

    initials: str
    source: str


@dataclass(frozen=True)
class FieldChange:
    """One field of one potential; a phase is `in operation 2026-01-01`. Nothing before means that it is new."""

    potential_id: str
    field: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class Recorded:
    """A change as it was written down; no initials where they were neutralised."""

    change: FieldChange
    initials: str | None
    source: str
    changed_at: int


def differences(known: Potential | None, wanted: Potential) -> list[FieldChange]:
    """What a potential would be changed in, field by field in the register's order; of a new one, what is filled in."""
    before, after = _as_texts(known) if known is not None else {}, _as_texts(wanted)
    return [
        FieldChange(wanted.id, name, before.get(name), after.get(name))
        for name in dict.fromkeys([*after, *before])
        if before.get(name) != after.get(name)
    ]


def write_down(connection: Connection, changes: Iterable[FieldChange], by: Author) -> None:
    """Keep the changes with their author, in the transaction that makes them."""
    rows = [{"potential_id": c.potential_id, "field": c.field, "before": c.before, "after": c.after} for c in changes]
    if rows:
        told = {"source": redact(by.source), "staff_id": staff_id(connection, by.initials), "changed_at": now_us()}
        connection.execute(insert(potential_changes).values(**told), rows)


def history(connection: Connection, potential_id: str) -> Iterator[Recorded]:
    """Every change of a potential, the first one first."""
    rows = connection.execute(
        select(potential_changes, staff.c.initials)
        .join(staff, staff.c.id == potential_changes.c.staff_id)
        .where(potential_changes.c.potential_id == potential_id)
        .order_by(potential_changes.c.id)
    )
    for row in rows:
        change = FieldChange(row.potential_id, row.field, row.before, row.after)
        yield Recorded(change, row.initials, row.source, row.changed_at)


def _as_texts(potential: Potential) -> dict[str, str | None]:
    plain = (each.name for each in fields(potential) if each.name not in ("id", "phases"))
    found = {name: _text(getattr(potential, name)) for name in plain}
    return found | {f"{PHASE} {day}": phase.value for day, phase in potential.phases}


def _text(value: object) -> str | None:
    if value is None or value is False:
        return None
    if isinstance(value, tuple):
        return " ".join(value) or None
    return "yes" if value is True else str(value)
