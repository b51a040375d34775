"""What an hour is worth in which month: rates change on the first of one."""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache

from gevinst.reports.parameters import Name, Parameter, latest
from gevinst.reports.sums import Rates

RatesOf = Callable[[str], Rates]
"""What holds in a month given as `YYYY-MM`."""


def rates_by_month(known: Sequence[Parameter]) -> RatesOf:
    """The rates of whichever month is asked for; the first ones hold for the months before them too."""

    @cache
    def rates(month: str) -> Rates:
        first = date.fromisoformat(f"{month}-01")
        return _rates(*(latest(known, name, first).value for name in (Name.HOURS_PER_FTE, Name.WAGE_DKK_PER_HOUR)))

    return rates


@cache
def _rates(hours_per_fte: Decimal, wage_dkk_per_hour: Decimal) -> Rates:
    """One object for the same values: sums of many months are put together by it."""
    return Rates(Fraction(hours_per_fte), Fraction(wage_dkk_per_hour))
