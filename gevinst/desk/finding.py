"""Find a case by its number, or a citizen's cases by theirs; only among the units one answers for."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from gevinst.items.model import State, label
from gevinst.persons.about import hash_of
from gevinst.settings import settings
from gevinst.store.tables import item_persons, items, potentials
from gevinst.values.cpr import Cpr

MOST_FOUND = 200


def read_number(text: str) -> int | None:
    """`GEV-1042`, `gev 1042` or `1042` as the item's number; None for anything else, a CPR number without its dash too."""
    match = re.fullmatch(rf"(?:{settings().item_prefix}[- ]?)?([0-9]{{1,9}})", text.strip(), re.IGNORECASE | re.ASCII)
    return int(match[1]) if match else None


@dataclass(frozen=True)
class Found:
    """One case of a citizen: where it stands, and nothing of what is in it."""

    item_id: int
    process: str
    unit: str
    state: State
    created_at: int

    @property
    def label(self) -> str:
        """`GEV-1042`."""
        return label(self.item_id)


def item_exists(connection: Connection, item_id: int) -> bool:
    """Whether there is an item of that number, whoever's it is."""
    return connection.execute(select(items.c.id).where(items.c.id == item_id)).first() is not None


def unit_of(connection: Connection, item_id: int) -> str | None:
    """The unit an item is of; None where there is no such item, or it counts for no potential."""
    return connection.execute(
        select(potentials.c.unit).join(items, items.c.potential_id == potentials.c.id).where(items.c.id == item_id)
    ).scalar_one_or_none()


def find_of_citizen(connection: Connection, cpr: Cpr, units: Sequence[str]) -> list[Found]:
    """A citizen's cases in some units, the newest first."""
    rows = connection.execute(
        select(items.c.id, items.c.state, items.c.created_at, potentials.c.title, potentials.c.unit)
        .join(item_persons, item_persons.c.item_id == items.c.id)
        .join(potentials, potentials.c.id == items.c.potential_id)
        .where(item_persons.c.cpr_hash == hash_of(cpr), potentials.c.unit.in_(units))
        .order_by(items.c.id.desc())
        .limit(MOST_FOUND)
    )
    return [Found(row.id, row.title, row.unit, State(row.state), row.created_at) for row in rows]
