"""One measured line: what, the figure, and the budget it is held to."""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Measured:
    """One line of the page.

    Attributes:
        what: What was measured, and on which database.
        figure: The figure with its unit.
        budget: The budget in words; empty where there is none and the figure is for information.
        holds: Whether it is within budget.
    """

    what: str
    figure: str
    budget: str = ""
    holds: bool = True

    def __str__(self) -> str:
        verdict = f"{'ok' if self.holds else 'OVER'}   (budget {self.budget})" if self.budget else ""
        return f"  {self.what:<58} {self.figure:<26} {verdict}".rstrip()


Lines = Iterator[Measured]
"""What a benchmark yields, each line as soon as it is known."""


def at_most(what: str, figure: float, budget: float, *, unit: str) -> Measured:
    """A figure that must not exceed its budget."""
    return Measured(what, f"{figure:.2f} {unit}", f"<= {budget:g} {unit}", figure <= budget)


def ratio(what: str, ours: float, other: float, budget: float | None = None) -> Measured:
    """How many times the other's ours is; a budget of 1 or less means that ours must be the smaller."""
    times = ours / other
    if budget is None:
        return Measured(what, f"{times:.2f} x")
    return Measured(what, f"{times:.2f} x", f"<= {budget:g} x", times <= budget)
