"""The two ends of the register: each potential is held against its own estimate."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from gevinst.potentials.potential import Phase, Potential
from gevinst.reports.ranking import rank
from gevinst.reports.sums import Sums

SPAN = [f"{year}-{month:02d}" for year in (2025, 2026) for month in range(1, 13)]
LAST = date(2026, 12, 31)
YEAR = 365


def potential(number: int, *phases: tuple[date, Phase], volume: int | None = 365) -> Potential:
    """One that is expected to free an hour a day."""
    return Potential(f"P-{number}", "t", "u", "o", "a", "robot", volume, Decimal(100), 3600, phases=phases)


def test_the_least_is_what_logged_least_of_its_own_estimate() -> None:
    """In operation with an estimate only; half a year in operation is half a year's expectation."""
    whole, half = (date(2024, 1, 1), Phase.IN_OPERATION), (date(2026, 12, 22), Phase.IN_OPERATION)
    register = [
        potential(1, whole),
        potential(2, half),
        potential(3, whole, volume=None),
        potential(4, (date(2024, 1, 1), Phase.IDEA)),
        potential(5, whole, (date(2026, 6, 1), Phase.CLOSED)),
        potential(6, whole),
    ]
    cells = {
        ("P-1", "u", "2026-03"): Sums(gross_seconds=73 * 3600),
        ("P-1", "u", "2025-03"): Sums(gross_seconds=999 * 3600),
        ("P-2", "u", "2026-12"): Sums(gross_seconds=5 * 3600),
        ("P-3", "u", "2026-12"): Sums(gross_seconds=900 * 3600),
    }
    found = rank(cells, SPAN, register, LAST)
    assert [(each.key, each.share) for each in found.lowest] == [
        ("P-6", Fraction(0)),
        ("P-1", Fraction(1, 5)),
        ("P-2", Fraction(1, 2)),
    ]
    assert [each.expected_seconds for each in found.lowest] == [YEAR * 3600, YEAR * 3600, 10 * 3600]
    assert [(each.key, each.share) for each in found.highest][:2] == [("P-3", None), ("P-1", Fraction(1, 5))]
    assert found.with_estimate == 3


def test_an_unfinished_month_expects_only_its_days() -> None:
    """Until today and not until the month's end."""
    (lowest,) = rank({}, SPAN, [potential(1, (date(2026, 12, 1), Phase.IN_OPERATION))], date(2026, 12, 10)).lowest
    assert lowest.expected_seconds == 10 * 3600
