"""The ledger's cells put together by potential, unit, kind of potential or digital agent; whichever way, the same total."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from gevinst.potentials.potential import Phase, Potential
from gevinst.potentials.words import kind_in_danish
from gevinst.reports.sums import Sums

CellKey = tuple[str, str, str]
"""Potential, unit, month."""
Cells = dict[CellKey, Sums]
MONTHS_A_YEAR = 12


@dataclass(frozen=True)
class Line:
    """A potential, or what several share.

    Sums are of the month reported on, its calendar year so far, and the twelve months up to it.
    """

    key: str
    title: str
    unit: str
    month: Sums
    rolling: Sums
    expected_seconds: int
    year_to_date: Sums


def by_potential(cells: Cells, span: Sequence[str], potentials: Sequence[Potential]) -> tuple[Line, ...]:
    """A line for each potential and unit with entries: a potential that changed its unit has two, and is expected in its own."""
    register = {each.id: each for each in potentials}
    rows: dict[tuple[str, str], dict[str, Sums]] = defaultdict(dict)
    for (potential, unit, month), sums in cells.items():
        rows[potential, unit][month] = sums
    lines = [_line(register[potential], unit, months, span) for (potential, unit), months in rows.items()]
    return _largest_first(lines)


def by_unit(lines: Sequence[Line], potentials: Sequence[Potential]) -> tuple[Line, ...]:
    """The potentials' lines by unit, the one each entry was posted in."""
    return _shared(lines, potentials, lambda line: line.unit, lambda each: each.unit)


def by_kind(lines: Sequence[Line], potentials: Sequence[Potential]) -> tuple[Line, ...]:
    """The potentials' lines by kind of potential, by its Danish name."""
    kinds = {each.id: kind_in_danish(each.kind) for each in potentials}
    return _shared(lines, potentials, lambda line: kinds[line.key], lambda each: kinds[each.id])


def by_agent(lines: Sequence[Line], potentials: Sequence[Potential]) -> tuple[Line, ...]:
    """The potentials' lines by digital agent."""
    agents = {each.id: each.digital_agent for each in potentials}
    return _shared(lines, potentials, lambda line: agents[line.key], lambda each: each.digital_agent)


def expected_seconds(potential: Potential) -> int:
    """A year's expected time of one potential; none where it is closed, rejected or not yet estimated."""
    phase = potential.phases[-1][1] if potential.phases else None
    return 0 if phase in (Phase.CLOSED, Phase.REJECTED) else estimated_seconds(potential)


def estimated_seconds(potential: Potential) -> int:
    """A year's time by the register's own estimate, whatever the phase; 0 where a part of it is missing."""
    share = potential.expected_share_percent
    if not potential.volume_per_year or share is None or not potential.expected_seconds_per_case:
        return 0
    return int(Decimal(potential.volume_per_year) * share / 100 * potential.expected_seconds_per_case)


def phase_on(potential: Potential, day: date) -> Phase | None:
    """The phase it is in on a day; None before its first one."""
    return next((phase for begins, phase in reversed(potential.phases) if begins <= day), None)


def year_to_date(span: Sequence[str]) -> list[str]:
    """The months of the last month's calendar year, up to and with it."""
    return [month for month in span if month[:4] == span[-1][:4]]


def total(sums: Iterable[Sums]) -> Sums:
    """All of them together."""
    found = tuple(sums)
    if len(found) < 2:
        return found[0] if found else Sums()
    return Sums.together(found)


def _shared(
    lines: Sequence[Line],
    potentials: Sequence[Potential],
    key: Callable[[Line], str],
    expected_by: Callable[[Potential], str],
) -> tuple[Line, ...]:
    expected: dict[str, int] = defaultdict(int)
    for each in potentials:
        expected[expected_by(each)] += expected_seconds(each)
    groups: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        groups[key(line)].append(line)
    return _largest_first(
        [
            Line(
                key=name,
                title=name,
                unit=name,
                month=total(line.month for line in mine),
                rolling=total(line.rolling for line in mine),
                expected_seconds=expected[name],
                year_to_date=total(line.year_to_date for line in mine),
            )
            for name, mine in groups.items()
        ]
    )


def _line(potential: Potential, unit: str, months: dict[str, Sums], span: Sequence[str]) -> Line:
    twelve, year = set(span[-MONTHS_A_YEAR:]), set(year_to_date(span))
    return Line(
        key=potential.id,
        title=potential.title,
        unit=unit,
        month=months.get(span[-1], Sums()),
        rolling=total(sums for month, sums in months.items() if month in twelve),
        expected_seconds=expected_seconds(potential) if unit == potential.unit else 0,
        year_to_date=total(sums for month, sums in months.items() if month in year),
    )


def _largest_first(lines: list[Line]) -> tuple[Line, ...]:
    return tuple(sorted(lines, key=lambda line: (-line.rolling.net_seconds, line.key, line.unit)))
