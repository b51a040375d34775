"""The potentials that free most time, and those in operation that free least of what was expected of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

from gevinst.potentials.potential import Phase, Potential
from gevinst.reports.lines import MONTHS_A_YEAR, Cells, estimated_seconds

SHOWN = 5
DAYS_A_YEAR = 365


@dataclass(frozen=True)
class Ranked:
    """A potential in operation, held up against its own estimate and not against others.

    Attributes:
        net_seconds: What it logged in the twelve months.
        expected_seconds: The register's estimate for the days of them that it was in operation; 0 where there is none.
    """

    key: str
    unit: str
    net_seconds: int
    expected_seconds: int

    @property
    def share(self) -> Fraction | None:
        """Logged of expected; None without an estimate."""
        return Fraction(self.net_seconds, self.expected_seconds) if self.expected_seconds else None


@dataclass(frozen=True)
class Ranking:
    """The two ends. `lowest` holds those in operation with an estimate, the least logged of it first."""

    highest: tuple[Ranked, ...]
    lowest: tuple[Ranked, ...]
    with_estimate: int


def rank(cells: Cells, span: Sequence[str], potentials: Sequence[Potential], last_day: date) -> Ranking:
    """By the twelve months.

    Args:
        cells: The ledger's sums.
        span: The programme's months, the last one being reported on.
        potentials: The register.
        last_day: Until when there can be entries: the last month's end, or today.
    """
    twelve = set(span[-MONTHS_A_YEAR:])
    net: dict[str, int] = {}
    for (potential, _, month), sums in cells.items():
        if month in twelve:
            net[potential] = net.get(potential, 0) + sums.net_seconds
    first = date.fromisoformat(f"{span[-MONTHS_A_YEAR:][0]}-01")
    ranked = [Ranked(each.id, each.unit, net.get(each.id, 0), _expected(each, first, last_day)) for each in potentials]
    highest = sorted((each for each in ranked if each.net_seconds > 0), key=lambda each: (-each.net_seconds, each.key))
    running = {each.id for each in potentials if each.phases and _is_running(each, last_day)}
    estimated = [(each.share, each) for each in ranked if each.key in running]
    lowest = sorted(((share, each.key, each) for share, each in estimated if share is not None))
    return Ranking(tuple(highest[:SHOWN]), tuple(each for _, _, each in lowest[:SHOWN]), len(lowest))


def _is_running(potential: Potential, day: date) -> bool:
    return any(begins <= day < ends for begins, ends in _operation(potential))


def _expected(potential: Potential, first: date, last: date) -> int:
    """The estimate of a year, for the days of operation from and with `first` up to and with `last`."""
    after = last + timedelta(days=1)
    days = sum(max(0, (min(ends, after) - max(begins, first)).days) for begins, ends in _operation(potential))
    return estimated_seconds(potential) * days // DAYS_A_YEAR


def _operation(potential: Potential) -> list[tuple[date, date]]:
    """When it is in operation: from a day, until before another."""
    dated = [*potential.phases, (date.max, Phase.CLOSED)]
    return [(begins, ends) for (begins, phase), (ends, _) in pairwise(dated) if phase is Phase.IN_OPERATION]
