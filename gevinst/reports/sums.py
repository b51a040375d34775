"""What is added up: whole seconds and øre, and their exact worth by the rates of the day they occurred."""

from dataclasses import dataclass, fields
from fractions import Fraction


@dataclass(frozen=True)
class Rates:
    """What an hour is worth on the days of one stretch of time."""

    hours_per_fte: Fraction
    wage_dkk_per_hour: Fraction


@dataclass(frozen=True)
class Sums:
    """Sums of entries; every field can be added, nothing is rounded.

    Attributes:
        cases: Work items (or units of imported entries) whose saving counts, provisional ones included.
        gross_seconds: Savings on approved baselines.
        provisional_seconds: Savings on baselines not yet approved (*foreløbig*); never part of gross or net.
        human_seconds: Time people used on cases handed over.
        human_estimated_seconds: The part of it that is estimated (*skønnet*).
        cost_seconds: Development and operation, in time.
        cost_ore: Development and operation, in money.
        robot_ms: The robot's own time; never a saving.
        net_fte: Net seconds as årsværk.
        net_dkk: Net seconds by the wage rate, less costs in money.
        provisional_fte: Provisional seconds as årsværk.
    """

    cases: int = 0
    gross_seconds: int = 0
    provisional_seconds: int = 0
    human_seconds: int = 0
    human_estimated_seconds: int = 0
    cost_seconds: int = 0
    cost_ore: int = 0
    robot_ms: int = 0
    net_fte: Fraction = Fraction(0)
    net_dkk: Fraction = Fraction(0)
    provisional_fte: Fraction = Fraction(0)

    @property
    def net_seconds(self) -> int:
        """Gross, less the time of people, less costs in time."""
        return self.gross_seconds - self.human_seconds - self.cost_seconds

    def __add__(self, other: "Sums") -> "Sums":
        return Sums(*(getattr(self, each.name) + getattr(other, each.name) for each in fields(Sums)))

    def valued(self, rates: Rates) -> "Sums":
        """The same sums with their worth, for seconds that all occurred while `rates` held."""
        hours = Fraction(self.net_seconds, 3600)
        values = {each.name: getattr(self, each.name) for each in fields(Sums)}
        values |= {
            "net_fte": hours / rates.hours_per_fte,
            "net_dkk": hours * rates.wage_dkk_per_hour - Fraction(self.cost_ore, 100),
            "provisional_fte": Fraction(self.provisional_seconds, 3600) / rates.hours_per_fte,
        }
        return Sums(**values)
