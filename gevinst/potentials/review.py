"""What the office must look at: baselines that lack an approval, and those nobody has measured or reviewed for a year."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, func, insert, select

from gevinst.potentials.baselines import ApproverRole
from gevinst.staff import staff_id
from gevinst.store.clock import now_us
from gevinst.store.tables import baseline_approvals, baseline_reviews, baselines, potentials


@dataclass(frozen=True)
class Due:
    """One baseline that holds now or lacks an approval, and why somebody must look at it.

    Attributes:
        holds: Whether it holds today.
        missing: Who hasn't approved it; until they have, its entries are *foreløbig*.
        is_old: Whether it was measured, and last reviewed, a year ago or more.
        reviewed_on: When somebody last found it unchanged.
    """

    baseline_id: int
    potential_id: str
    title: str
    unit: str
    activity: str
    valid_from: date
    seconds_per_case: int
    method: str
    holds: bool
    missing: tuple[ApproverRole, ...]
    is_old: bool
    reviewed_on: date | None


def due(connection: Connection, today: date) -> Iterator[Due]:
    """Those that somebody must look at, by potential and activity."""
    return (each for each in holding(connection, today) if each.missing or each.is_old)


def holding(connection: Connection, today: date) -> Iterator[Due]:
    """Every baseline that holds today, and every other that lacks an approval: one of days gone by has its entries, too."""
    given: dict[int, set[str]] = {}
    for row in connection.execute(select(baseline_approvals.c.baseline_id, baseline_approvals.c.role)):
        given.setdefault(row.baseline_id, set()).add(row.role)
    reviewed = _last_reviews(connection)
    rows = connection.execute(
        select(baselines, potentials.c.title, potentials.c.unit)
        .join(potentials, potentials.c.id == baselines.c.potential_id)
        .order_by(baselines.c.potential_id, baselines.c.activity, baselines.c.valid_from)
    )
    for row in rows:
        holds = row.valid_from <= today and (row.valid_to is None or today <= row.valid_to)
        missing = tuple(role for role in ApproverRole if role not in given.get(row.id, set()))
        if not holds and not missing:
            continue
        last = max(row.valid_from, reviewed.get(row.id, row.valid_from))
        yield Due(
            baseline_id=row.id,
            potential_id=row.potential_id,
            title=row.title,
            unit=row.unit,
            activity=row.activity,
            valid_from=row.valid_from,
            seconds_per_case=row.seconds_per_case,
            method=row.method,
            holds=holds,
            missing=missing,
            is_old=holds and (last.year + 1, last.month, last.day) <= (today.year, today.month, today.day),
            reviewed_on=reviewed.get(row.id),
        )


def record_review(connection: Connection, reviewed: Iterable[Due], today: date, initials: str) -> None:
    """Record that somebody looked at these and found them unchanged; what has changed is measured anew instead.

    Raises:
        Refused: The initials are none.
    """
    rows = [{"baseline_id": each.baseline_id} for each in reviewed]
    who = staff_id(connection, initials)
    if rows:
        told = {"reviewed_on": today, "staff_id": who, "recorded_at": now_us()}
        connection.execute(insert(baseline_reviews).values(**told), rows)


def _last_reviews(connection: Connection) -> Mapping[int, date]:
    last = func.max(baseline_reviews.c.reviewed_on).label("last")
    rows = connection.execute(select(baseline_reviews.c.baseline_id, last).group_by(baseline_reviews.c.baseline_id))
    return {row.baseline_id: row.last for row in rows}
