"""From timed cases to a baseline: the mean with its spread, and whether enough cases were timed to trust it.

How many are enough is the rule of work measurement (ILO, *Introduction to Work Study*, 4th ed., ch. 21): the number for
which the mean lies within a margin of its true value with 95 % confidence, n = (z·s / (e·mean))².
"""

import math
import statistics
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from sqlalchemy import Connection

from gevinst.potentials.baselines import Method
from gevinst.potentials.importing_baselines import check_baselines, put_baselines
from gevinst.potentials.placed import Placed
from gevinst.potentials.problems import ImportRefused, Problem
from gevinst.potentials.register import list_potentials
from gevinst.potentials.rows import BaselineRow, TimedRow

FEWEST = 10
"""Below this the spread itself is a guess, and nothing is computed from it."""
MARGIN = 0.10
"""How far the mean may be from its true value, as a share of it."""
_Z = statistics.NormalDist().inv_cdf(0.975)


@dataclass(frozen=True)
class Timed:
    """One activity of one potential, as it was timed.

    Attributes:
        seconds: Of each case.
        measured_by: Initials.
    """

    potential_id: str
    activity: str
    measured_by: str
    seconds: tuple[int, ...]

    @property
    def mean(self) -> int:
        """Whole seconds, which the baseline becomes."""
        exact = Decimal(sum(self.seconds)) / len(self.seconds)
        return int(exact.to_integral_value(ROUND_HALF_UP))

    def as_baseline(self, valid_from: date) -> BaselineRow:
        """The row it would be in the list's sheet of baselines."""
        cells = {
            "Potentiale": self.potential_id,
            "Aktivitet": self.activity,
            "Sekunder pr. sag": self.mean,
            "Metode": Method.STOPWATCH,
            "Stikprøve": len(self.seconds),
            "Målt af": self.measured_by,
            "Gælder fra": valid_from,
        }
        return BaselineRow.model_validate(cells)

    @property
    def median(self) -> float:
        """Far from the mean, a few long cases make the mean."""
        return statistics.median(self.seconds)

    @property
    def deviation(self) -> float:
        """The sample's standard deviation in seconds; 0 for a single case."""
        return statistics.stdev(self.seconds) if len(self.seconds) > 1 else 0.0

    @property
    def margin(self) -> float:
        """The half-width of the mean's 95 % confidence interval, as a share of the mean."""
        return _Z * self.deviation / math.sqrt(len(self.seconds)) / statistics.fmean(self.seconds)

    @property
    def needed(self) -> int:
        """How many cases would have to be timed for the margin, by the spread of those there are."""
        wanted = (_Z * self.deviation / (MARGIN * statistics.fmean(self.seconds))) ** 2
        return max(FEWEST, math.ceil(wanted))

    @property
    def is_enough(self) -> bool:
        """Whether the sample is large enough to trust."""
        return len(self.seconds) >= self.needed


def grouped(rows: Iterable[Placed[TimedRow]]) -> list[Placed[Timed]]:
    """The timed cases by potential and activity, each at the place of its first.

    Raises:
        ImportRefused: One activity was timed by two people, who may not have timed the same.
    """
    groups: dict[tuple[str, str], list[Placed[TimedRow]]] = defaultdict(list)
    for each in rows:
        groups[each.row.potential_id, each.row.activity].append(each)
    reason = "samme aktivitet er målt af en anden; lav en fil for hver, der måler"
    problems = [
        Problem(each.sheet, each.number, "Målt af", reason)
        for first, *others in groups.values()
        for each in others
        if each.row.measured_by != first.row.measured_by
    ]
    if problems:
        raise ImportRefused(problems)
    return [
        Placed(first.sheet, first.number, Timed(*key, first.row.measured_by, tuple(each.row.seconds for each in cases)))
        for key, cases in sorted(groups.items())
        for first in cases[:1]
    ]


def put_timed(connection: Connection, timed: Iterable[Placed[Timed]], valid_from: date) -> None:
    """Record each as the baseline from a day on, as the list's own sheet would: *foreløbig* until two have approved it.

    Raises:
        ImportRefused: A potential nobody knows, another measurement from that day or later, or entries that rest on its days.
    """
    rows = [Placed(each.sheet, each.number, each.row.as_baseline(valid_from)) for each in timed]
    problems = check_baselines(connection, rows, {each.id for each in list_potentials(connection)})
    if problems:
        raise ImportRefused(problems)
    put_baselines(connection, rows)
