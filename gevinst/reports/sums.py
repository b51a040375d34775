"""What is added up: whole seconds and øre, and their exact worth by the rates of the day they occurred."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, order=True)
class Rates:
    """What an hour is worth in the months they hold for."""

    hours_per_fte: Fraction
    wage_dkk_per_hour: Fraction


Worth = tuple[Rates, int]
"""Net seconds that occurred while the rates held."""


@dataclass(frozen=True)
class Sums:
    """Sums of entries; every field can be added, nothing is rounded.

    The seconds are kept by the rates they are worth, and multiplied only when somebody asks: a report of a large ledger
    adds a hundred thousand of these, and looks at a few.

    Attributes:
        cases: Work items (or units of imported entries) whose saving counts, provisional ones included.
        gross_seconds: Savings on approved baselines.
        provisional_seconds: Savings on baselines not yet approved (*foreløbig*); never part of gross or net.
        human_seconds: Time people used on cases handed over.
        human_estimated_seconds: The part of it that is estimated (*skønnet*).
        cost_seconds: Development and operation, in time.
        cost_ore: Development and operation, in money.
        worth: The seconds by their rates, in the order of the rates.
    """

    cases: int = 0
    gross_seconds: int = 0
    provisional_seconds: int = 0
    human_seconds: int = 0
    human_estimated_seconds: int = 0
    cost_seconds: int = 0
    cost_ore: int = 0
    worth: tuple[Worth, ...] = ()

    @property
    def net_seconds(self) -> int:
        """Gross, less the time of people, less costs in time."""
        return self.gross_seconds - self.human_seconds - self.cost_seconds

    @property
    def net_fte(self) -> Fraction:
        """Net seconds as årsværk."""
        return sum((Fraction(net, 3600) / rates.hours_per_fte for rates, net in self.worth), Fraction(0))

    @property
    def net_dkk(self) -> Fraction:
        """Net seconds by the wage rate, less costs in money."""
        worked = sum((Fraction(net, 3600) * rates.wage_dkk_per_hour for rates, net in self.worth), Fraction(0))
        return worked - Fraction(self.cost_ore, 100)

    def __add__(self, other: "Sums") -> "Sums":
        return Sums.together((self, other))

    @classmethod
    def together(cls, many: Sequence["Sums"]) -> "Sums":
        """Several added up at once: one after the other would make a new one at each step."""
        counted = zip(*map(_counted, many), strict=True)
        cases, gross, provisional, human, estimated, cost, ore = map(sum, counted)
        return cls(cases, gross, provisional, human, estimated, cost, ore, _together(many))

    @classmethod
    def at(
        cls,
        rates: Rates,
        cases: int = 0,
        gross_seconds: int = 0,
        provisional_seconds: int = 0,
        human_seconds: int = 0,
        human_estimated_seconds: int = 0,
        cost_seconds: int = 0,
        cost_ore: int = 0,
    ) -> "Sums":
        """Sums with their worth, of seconds that all occurred while `rates` held."""
        worth = _kept(rates, gross_seconds - human_seconds - cost_seconds)
        seconds = (gross_seconds, provisional_seconds, human_seconds, human_estimated_seconds, cost_seconds)
        return cls(cases, *seconds, cost_ore, worth)


def _counted(sums: Sums) -> tuple[int, ...]:
    seconds = (sums.gross_seconds, sums.provisional_seconds, sums.human_seconds, sums.human_estimated_seconds)
    return (sums.cases, *seconds, sums.cost_seconds, sums.cost_ore)


def _together(many: Sequence[Sums]) -> tuple[Worth, ...]:
    """By which rates they are is asked only once for each: there are few, and comparing them is slow."""
    nets: dict[int, int] = {}
    known: dict[int, Rates] = {}
    for each in many:
        for rates, net in each.worth:
            nets[id(rates)] = nets.get(id(rates), 0) + net
            known[id(rates)] = rates
    if len(nets) == 1:
        ((one, net),) = nets.items()
        return _kept(known[one], net)
    found: dict[Rates, int] = {}
    for one, net in nets.items():
        found[known[one]] = found.get(known[one], 0) + net
    return tuple(sorted(worth for rates, net in found.items() for worth in _kept(rates, net)))


def _kept(rates: Rates, net: int) -> tuple[Worth, ...]:
    """Nothing for what cancels out: then its sums are equal to none at all."""
    return ((rates, net),) if net else ()
