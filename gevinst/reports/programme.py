"""Where the programme stands: freed time per potential, unit and month, against the target.

Expected, registered and harvested are three things and never added. Registered time is exact in seconds and in
fractions of an årsværk; whoever shows it rounds once. A month is the ledger's period; an entry is converted by the
rates of the day it occurred.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property
from itertools import pairwise

from sqlalchemy import Connection, func, select

from gevinst.errors import Refused
from gevinst.ledger.closing import is_month
from gevinst.ledger.harvests import Harvested, harvested
from gevinst.ledger.periods import last_closed_month, month_end, month_of, next_month
from gevinst.potentials.potential import Potential
from gevinst.potentials.register import list_potentials
from gevinst.reports import queries
from gevinst.reports.curve import lasting_harvests, level_on, running_seconds
from gevinst.reports.forecast import Forecast, forecast_of
from gevinst.reports.lines import (
    MONTHS_A_YEAR,
    Cells,
    Line,
    by_agent,
    by_kind,
    by_potential,
    by_unit,
    expected_seconds,
    total,
    year_to_date,
)
from gevinst.reports.parameters import Name, Parameter, latest, load_parameters
from gevinst.reports.rates import RatesOf, rates_by_month
from gevinst.reports.sums import Sums
from gevinst.store.clock import now_us
from gevinst.store.tables import ledger_exceptions, periods

RECENT_MONTHS = 3
Target = tuple[tuple[date, Fraction], ...]
"""The points of the target's line."""


@dataclass(frozen=True)
class MonthFigures:
    """One month of the programme.

    Attributes:
        month: `YYYY-MM`.
        sums: What was posted in it.
        rolling: The twelve months that end with it.
        annualised_fte: The last three months times four.
        target_fte: Where the straight line of the target is at the month's end.
        is_closed: Whether it takes no more postings.
        hash: The closed month's hash; empty while it is open.
        year_to_date: The calendar year up to and with it.
        expected_fte: A year's expected time of what is in operation at the month's end.
        harvested_fte: What was taken home for good up to and with it.
    """

    month: str
    sums: Sums
    rolling: Sums
    annualised_fte: Fraction
    target_fte: Fraction
    is_closed: bool
    hash: str
    year_to_date: Sums
    expected_fte: Fraction
    harvested_fte: Fraction


@dataclass(frozen=True)
class Programme:
    """What the ledger, the register and the harvested gains say, up to and with a month.

    Attributes:
        month: `YYYY-MM`.
        made_at: Now, UTC, microseconds.
        months: From the programme's start to `month`.
        target: The points of the target's line.
        potentials: Those with entries, by net time of the twelve months, largest first.
        units: The same by unit.
        kinds: The same by kind of potential, as the register has it now.
        agents: The same by digital agent, as the register has it now.
        cells: Potential, unit and month.
        parameters: The basis of every conversion.
        register: Every registered potential.
        expected_seconds: A year's expected time: volume × share × time per case, over all that aren't closed or rejected.
        forecast: Where the target's last day may find the programme.
        harvested: What was taken home up to the end of the month; never derived from anything above.
        unposted: Credits that lack a potential, phase or baseline, and so are not in any figure.
    """

    month: str
    made_at: int
    months: tuple[MonthFigures, ...]
    target: Target
    potentials: tuple[Line, ...]
    units: tuple[Line, ...]
    kinds: tuple[Line, ...]
    agents: tuple[Line, ...]
    cells: Cells
    parameters: tuple[Parameter, ...]
    register: tuple[Potential, ...]
    expected_seconds: int
    forecast: Forecast
    harvested: Harvested
    unposted: int

    @property
    def now(self) -> MonthFigures:
        """The month reported on."""
        return self.months[-1]

    @property
    def expected_fte(self) -> Fraction:
        """A year's expected time as årsværk."""
        return Fraction(self.expected_seconds, 3600) / Fraction(self.latest(Name.HOURS_PER_FTE).value)

    @property
    def registered_potentials(self) -> int:
        """How many the register holds."""
        return len(self.register)

    @property
    def illustrative(self) -> bool:
        """Whether any of them is an invented example."""
        return any(each.illustrative for each in self.register)

    @cached_property
    def titles(self) -> dict[str, str]:
        """Every registered potential's title by its id."""
        return {each.id: each.title for each in self.register}

    @cached_property
    def by_place(self) -> dict[str, dict[str, dict[str, Sums]]]:
        """The cells by potential, then unit, then month: for whoever looks at a few of them."""
        found: dict[str, dict[str, dict[str, Sums]]] = defaultdict(lambda: defaultdict(dict))
        for (potential, unit, month), sums in self.cells.items():
            found[potential][unit][month] = sums
        return {potential: dict(units) for potential, units in found.items()}

    def latest(self, name: Name) -> Parameter:
        """The value of a parameter that holds in the month reported on; the first one before it began."""
        return latest(self.parameters, name, month_end(self.month))


