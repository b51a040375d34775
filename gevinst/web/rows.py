"""The list of potentials as the page shows it: every registered potential, with its sums over a period, and the filters."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from gevinst.potentials.potential import Potential
from gevinst.potentials.words import PHASES, kind_in_danish
from gevinst.reports.lines import MONTHS_A_YEAR, expected_seconds, total, year_to_date
from gevinst.reports.programme import Programme
from gevinst.reports.sums import Sums


class Period(StrEnum):
    """Which months are summed, as an address says it."""

    YEAR = "12"
    MONTH = "maaned"
    CALENDAR_YEAR = "aar"
    ALL = "alt"

    @property
    def danish(self) -> str:
        """As people read it; the month it ends with stands beside it."""
        return {
            Period.YEAR: "de seneste 12 måneder",
            Period.MONTH: "måneden",
            Period.CALENDAR_YEAR: "året til dato",
            Period.ALL: "siden programmets start",
        }[self]

    def months(self, figures: Programme, til: str) -> Sequence[str]:
        """Its months up to and with `til`, oldest first."""
        every = [each.month for each in figures.months if each.month <= til]
        if self is Period.MONTH:
            return every[-1:]
        if self is Period.YEAR:
            return every[-MONTHS_A_YEAR:]
        if self is Period.CALENDAR_YEAR:
            return year_to_date(every)
        return every


@dataclass(frozen=True)
class Row:
    """A potential in one unit: one that changed its unit has a row for each it has entries in, and one for where it is now.

    Attributes:
        sums: What was posted in the period.
        expected_seconds: A year's, on the row of the unit it is in now; so each potential's is counted once.
    """

    potential: Potential
    unit: str
    sums: Sums
    expected_seconds: int

    @property
    def kind(self) -> str:
        """Its kind in Danish."""
        return kind_in_danish(self.potential.kind)

    @property
    def phase(self) -> str:
        """The phase it is in, in Danish."""
        return PHASES[self.potential.phases[-1][1]] if self.potential.phases else "ingen fase"


@dataclass(frozen=True)
class Filters:
    """What a reader chose; empty is everything."""

    unit: str = ""
    kind: str = ""
    agent: str = ""
    phase: str = ""
    words: str = ""

    def let_through(self, row: Row) -> bool:
        """Whether a row is among what was chosen."""
        wanted = (
            (self.unit, row.unit),
            (self.kind, row.kind),
            (self.agent, row.potential.digital_agent),
            (self.phase, row.phase),
        )
        return all(not one or one == is_ for one, is_ in wanted) and (not self.words or self._names(row))

    def _names(self, row: Row) -> bool:
        text = f"{row.potential.id} {row.potential.title} {row.unit}".casefold()
        return all(word in text for word in self.words.casefold().split())


@dataclass(frozen=True)
class Chosen:
    """The rows that were chosen, and what they come to."""

    rows: tuple[Row, ...]
    sums: Sums
    expected_seconds: int


def choose(rows: Iterable[Row], filters: Filters) -> Chosen:
    """The rows let through, with their exact total."""
    found = tuple(row for row in rows if filters.let_through(row))
    return Chosen(found, total(row.sums for row in found), sum(row.expected_seconds for row in found))


def rows_of(figures: Programme, months: Sequence[str]) -> tuple[Row, ...]:
    """A row for each potential and unit, summed over some months: those with most net time first, then by number."""
    rows = []
    for known in figures.register:
        units = figures.by_place.get(known.id, {})
        for unit in sorted({known.unit, *units}):
            posted = units.get(unit, {})
            sums = total(posted[month] for month in months if month in posted)
            rows.append(Row(known, unit, sums, expected_seconds(known) if unit == known.unit else 0))
    return tuple(sorted(rows, key=lambda row: (-row.sums.net_seconds, row.potential.id, row.unit)))
