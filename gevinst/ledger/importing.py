"""Lists of savings that no robot made, and of costs, into the ledger: every line is checked, and all are posted or none."""

import calendar
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection, select

from gevinst.ledger.by_hand import Cost, Evidence, HandSaving, Posted, post_by_hand, post_cost
from gevinst.ledger.harvests import Harvest, Permanence, record
from gevinst.ledger.periods import last_closed_month, month_of_day
from gevinst.ledger.posting import CannotPost
from gevinst.potentials.checking import rows_of
from gevinst.potentials.placed import Placed
from gevinst.potentials.problems import ImportRefused, Problem
from gevinst.potentials.rows import CostRow, HarvestRow, SavingRow
from gevinst.store.clock import local_date, now_us

_MISSING = {
    "no potential": ("Potentiale", "findes ikke i registret"),
    "not in operation": ("Potentiale", "er ikke i drift på den dag"),
    "no baseline": ("Aktivitet", "har ingen basislinje på den dag"),
}


class Keyed(Protocol):
    """A line with a key of its own."""

    @property
    def key(self) -> str: ...  # noqa: D102 (as it says)


@dataclass(frozen=True)
class Entered:
    """What came of a list.

    Attributes:
        new: Lines that were posted.
        known: Lines that were posted before.
        late: Those of the new whose own month is closed: they stand in the earliest open one.
    """

    new: int
    known: int
    late: int


def import_savings(connection: Connection, path: Path) -> Entered:
    """Post a list of savings, in the caller's transaction; rolled back, it is a preview.

    Raises:
        ImportRefused: With every bad line; the transaction must be rolled back.
        Refused: The file can't be read.
    """
    rows = rows_of(path, SavingRow)
    today = _today(connection)
    lines = [Placed(each.sheet, each.number, _saving(each.row, today)) for each in rows]
    return _enter(connection, lines, post_by_hand, today)


def import_costs(connection: Connection, path: Path) -> Entered:
    """Post a list of costs, as `import_savings` does."""
    rows = rows_of(path, CostRow)
    lines = [Placed(each.sheet, each.number, _cost(each.row)) for each in rows]
    return _enter(connection, lines, post_cost, _today(connection))


def import_harvests(connection: Connection, path: Path) -> Entered:
    """Record a list of what was taken home, as `import_savings` does; a day to come is when it will count."""
    rows = rows_of(path, HarvestRow)
    lines = [Placed(each.sheet, each.number, _harvest(each.row)) for each in rows]
    return _enter(connection, lines, record, None)


def _harvest(row: HarvestRow) -> Harvest:
    return Harvest(
        key=row.key,
        potential_id=row.potential_id,
        harvested_on=row.day,
        permanence=Permanence(row.permanence),
        hundredths_of_fte=row.hundredths_of_fte or 0,
        amount_dkk=row.amount_dkk or 0,
        budget_reference=row.budget_reference,
        responsible=row.responsible,
    )


def _saving(row: SavingRow, today: date) -> HandSaving:
    """Dated to the end of its month; in the month that is not over, to today."""
    last = row.month.replace(day=calendar.monthrange(row.month.year, row.month.month)[1])
    day = min(last, today) if month_of_day(last) == month_of_day(today) else last
    return HandSaving(row.key, row.potential_id, row.activity, day, row.units, Evidence(row.evidence, row.responsible))


def _cost(row: CostRow) -> Cost:
    evidence = Evidence(row.evidence, row.responsible)
    return Cost(row.key, row.potential_id, row.kind, row.day, row.seconds or 0, row.amount_ore or 0, evidence)


def _enter(
    connection: Connection,
    lines: Sequence[Placed[HandSaving]] | Sequence[Placed[Cost]] | Sequence[Placed[Harvest]],
    post: Callable[..., Posted],
    today: date | None,
) -> Entered:
    """Post each; `today` is given where a day to come is a mistake, and where a line has a month that may be closed."""
    problems = list(_twice(lines))
    counts: Counter[str] = Counter()
    closed = last_closed_month(connection)
    for each in lines:
        try:
            done = post(connection, each.row)
        except CannotPost as missing:
            column, reason = _MISSING[missing.reason]
            problems.append(Problem(each.sheet, each.number, column, f"{each.row.potential_id} {reason}"))
            continue
        if done == "other":
            reason = f"{each.row.key} er posteret før med andre tal; tilbagefør den postering, og brug en ny nøgle"
            problems.append(Problem(each.sheet, each.number, "Nøgle", reason))
        counts[done] += 1
        if isinstance(each.row, Harvest) or today is None:
            continue
        if each.row.day > today:
            column = "Måned" if isinstance(each.row, HandSaving) else "Dato"
            problems.append(Problem(each.sheet, each.number, column, "ligger i fremtiden"))
        counts["late"] += done == "new" and closed is not None and month_of_day(each.row.day) <= closed
    if problems:
        raise ImportRefused(sorted(problems, key=lambda problem: problem.row))
    return Entered(counts["new"], counts["known"], counts["late"])


def _twice(lines: Iterable[Placed[Keyed]]) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for each in lines:
        if each.row.key in first:
            yield Problem(each.sheet, each.number, "Nøgle", f"{each.row.key} står også i række {first[each.row.key]}")
        first.setdefault(each.row.key, each.number)


def _today(connection: Connection) -> date:
    return local_date(connection.execute(select(now_us())).scalar_one())
