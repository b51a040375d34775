"""The figures the project office reads: freed time per potential, unit and month, against the target.

Expected, registered and harvested are three things and never added. Registered time is exact in seconds and in
fractions of an årsværk; whoever shows it rounds once. A month is the ledger's period; an entry is converted by the
rates of the day it occurred.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from fractions import Fraction
from itertools import pairwise
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, func, select

from gevinst.errors import Refused
from gevinst.ledger.checks import reconcile
from gevinst.ledger.harvests import Harvested, harvested
from gevinst.ledger.periods import month_end, month_of, next_month
from gevinst.potentials.register import list_potentials
from gevinst.reports import queries
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
)
from gevinst.reports.parameters import RATES, Name, Parameter, latest, load_parameters
from gevinst.reports.sums import Rates, Sums
from gevinst.settings import settings
from gevinst.store.clock import from_datetime, now_us
from gevinst.store.tables import ledger_exceptions, periods

RECENT_MONTHS = 3


@dataclass(frozen=True)
class MonthFigures:
    """One month of the programme.

    Attributes:
        month: `YYYY-MM`.
        sums: What was posted in it.
        rolling: The twelve months that end with it.
        annualised_fte: The last three months times four.
        target_fte: Where the straight line of the target is at the month's end.
        hash: The closed month's hash; empty while it is open.
    """

    month: str
    sums: Sums
    rolling: Sums
    annualised_fte: Fraction
    target_fte: Fraction
    hash: str


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
        unsettled: Completed activities with neither an entry nor a recorded reason; always 0 in a sound ledger.
    """

    month: str
    made_at: int
    months: tuple[MonthFigures, ...]
    target: tuple[tuple[date, Fraction], ...]
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

    @property
    def now(self) -> MonthFigures:
        """The month reported on."""
        return self.months[-1]

    def latest(self, name: Name) -> Parameter:
        """The value of a parameter that holds in the month reported on; the first one before it began."""
        return latest(self.parameters, name, month_end(self.month))


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
    cells = compute_cells(connection, through, known)
    start = min([target[0][0].strftime("%Y-%m"), *(key[2] for key in cells)])
    span = _months(start, through)
    potentials = list_potentials(connection)
    months = _by_month(connection, cells, span, target)
    hours = Fraction(latest(known, Name.HOURS_PER_FTE, month_end(through)).value)
    return Figures(
        month=through,
        made_at=made_at,
        months=months,
        target=target,
        potentials=by_potential(cells, span, potentials),
        units=by_unit(cells, span, potentials),
        kinds=by_kind(cells, span, potentials),
        agents=by_agent(cells, span, potentials),
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
        unsettled=len(reconcile(connection)),
    )


def compute_cells(connection: Connection, through: str, known: list[Parameter]) -> Cells:
    """The ledger by potential, unit and month, each with its worth."""
    stretches = _stretches(known)
    cells: Cells = defaultdict(Sums)
    for row in connection.execute(queries.sums_by_cell([instant for instant, _ in stretches[1:]], through)):
        sums = Sums(
            gross_seconds=int(row.gross_seconds),
            provisional_seconds=int(row.provisional_seconds),
            human_seconds=int(row.human_seconds),
            human_estimated_seconds=int(row.human_estimated_seconds),
            cost_seconds=int(row.cost_seconds),
            cost_ore=int(row.cost_ore),
            robot_ms=int(row.robot_ms),
        )
        cells[row.potential_id, row.unit, row.period] += sums.valued(stretches[row.stretch][1])
    for row in connection.execute(queries.cases_by_cell(through)):
        cells[row.potential_id, row.unit, row.period] += Sums(cases=int(row.cases))
    for row in connection.execute(queries.cases_taken_back(through)):
        cells[row.potential_id, row.unit, row.period] += Sums(cases=-int(row.cases))
    return dict(cells)


def target_on(points: tuple[tuple[date, Fraction], ...], day: date) -> Fraction:
    """Where the straight lines between the points are on a day; flat before the first and after the last."""
    if day <= points[0][0]:
        return points[0][1]
    for (earlier, low), (later, high) in pairwise(points):
        if day <= later:
            return low + (high - low) * Fraction((day - earlier).days, (later - earlier).days)
    return points[-1][1]


def _stretches(known: list[Parameter]) -> list[tuple[int, Rates]]:
    """Each stretch of time with constant rates, and the instant it begins, where the municipality is."""
    zone = ZoneInfo(settings().timezone)
    days = sorted({each.valid_from for each in known if each.name in RATES})
    found = []
    for day in days:
        value = {}
        for name in RATES:
            mine = [each for each in known if each.name is name]
            value[name] = Fraction(([each for each in mine if each.valid_from <= day] or mine[:1])[-1].value)
        begins = from_datetime(datetime.combine(day, time(), zone).astimezone(UTC))
        found.append((begins, Rates(value[Name.HOURS_PER_FTE], value[Name.WAGE_DKK_PER_HOUR])))
    return found


def _logging(cells: Cells, span: list[str]) -> set[str]:
    """The potentials with savings in the recent months."""
    recent = set(span[-RECENT_MONTHS:])
    return {potential for (potential, _, month), sums in cells.items() if month in recent and sums.gross_seconds}


def _by_month(
    connection: Connection, cells: Cells, span: list[str], target: tuple[tuple[date, Fraction], ...]
) -> tuple[MonthFigures, ...]:
    hashes = {
        row.period: row.hash
        for row in connection.execute(select(periods.c.period, periods.c.hash).where(periods.c.closed_at.is_not(None)))
    }
    posted: dict[str, Sums] = defaultdict(Sums)
    for (_, _, month), sums in cells.items():
        posted[month] += sums
    found = []
    for position, month in enumerate(span):
        recent = total(posted[each] for each in span[max(0, position + 1 - RECENT_MONTHS) : position + 1])
        found.append(
            MonthFigures(
                month=month,
                sums=posted[month],
                rolling=total(posted[each] for each in span[max(0, position + 1 - MONTHS_A_YEAR) : position + 1]),
                annualised_fte=recent.net_fte * MONTHS_A_YEAR / RECENT_MONTHS,
                target_fte=target_on(target, month_end(month)),
                hash=hashes.get(month, ""),
            )
        )
    return tuple(found)


def _months(start: str, through: str) -> list[str]:
    try:
        datetime.strptime(through, "%Y-%m")  # noqa: DTZ007 (a month has no zone)
    except ValueError:
        raise Refused(f"'{through}' is no month; it looks like 2026-11") from None
    if through < start:
        raise Refused(f"{through} lies before the programme's start, {start}")
    found = [start]
    while found[-1] < through:
        found.append(next_month(found[-1]))
    return found