@dataclass(frozen=True)
class Basis:
    """What the months are measured by."""

    span: tuple[str, ...]
    potentials: Sequence[Potential]
    parameters: Sequence[Parameter]
    target: Target


def compute_programme(connection: Connection, month: str = "") -> Programme:
    """Where it stands up to and with `month` (default: the current one).

    Raises:
        ConfigurationError: A parameter is missing.
        Refused: The month isn't `YYYY-MM`, or lies before the programme's start.
    """
    made_at = connection.execute(select(now_us())).scalar_one()
    through = month or month_of(made_at)
    known = load_parameters(connection)
    target = tuple((each.valid_from, Fraction(each.value)) for each in known if each.name is Name.TARGET_FTE)
    cells = compute_cells(connection, through, rates_by_month(known))
    start = min([target[0][0].strftime("%Y-%m"), *(key[2] for key in cells)])
    span = _months(start, through)
    register = tuple(list_potentials(connection))
    months = _by_month(connection, cells, Basis(tuple(span), register, known, target))
    hours = Fraction(latest(known, Name.HOURS_PER_FTE, month_end(through)).value)
    lines = by_potential(cells, span, register)
    return Programme(
        month=through,
        made_at=made_at,
        months=months,
        target=target,
        potentials=lines,
        units=by_unit(lines, register),
        kinds=by_kind(lines, register),
        agents=by_agent(lines, register),
        cells=cells,
        parameters=tuple(known),
        register=register,
        expected_seconds=sum(map(expected_seconds, register)),
        forecast=forecast_of(months[-1].annualised_fte, register, _logging(cells, span), hours, target[-1]),
        harvested=harvested(connection, month_end(through)),
        unposted=connection.execute(
            select(func.count()).select_from(ledger_exceptions).where(ledger_exceptions.c.settled_by.is_(None))
        ).scalar_one(),
    )


def compute_cells(connection: Connection, through: str, rates: RatesOf) -> Cells:
    """The ledger by potential, unit and month, each with its worth."""
    cases = queries.cases_by_cell(connection, through)
    cells: Cells = {}
    for row in connection.execute(queries.sums_by_cell(connection, through)).all():
        potential, unit, period, occurred, *of_kinds = row
        key = (potential, unit, period)
        sums = Sums.at(rates(occurred), cases.pop(key, 0), *of_kinds)
        cells[key] = cells[key] + sums if key in cells else sums
    return cells


def target_on(points: Target, day: date) -> Fraction:
    """Where the straight lines between the points are on a day; flat before the first and after the last."""
    if day <= points[0][0]:
        return points[0][1]
    for (earlier, low), (later, high) in pairwise(points):
        if day <= later:
            return low + (high - low) * Fraction((day - earlier).days, (later - earlier).days)
    return points[-1][1]


def _logging(cells: Cells, span: list[str]) -> set[str]:
    """The potentials with savings in the recent months."""
    recent = set(span[-RECENT_MONTHS:])
    return {potential for (potential, _, month), sums in cells.items() if month in recent and sums.gross_seconds}


def _by_month(connection: Connection, cells: Cells, basis: Basis) -> tuple[MonthFigures, ...]:
    hashes = {
        row.period: row.hash
        for row in connection.execute(select(periods.c.period, periods.c.hash).where(periods.c.closed_at.is_not(None)))
    }
    last_closed, steps = last_closed_month(connection) or "", lasting_harvests(connection)
    posted: dict[str, Sums] = defaultdict(Sums)
    for (_, _, month), sums in cells.items():
        posted[month] += sums
    found = []
    for position, month in enumerate(basis.span):
        known, end = basis.span[: position + 1], month_end(month)
        hours = latest(basis.parameters, Name.HOURS_PER_FTE, end).value
        found.append(
            MonthFigures(
                month=month,
                sums=posted[month],
                rolling=total(posted[each] for each in known[-MONTHS_A_YEAR:]),
                annualised_fte=total(posted[each] for each in known[-RECENT_MONTHS:]).net_fte
                * MONTHS_A_YEAR
                / RECENT_MONTHS,
                target_fte=target_on(basis.target, end),
                is_closed=month <= last_closed,
                hash=hashes.get(month, ""),
                year_to_date=total(posted[each] for each in year_to_date(known)),
                expected_fte=Fraction(running_seconds(basis.potentials, end), 3600) / Fraction(hours),
                harvested_fte=level_on(steps, end),
            )
        )
    return tuple(found)


def _months(start: str, through: str) -> list[str]:
    if not is_month(through):
        raise Refused(f"'{through}' is no month; it looks like 2026-11")
    if through < start:
        raise Refused(f"{through} lies before the programme's start, {start}")
    found = [start]
    while found[-1] < through:
        found.append(next_month(found[-1]))
    return found
