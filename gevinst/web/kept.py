"""The figures kept in memory as long as nothing they rest on has changed; many readers at once make one computation."""

import re
from collections.abc import Callable, Hashable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from threading import Lock

from sqlalchemy import Connection, Engine, select

from gevinst.ledger.periods import month_of_day, next_month
from gevinst.reports.chart import draw_way_to_target
from gevinst.reports.figures import Figures, compute_figures
from gevinst.reports.programme import Programme, compute_programme
from gevinst.store.clock import local_date, now_us
from gevinst.store.engine import reading
from gevinst.web.asking import month_in, not_there
from gevinst.web.marker import read_marker
from gevinst.web.rows import Chosen, Filters, Period, Row, choose, rows_of
from gevinst.web.top import Page

MOST_MONTHS = 4
"""Months reported on that are kept at a time; each holds a figure for every potential and month before it."""
MOST_PERIODS = 100
"""Periods whose sums are kept with them."""
MOST_PAGES = 100
"""Pages that are kept as they were written."""
MOST_CHOICES = 200
"""Lists that are kept as the filters left them."""


@dataclass(frozen=True)
class Kept:
    """Where the programme stands up to a month, with what a page shows of it."""

    marker: Hashable
    figures: Programme
    _rows: dict[tuple[Period, str], tuple[Row, ...]] = field(default_factory=dict)
    _pages: dict[str, Page] = field(default_factory=dict)
    _chosen: dict[tuple[Period, str, Filters], Chosen] = field(default_factory=dict)

    def page(self, asked: str, make: Callable[[], Page]) -> Page:
        """A page that shows these figures alone: written once for all who ask for the same, without anybody's top."""
        found = self._pages.get(asked)
        if found is None:
            found = make()
            if len(self._pages) >= MOST_PAGES:
                self._pages.clear()
            self._pages[asked] = found
        return found

    def rows(self, period: Period, til: str) -> tuple[Row, ...]:
        """A row for each potential and unit, summed over a period that ends with a month."""
        found = self._rows.get((period, til))
        if found is None:
            found = rows_of(self.figures, period.months(self.figures, til))
            if len(self._rows) >= MOST_PERIODS:
                self._rows.clear()
            self._rows[period, til] = found
        return found

    def chosen(self, period: Period, til: str, filters: Filters) -> Chosen:
        """The rows that a reader's filters leave, and what they come to."""
        asked = (period, til, filters)
        found = self._chosen.get(asked)
        if found is None:
            found = choose(self.rows(period, til), filters)
            if len(self._chosen) >= MOST_CHOICES:
                self._chosen.clear()
            self._chosen[asked] = found
        return found

    def units_of(self, potential_id: str) -> tuple[str, ...]:
        """The units a potential has entries in, and the one it is in now."""
        now = (each.unit for each in self.figures.register if each.id == potential_id)
        return tuple(sorted({*now, *self.figures.by_place.get(potential_id, ())}))

    @cached_property
    def chart(self) -> str:
        """The way to the target as an SVG file; the page that shows it says in words what is on it."""
        return _SAID.sub("", draw_way_to_target(self.figures), count=1)


_SAID = re.compile(r' aria-label="[^"]*"')


@dataclass(frozen=True)
class Reading:
    """Figures, and a transaction that sees the database as they do. `latest` is the month it is."""

    connection: Connection
    kept: Kept
    latest: str

    def til(self, asked: str) -> str:
        """The month a list ends with: the one asked for, or the current one.

        Raises:
            HTTPException: It is none, hasn't begun, or lies before the programme's start.
        """
        til = month_in(asked or self.latest, latest=self.latest)
        if til < self.kept.figures.months[0].month:
            raise not_there("Måneden ligger før programmets start.")
        return til

    @property
    def months(self) -> list[str]:
        """Every month there is a report for, the latest first."""
        found = [self.kept.figures.months[0].month]
        while found[-1] < self.latest:
            found.append(next_month(found[-1]))
        return found[::-1]


@dataclass(frozen=True)
class _Looked:
    connection: Connection
    month: str
    latest: str
    marker: Hashable
    kept: Kept | None


class KeptFigures:
    """The figures of one database, for as many readers as there are."""

    def __init__(self, engine: Engine) -> None:
        # On PostgreSQL all that a page shows is of one moment only so; SQLite knows nothing else.
        is_postgresql = engine.dialect.name == "postgresql"
        self._engine = engine.execution_options(isolation_level="REPEATABLE READ") if is_postgresql else engine
        self._known: dict[str, Kept] = {}
        self._computing = Lock()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that can't write, and sees the database as it is at one moment."""
        with reading(self._engine) as connection:
            yield connection

    @contextmanager
    def opened(self, asked_month: str = "") -> Iterator[Reading]:
        """The figures up to a month (the current one where none is asked for), and the database as they saw it.

        Raises:
            HTTPException: The month is none, or hasn't begun.
            Refused: It lies before the programme's start.
            ConfigurationError: A parameter is missing.
        """
        with ExitStack() as stack:
            found = self._look(stack, asked_month)
            if found.kept is None:
                stack.close()
                with self._computing:
                    # Looked at again: while we waited, somebody may have computed just this.
                    found = self._look(stack, asked_month)
                    kept = found.kept or self._compute(found)
            else:
                kept = found.kept
            yield Reading(found.connection, kept, found.latest)

    @contextmanager
    def whole(self, asked_month: str) -> Iterator[tuple[Figures, Connection]]:
        """All figures up to a month, computed now, and the database as they saw it: for a report that is saved.

        Raises:
            As `opened` does.
        """
        with ExitStack() as stack:
            looked = self._look(stack, asked_month)
            yield compute_figures(looked.connection, looked.month), looked.connection

    def _look(self, stack: ExitStack, asked_month: str) -> _Looked:
        connection = stack.enter_context(self.reading())
        today = local_date(connection.execute(select(now_us())).scalar_one())
        latest = month_of_day(today)
        month = month_in(asked_month or latest, latest=latest)
        marker = (today, read_marker(connection))
        known = self._known.get(month)
        return _Looked(connection, month, latest, marker, known if known and known.marker == marker else None)

    def _compute(self, looked: _Looked) -> Kept:
        kept = Kept(looked.marker, compute_programme(looked.connection, looked.month))
        self._known.pop(looked.month, None)
        self._known[looked.month] = kept
        while len(self._known) > MOST_MONTHS:
            del self._known[next(iter(self._known))]
        return kept
