"""What each potential cost and gave, from its first day: net benefit, and the month it had paid itself back.

Benefit is savings on approved baselines less the time of people, in kroner by the wage rate of the day. Costs are hours by
the same rate, and money as it was spent. Net benefit is the one less the other, and so is the ledger's own net in kroner.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate
from typing import Any

from sqlalchemy import Connection, Select, func, select

from gevinst.reports.lines import Cells
from gevinst.reports.queries import posted
from gevinst.reports.rates import RatesOf

DEVELOPMENT, LICENCE, OPERATION, OTHER = "development", "licence", "operation", "other"
NAMED = (DEVELOPMENT, LICENCE, OPERATION)


@dataclass(frozen=True)
class Spent:
    """Hours as seconds, and money as øre."""

    seconds: int = 0
    ore: int = 0

    def __add__(self, other: "Spent") -> "Spent":
        return Spent(self.seconds + other.seconds, self.ore + other.ore)


@dataclass(frozen=True)
class PayBack:
    """One potential with costs, or all of them.

    Attributes:
        development, licence, operation, other: What was spent, by what for.
        cost_dkk: All of it in kroner.
        net_dkk: Benefit less costs since the beginning.
        month: The month from which the accumulated net has been 0 or above; empty where it isn't yet.
    """

    key: str
    development: Spent
    licence: Spent
    operation: Spent
    other: Spent
    cost_dkk: Fraction
    net_dkk: Fraction
    month: str

    @property
    def benefit_dkk(self) -> Fraction:
        """What it gave before its costs."""
        return self.net_dkk + self.cost_dkk

    @property
    def seconds(self) -> int:
        """All hours spent on it."""
        return self.development.seconds + self.licence.seconds + self.operation.seconds + self.other.seconds

    @property
    def ore(self) -> int:
        """All money spent on it."""
        return self.development.ore + self.licence.ore + self.operation.ore + self.other.ore


def pay_backs(connection: Connection, cells: Cells, rates: RatesOf, through: str) -> tuple[PayBack, ...]:
    """Each potential that has cost something, the best net benefit first."""
    spent: dict[str, dict[str, Spent]] = defaultdict(lambda: defaultdict(Spent))
    worth: dict[str, Fraction] = defaultdict(Fraction)
    is_any = any(sums.cost_seconds or sums.cost_ore for sums in cells.values())
    for row in connection.execute(_costs(connection, through)) if is_any else ():
        key, hours = row.potential_id, Fraction(int(row.seconds), 3600)
        spent[key][row.activity if row.activity in NAMED else OTHER] += Spent(int(row.seconds), int(row.ore))
        worth[key] += hours * rates(row.occurred_month).wage_dkk_per_hour + Fraction(int(row.ore), 100)
    nets: dict[str, dict[str, Fraction]] = defaultdict(lambda: defaultdict(Fraction))
    begun: dict[str, str] = {}  # by what stands: a cost that was taken back began nothing
    for (potential, _, month), sums in cells.items():
        if potential in spent:
            nets[potential][month] += sums.net_dkk
            if sums.cost_seconds or sums.cost_ore:
                begun[potential] = min(begun.get(potential, month), month)
    lines = [
        PayBack(
            key,
            development=mine[DEVELOPMENT],
            licence=mine[LICENCE],
            operation=mine[OPERATION],
            other=mine[OTHER],
            cost_dkk=worth[key],
            net_dkk=sum(nets[key].values(), Fraction(0)),
            month=paid_back(nets[key], begun[key]),
        )
        for key, mine in spent.items()
        if any(each.seconds or each.ore for each in mine.values())
    ]
    return tuple(sorted(lines, key=lambda line: (-line.net_dkk, line.key)))


def paid_back(nets: dict[str, Fraction], begun: str) -> str:
    """The month from which the accumulated net has stayed at 0 or above, not before the first cost; empty if it isn't there.

    Args:
        nets: Net kroner by month; the months may stand in any order.
        begun: The month of the first cost: before it there was nothing to pay back.
    """
    months = sorted(nets)
    found = ""
    for month, level in zip(months, accumulate(nets[month] for month in months), strict=True):
        if level < 0:
            found = ""
        elif not found and month >= begun:
            found = month
    return found


def all_together(lines: Sequence[PayBack]) -> PayBack:
    """The sum; there is no month for it, since nothing says that one potential pays for another."""
    return PayBack(
        "",
        development=sum((line.development for line in lines), Spent()),
        licence=sum((line.licence for line in lines), Spent()),
        operation=sum((line.operation for line in lines), Spent()),
        other=sum((line.other for line in lines), Spent()),
        cost_dkk=sum((line.cost_dkk for line in lines), Fraction(0)),
        net_dkk=sum((line.net_dkk for line in lines), Fraction(0)),
        month="",
    )


def _costs(connection: Connection, through: str) -> Select[Any]:
    sums = posted(connection, through).c
    keys = (sums.potential_id, sums.activity, sums.occurred_month)
    return (
        select(*keys, func.sum(sums.seconds).label("seconds"), func.sum(sums.amount_ore).label("ore"))
        .where(sums.kind == "cost")
        .group_by(*keys)
    )
