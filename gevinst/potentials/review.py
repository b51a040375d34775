"""What the office must look at again: baselines that lack an approval, and those that were measured a year ago or more."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from gevinst.potentials.baselines import ApproverRole
from gevinst.store.tables import baseline_approvals, baselines, potentials


@dataclass(frozen=True)
class Due:
    """One baseline that holds now, and why somebody must look at it.

    Attributes:
        missing: Who hasn't approved it; until they have, its entries are *foreløbig*.
        is_old: Whether it was measured a year ago or more.
    """

    potential_id: str
    title: str
    activity: str
    valid_from: date
    seconds_per_case: int
    missing: tuple[ApproverRole, ...]
    is_old: bool


def due(connection: Connection, today: date) -> Iterator[Due]:
    """By potential and activity."""
    given: dict[int, set[str]] = {}
    for row in connection.execute(select(baseline_approvals.c.baseline_id, baseline_approvals.c.role)):
        given.setdefault(row.baseline_id, set()).add(row.role)
    rows = connection.execute(
        select(baselines, potentials.c.title)
        .join(potentials, potentials.c.id == baselines.c.potential_id)
        .where(baselines.c.valid_to.is_(None))
        .order_by(baselines.c.potential_id, baselines.c.activity)
    )
    for row in rows:
        missing = tuple(role for role in ApproverRole if role not in given.get(row.id, set()))
        first = row.valid_from
        is_old = (first.year + 1, first.month, first.day) <= (today.year, today.month, today.day)
        if missing or is_old:
            yield Due(row.potential_id, row.title, row.activity, row.valid_from, row.seconds_per_case, missing, is_old)
