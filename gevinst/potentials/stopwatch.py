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

from gevinst.errors import Refused
from gevinst.potentials.baselines import Measurement, Method, add_baseline
from gevinst.potentials.placed import Placed
from gevinst.potentials.problems import ImportRefused, Problem
from gevinst.potentials.register import get_potential
from gevinst.potentials.rows import TimedRow

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


def grouped(rows: Iterable[Placed[TimedRow]]) -> list[Timed]:
    """The timed cases by potential and activity.

    Raises:
        ImportRefused: One activity was timed by two people, who may not have timed the same.
    """
    seconds: dict[tuple[str, str], list[int]] = defaultdict(list)
    people: dict[tuple[str, str], str] = {}
    problems = []
    for each in rows:
        key = (each.row.potential_id, each.row.activity)
        seconds[key].append(each.row.seconds)
        if people.setdefault(key, each.row.measured_by) != each.row.measured_by:
            reason = "samme aktivitet er målt af en anden; lav en fil for hver, der måler"
            problems.append(Problem(each.sheet, each.number, "Målt af", reason))
    if problems:
        raise ImportRefused(problems)
    return [Timed(*key, people[key], tuple(values)) for key, values in sorted(seconds.items())]


def put_timed(connection: Connection, timed: Iterable[Timed], valid_from: date) -> list[int]:
    """Record each as the next baseline, valid from a day on and *foreløbig* until two have approved it.

    Raises:
        Refused: As `add_baseline` does; or a potential that nobody knows.
    """
    numbers = []
    for each in timed:
        if get_potential(connection, each.potential_id) is None:
            raise Refused(f"potentialet {each.potential_id} findes ikke; se `gevinst potentials list`")
        measured = Measurement(
            potential_id=each.potential_id,
            activity=each.activity,
            seconds_per_case=each.mean,
            method=Method.STOPWATCH,
            measured_by=each.measured_by,
            valid_from=valid_from,
            sample_size=len(each.seconds),
        )
        numbers.append(add_baseline(connection, measured))
    return numbers
