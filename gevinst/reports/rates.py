"""What an hour is worth on which days: the stretches of time between two changes of a rate."""

from collections.abc import Sequence
from fractions import Fraction

from sqlalchemy import ColumnElement, case, literal

from gevinst.ledger.periods import month_of
from gevinst.reports.parameters import RATES, Name, Parameter, latest
from gevinst.reports.sums import Rates
from gevinst.store.clock import day_begins
from gevinst.store.tables import closed_sums, ledger_entries

Stretch = tuple[int, Rates]
"""The instant it begins, and what holds in it."""


def stretches(known: Sequence[Parameter]) -> list[Stretch]:
    """Each stretch of time with constant rates, the first one first."""
    days = sorted({each.valid_from for each in known if each.name in RATES})
    found = []
    for day in days:
        value = {name: Fraction(latest(known, name, day).value) for name in RATES}
        found.append((day_begins(day), Rates(value[Name.HOURS_PER_FTE], value[Name.WAGE_DKK_PER_HOUR])))
    return found


def boundaries_of(known: Sequence[Stretch]) -> list[int]:
    """The instants at which one stretch ends and the next begins, rising."""
    return [begins for begins, _ in known[1:]]


def stretch_of_entry(boundaries: Sequence[int]) -> ColumnElement[int]:
    """Which stretch an entry occurred in, as a column: 0 before the first boundary, 1 after it, and so on."""
    if not boundaries:
        return literal(0)
    branches = [(ledger_entries.c.occurred_at < instant, number) for number, instant in enumerate(boundaries)]
    return case(*branches, else_=len(boundaries))


def stretch_of_month(boundaries: Sequence[int]) -> ColumnElement[int]:
    """Which stretch a closed month's sum occurred in, as a column: rates change on the first of a month."""
    if not boundaries:
        return literal(0)
    branches = [(closed_sums.c.occurred_month < month_of(instant), number) for number, instant in enumerate(boundaries)]
    return case(*branches, else_=len(boundaries))
