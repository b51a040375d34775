"""Lists of savings that no robot made, and of costs, into the ledger: every line is checked, and all are posted or none."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from sqlalchemy import Connection

from gevinst.ledger.by_hand import Cost, Evidence, HandSaving, Posted, post_by_hand, post_cost
from gevinst.ledger.harvests import Harvest, Permanence, record
from gevinst.ledger.periods import last_closed_month, month_end, month_of_day, next_month
from gevinst.ledger.posting import CannotPost
from gevinst.potentials.checking import rows_of, twice
from gevinst.potentials.placed import Placed
from gevinst.potentials.potential import Phase
from gevinst.potentials.problems import ImportRefused, Problem
from gevinst.potentials.register import get_potential
from gevinst.potentials.rows import CostRow, HarvestRow, SavingRow
from gevinst.store.clock import local_date, today
from gevinst.values.dates import format_date_short

Line = HandSaving | Cost | Harvest


@dataclass(frozen=True)
class Entered:
    """What came of a list.

    Attributes:
        new: Lines that were posted.
        known: Lines that were posted before.
        late: Those of the new whose own month is closed: they stand in the earliest open one.
        moved: Each of those, at its cell.
    """

    new: int
    known: int
    late: int
    moved: tuple[Problem, ...] = field(default=(), compare=False)


def import_savings(connection: Connection, path: Path) -> Entered:
    """Post a list of savings, in the caller's transaction; rolled back, it is a preview.

    Raises:
        ImportRefused: With every bad line; the transaction must be rolled back.
        Refused: The file can't be read.
    """
    rows = rows_of(path, SavingRow)
    lines = [Placed(each.sheet, each.number, _saving(each.row)) for each in rows]
    unfinished = ("Måned", "er ikke slut; den kan indlæses, når antallet er endeligt")
    return _enter(connection, lines, post_by_hand, _ahead(lines, today(connection), *unfinished))


def import_costs(connection: Connection, path: Path) -> Entered:
    """Post a list of costs, as `import_savings` does."""
    rows = rows_of(path, CostRow)
    lines = [Placed(each.sheet, each.number, _cost(each.row)) for each in rows]
    return _enter(connection, lines, post_cost, _ahead(lines, today(connection), "Dato", "ligger i fremtiden"))


def import_harvests(connection: Connection, path: Path) -> Entered:
    """Record a list of what was taken home, as `import_savings` does; a day to come is when it will count."""
    rows = rows_of(path, HarvestRow)
    lines = [Placed(each.sheet, each.number, _harvest(each.row)) for each in rows]
    return _enter(connection, lines, record)


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


def _saving(row: SavingRow) -> HandSaving:
    """Dated to the last day of its month, by whose baseline it counts."""
    day = month_end(month_of_day(row.month))
    return HandSaving(row.key, row.potential_id, row.activity, day, row.units, Evidence(row.evidence, row.responsible))


def _cost(row: CostRow) -> Cost:
    evidence = Evidence(row.evidence, row.responsible)
    return Cost(row.key, row.potential_id, row.kind, row.day, row.seconds or 0, row.amount_ore or 0, evidence)


def _enter(
    connection: Connection,
    lines: Sequence[Placed[Line]],
    post: Callable[..., Posted],
    ahead: Iterable[Problem] = (),
) -> Entered:
    problems = [*twice(lines, "Nøgle", lambda line: line.key), *ahead]
    counts: Counter[str] = Counter()
    moved: list[Problem] = []
    closed = last_closed_month(connection)
    for each in lines:
        try:
            done = post(connection, each.row)
        except CannotPost as missing:
            problems.append(Problem(each.sheet, each.number, *_missing(connection, each.row, missing)))
            continue
        if done == "other":
            reason = f"{each.row.key} er posteret før med andre tal; tilbagefør den postering, og brug en ny nøgle"
            problems.append(Problem(each.sheet, each.number, "Nøgle", reason))
        counts[done] += 1
        if done == "new" and closed is not None and not isinstance(each.row, Harvest):
            month = month_of_day(each.row.day)
            if month <= closed:
                column = "Måned" if isinstance(each.row, HandSaving) else "Dato"
                reason = f"{month} er lukket; linjen står i {next_month(closed)} og tæller med der"
                moved.append(Problem(each.sheet, each.number, column, reason))
    if problems:
        raise ImportRefused(sorted(problems, key=lambda problem: problem.row))
    return Entered(counts["new"], counts["known"], len(moved), tuple(moved))


def _missing(connection: Connection, line: Line, missing: CannotPost) -> tuple[str, str]:
    """The column, and what the office has to bring in first."""
    day = format_date_short(local_date(missing.occurred_at))
    if missing.reason == "no potential":
        return "Potentiale", f"{line.potential_id} findes ikke i registret; se `gevinst potentials list`"
    if missing.reason == "no baseline":
        needed = f"indlæs en, der gælder fra {day} eller før, på listens ark Basislinjer"
        return "Aktivitet", f"{line.potential_id} har ingen basislinje den {day}; {needed}"
    known = get_potential(connection, line.potential_id)
    begins = [since for since, phase in known.phases if phase is Phase.IN_OPERATION] if known else []
    first = (
        f" (først fra {format_date_short(begins[0])})" if begins and begins[0] > local_date(missing.occurred_at) else ""
    )
    needed = "indlæs potentialelisten med fasen 'i drift' og den dag, det kom i drift, i 'Fase fra'"
    return "Potentiale", f"{line.potential_id} er ikke i drift den {day}{first}; var det det, så {needed}"


def _ahead(
    lines: Iterable[Placed[HandSaving] | Placed[Cost]], now: date, column: str, reason: str
) -> Iterator[Problem]:
    """What is dated after today: it can't have happened yet."""
    return (Problem(each.sheet, each.number, column, reason) for each in lines if each.row.day > now)
