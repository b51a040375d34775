"""The time people spent on a handed-over item: a band they gave, or an estimate from the baselines left over."""

from enum import StrEnum

from sqlalchemy import Connection, func, or_, select

from gevinst.store.clock import local_date
from gevinst.store.tables import baselines


class TimeBand(StrEnum):
    """The closed choice a caseworker is offered, in their words."""

    UNDER_5 = "under 5 minutter"
    FROM_5_TO_15 = "5-15 minutter"
    FROM_15_TO_30 = "15-30 minutter"
    FROM_30_TO_60 = "30-60 minutter"
    OVER_60 = "over 60 minutter"
    NOT_GIVEN = "ikke oplyst"


_MIDPOINT_SECONDS = {
    TimeBand.UNDER_5: 150,
    TimeBand.FROM_5_TO_15: 600,
    TimeBand.FROM_15_TO_30: 1350,
    TimeBand.FROM_30_TO_60: 2700,
    TimeBand.OVER_60: 5400,
}
"""The middle of each band; 90 minutes for the open one."""


def seconds_of_band(band: TimeBand) -> int | None:
    """The seconds a band stands for; None where none was given."""
    return _MIDPOINT_SECONDS.get(band)


def human_seconds(
    connection: Connection, potential_id: str, band: str, done: set[str], answered_at: int
) -> tuple[int, str]:
    """Seconds a person spent, and whether that is a `band` they gave or an `estimate` (shown as *skønnet*).

    The estimate is the sum of the day's baselines of the potential's activities the robot had not done.
    """
    given = seconds_of_band(TimeBand(band))
    if given is not None:
        return given, "band"
    day = local_date(answered_at)
    total = connection.execute(
        select(func.coalesce(func.sum(baselines.c.seconds_per_case), 0)).where(
            baselines.c.potential_id == potential_id,
            baselines.c.activity.not_in(done),
            baselines.c.valid_from <= day,
            or_(baselines.c.valid_to.is_(None), baselines.c.valid_to >= day),
        )
    ).scalar_one()
    return int(total), "estimate"
