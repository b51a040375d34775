"""Many sums added up at once: the same as one by one, at a tenth of the time."""

from collections import defaultdict
from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from gevinst.reports.sums import Sums

_WHOLE = (
    *("cases", "gross_seconds", "provisional_seconds", "human_seconds", "human_estimated_seconds"),
    *("cost_seconds", "cost_ore", "robot_ms"),
)
_EXACT = ("net_fte", "net_dkk", "provisional_fte")


def add_up(sums: Iterable[Sums]) -> Sums:
    """All of them together, exactly.

    Fractions with the same denominator are added as whole numbers; to bring each to lowest terms is what takes long.
    """
    every = tuple(sums)
    found: dict[str, Any] = {name: sum([getattr(each, name) for each in every]) for name in _WHOLE}
    found |= {name: _exactly([getattr(each, name) for each in every]) for name in _EXACT}
    return Sums(**found)


def _exactly(values: Iterable[Fraction]) -> Fraction:
    numerators: dict[int, int] = defaultdict(int)
    for value in values:
        numerators[value.denominator] += value.numerator
    return sum((Fraction(numerator, denominator) for denominator, numerator in numerators.items()), Fraction(0))
