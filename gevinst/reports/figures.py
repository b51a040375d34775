"""The figures the project office reads: freed time per potential, unit and month, against the target.

Expected, registered and harvested are three things and never added. Registered time is exact in seconds and in
fractions of an årsværk; whoever shows it rounds once. A month is the ledger's period; an entry is converted by the
rates of the day it occurred.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import pairwise

from sqlalchemy import Connection, func, select

from gevinst.errors import Refused
from gevinst.ledger.checks import count_unposted
from gevinst.ledger.closing import is_month
from gevinst.ledger.harvests import Harvested, harvested
from gevinst.ledger.periods import last_closed_month, month_end, month_of, next_month
from gevinst.potentials.potential import Potential
from gevinst.potentials.register import list_potentials
from gevinst.reports import queries
from gevinst.reports.changes import Changes, changes_in
from gevinst.reports.costs import PayBack, pay_backs
from gevinst.reports.coverage import Coverage, coverage_of
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
from gevinst.reports.minutes import Minutes, minutes_of
from gevinst.reports.parameters import Name, Parameter, latest, load_parameters
from gevinst.reports.ranking import Ranking, rank
from gevinst.reports.rates import Stretch, boundaries_of, stretches
from gevinst.reports.sums import Sums
from gevinst.reports.taken_home import TakenHome, all_taken_home
from gevinst.sampling.figures import SampleFigures, sample_figures
from gevinst.store.clock import local_date, now_us
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
class Figures:
    """Everything a report shows.

    Attributes:
        month: The month reported on, `YYYY-MM`.
        made_at: Now, UTC, microseconds.
        months: From the programme's start to `month`.
        target: The points of the target's line.
        potentials: Those with entries, by net time of the twelve months, largest first.
        units: The same by unit.
        kinds: The same by kind of potential, as the register has it now.
        agents: The same by digital agent, as the register has it now.
        cells: Potential, unit and month.
        parameters: The basis of every conversion.
        registered_potentials: How many the register holds.
        illustrative: Whether any of them is an invented example.
        expected_seconds: A year's expected time: volume × share × time per case, over all that aren't closed or rejected.
        forecast: Where the target's last day may find the programme.
        harvested: What was taken home up to the end of the month; never derived from anything above.
        unposted: Credits that lack a potential, phase or baseline, and so are not in any figure.
        unsettled: Completed activities that are neither posted nor listed, or where there are none, completed cases with
            neither an entry nor a recorded reason; always 0 in a sound ledger. `gevinst ledger verify` checks far more.
        changes: Against the month before.
        ranking: The potentials that free most, and those that free least of what they were expected to.
        coverage: What became of every completed case.
        sample: What people found in the cases of the twelve months that were drawn for a check.
        minutes: Where the minutes of the twelve months come from.
        pay_backs: What each potential with costs cost and gave.
        taken_home: The gains behind `harvested`, one by one.
        titles: Every registered potential's title by its id.
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
    registered_potentials: int
    illustrative: bool
    expected_seconds: int
    forecast: Forecast
    harvested: Harvested
    unposted: int
    unsettled: int
    changes: Changes
    ranking: Ranking
    coverage: Coverage
    sample: SampleFigures
    minutes: Minutes
    pay_backs: tuple[PayBack, ...]
    taken_home: tuple[TakenHome, ...]
    titles: Mapping[str, str]

    @property
    def now(self) -> MonthFigures:
        """The month reported on."""
        return self.months[-1]

    @property
    def expected_fte(self) -> Fraction:
        """A year's expected time as årsværk."""
        return Fraction(self.expected_seconds, 3600) / Fraction(self.latest(Name.HOURS_PER_FTE).value)

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


def compute_figures(connection: Connection, month: str = "") -> Figures:
    """All figures up to and with `month` (default: the current one).

    Raises:
        ConfigurationError: A parameter is missing.
        Refused: The month isn't `YYYY-MM`, or lies before the programme's start.
    """
    made_at = connection.execute(select(now_us())).scalar_one()
    through = month or month_of(made_at)
    known = load_parameters(connection)
    target = tuple((each.valid_from, Fraction(each.value)) for each in known if each.name is Name.TARGET_FTE)
    rates = stretches(known)
    cells = compute_cells(connection, through, rates)
    start = min([target[0][0].strftime("%Y-%m"), *(key[2] for key in cells)])
    span = _months(start, through)
    potentials = list_potentials(connection)
    months = _by_month(connection, cells, Basis(tuple(span), potentials, known, target))
    hours = Fraction(latest(known, Name.HOURS_PER_FTE, month_end(through)).value)
    last_day = min(month_end(through), local_date(made_at))
    lines, coverage = by_potential(cells, span, potentials), coverage_of(connection, through)
    return Figures(
        month=through,
        made_at=made_at,
        months=months,
        target=target,
        potentials=lines,
        units=by_unit(lines, potentials),
        kinds=by_kind(lines, potentials),
        agents=by_agent(lines, potentials),
        cells=cells,
        parameters=tuple(known),
        registered_potentials=len(potentials),
        illustrative=any(each.illustrative for each in potentials),
        expected_seconds=sum(map(expected_seconds, potentials)),
        forecast=forecast_of(months[-1].annualised_fte, potentials, _logging(cells, span), hours, target[-1]),
        harvested=harvested(connection, month_end(through)),
        unposted=connection.execute(
            select(func.count()).select_from(ledger_exceptions).where(ledger_exceptions.c.settled_by.is_(None))
        ).scalar_one(),
        unsettled=count_unposted(connection) or coverage.ever.unexplained,
        changes=changes_in(connection, cells, span, potentials),
        ranking=rank(cells, span, potentials, last_day),
        coverage=coverage,
        sample=sample_figures(connection, span[-MONTHS_A_YEAR:][0], through),
        minutes=minutes_of(connection, span[-MONTHS_A_YEAR:][0], through),
        pay_backs=pay_backs(connection, cells, rates, through),
        taken_home=all_taken_home(connection, month_end(through)),
        titles={each.id: each.title for each in potentials},
    )


def compute_cells(connection: Connection, through: str, rates: Sequence[Stretch]) -> Cells:
    """The ledger by potential, unit and month, each with its worth."""
    cells: Cells = defaultdict(Sums)
    for row in connection.execute(queries.sums_by_cell(boundaries_of(rates), through)):
        sums = Sums(
            gross_seconds=int(row.gross_seconds),
            provisional_seconds=int(row.provisional_seconds),
            human_seconds=int(row.human_seconds),
            human_estimated_seconds=int(row.human_estimated_seconds),
            cost_seconds=int(row.cost_seconds),
            cost_ore=int(row.cost_ore),
        )
        cells[row.potential_id, row.unit, row.period] += sums.valued(rates[row.stretch][1])
    for row in connection.execute(queries.cases_by_cell(through)):
        cells[row.potential_id, row.unit, row.period] += Sums(cases=int(row.cases))
    for row in connection.execute(queries.cases_taken_back(through)):
        cells[row.potential_id, row.unit, row.period] += Sums(cases=-int(row.cases))
    return dict(cells)


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
