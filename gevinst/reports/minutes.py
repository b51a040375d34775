"""Where the minutes of the twelve months come from: measured or estimated, on both sides of the sum."""

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction

from sqlalchemy import Connection, func, select

from gevinst.ledger.rework import REWORK
from gevinst.potentials.baselines import Method
from gevinst.reports.queries import approved_baselines, posted
from gevinst.store.tables import baselines

_SAVED = {
    Method.STOPWATCH: "stopwatch_seconds",
    Method.SAMPLE: "sample_seconds",
    Method.ESTIMATE: "estimate_seconds",
}


@dataclass(frozen=True)
class Minutes:
    """Seconds by where they come from.

    Attributes:
        stopwatch_seconds, sample_seconds, estimate_seconds: Gross savings, by how their baselines were found.
        band_seconds: People's time as an interval they chose; its middle is what counts.
        estimated_seconds: People's time that nobody gave, by the baselines of what was left to do.
        rework_seconds: The part of both that went to errors found by the sample of completed cases.
    """

    stopwatch_seconds: int = 0
    sample_seconds: int = 0
    estimate_seconds: int = 0
    band_seconds: int = 0
    estimated_seconds: int = 0
    rework_seconds: int = 0

    @property
    def gross_seconds(self) -> int:
        """All savings."""
        return self.stopwatch_seconds + self.sample_seconds + self.estimate_seconds

    @property
    def human_seconds(self) -> int:
        """All of people's time."""
        return self.band_seconds + self.estimated_seconds

    @property
    def estimated_human_share(self) -> Fraction:
        """The share of people's time that nobody gave; 0 where there is none."""
        return _share(self.estimated_seconds, self.human_seconds)


def minutes_of(connection: Connection, first: str, through: str) -> Minutes:
    """From and with month `first` up to and with `through`."""
    sums = posted(connection, through, since=first).c
    grouped = (
        select(
            sums.kind,
            sums.baseline_id,
            (sums.activity == REWORK).label("rework"),
            func.sum(sums.seconds).label("seconds"),
            func.sum(sums.estimated_seconds).label("estimated_seconds"),
        )
        .where(sums.kind != "cost")
        .group_by(sums.kind, sums.baseline_id, "rework")
        .subquery()
    )
    rows = connection.execute(
        select(grouped, baselines.c.method).select_from(
            grouped.outerjoin(baselines, baselines.c.id == grouped.c.baseline_id)
        )
    )
    counting = set(connection.execute(approved_baselines()).scalars())
    found: dict[str, int] = defaultdict(int)
    for row in rows:
        if row.kind == "human time":
            found["estimated_seconds"] += int(row.estimated_seconds)
            found["band_seconds"] += int(row.seconds - row.estimated_seconds)
            found["rework_seconds"] += int(row.seconds) if row.rework else 0
        elif row.baseline_id in counting:
            found[_SAVED[Method(row.method)]] += int(row.seconds)
    return Minutes(**found)


def _share(part: int, whole: int) -> Fraction:
    return Fraction(part, whole) if whole else Fraction(0)
