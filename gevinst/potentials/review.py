"""What the office must look at again: baselines that lack an approval, and those that were measured a year ago or more."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from gevinst.potentials.baselines import ApproverRole
from gevinst.store.tables import baseline_approvals, baselines, potentials

YEARS_BETWEEN = 1
"""A baseline is reviewed yearly."""


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
        is_old = _a_year_after(row.valid_from) <= today
        if missing or is_old:
            yield Due(row.potential_id, row.title, row.activity, row.valid_from, row.seconds_per_case, missing, is_old)


def _a_year_after(day: date) -> date:
    later = day.year + YEARS_BETWEEN
    return date(later, 3, 1) if (day.month, day.day) == (2, 29) else day.replace(year=later)
