"""Bring the project office's list into the register: every row is checked first, and all of it is applied or nothing.

The same file again changes nothing. A phase's history is kept: a new phase in the list is added on its date. What is
not in the list is left alone, and named.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from difflib import get_close_matches
from pathlib import Path

from sqlalchemy import Connection, select

from gevinst.potentials.checking import checked_rows, twice
from gevinst.potentials.columns import Columns
from gevinst.potentials.history import Author, FieldChange, differences, write_down
from gevinst.potentials.importing_baselines import check_baselines, put_baselines
from gevinst.potentials.placed import Placed
from gevinst.potentials.potential import Potential, wrong_ways
from gevinst.potentials.problems import ImportRefused, Problem
from gevinst.potentials.register import list_potentials, write_potentials
from gevinst.potentials.rows import BaselineRow, PotentialRow
from gevinst.potentials.sheets import AS_HEADINGS, read_tables
from gevinst.potentials.words import PHASES
from gevinst.profile import load_profile
from gevinst.store.clock import today
from gevinst.store.tables import potentials
from gevinst.values.dates import format_date_short

POTENTIAL_KEYS = frozenset({"Id", "Titel"})
BASELINE_KEYS = frozenset({"Potentiale", "Aktivitet"})
ILLUSTRATIVE = "illustrativ"


@dataclass(frozen=True)
class Imported:
    """What an import changed: counts of potentials, baselines and approvals, and headings nobody asked for.

    Attributes:
        changes: Of each potential that is new or changed, every field.
        remarks: In Danish, what of another system's file doesn't come along, or was guessed.
        gone: The potentials of the register that the list hasn't got.
    """

    new: int
    changed: int
    unchanged: int
    baselines_new: int
    baselines_unchanged: int
    approvals_new: int
    illustrative: bool
    unused_headings: tuple[str, ...]
    changes: tuple[FieldChange, ...] = field(default=(), compare=False)
    remarks: tuple[str, ...] = field(default=(), compare=False)
    gone: tuple[str, ...] = field(default=(), compare=False)

    def as_json(self) -> dict[str, object]:
        """The counts as plain values."""
        return asdict(self)


@dataclass(frozen=True)
class List:
    """A list that has been read and checked, not yet applied.

    Attributes:
        illustrative: None says nothing of it, and leaves it as it is.
        covers: The potentials one would expect in it; None: all.
        remarks: What of another system's file doesn't come along, or was guessed.
    """

    potentials: tuple[Placed[PotentialRow], ...]
    baselines: tuple[Placed[BaselineRow], ...]
    illustrative: bool | None
    unused_headings: tuple[str, ...]
    covers: frozenset[str] | None = None
    remarks: tuple[str, ...] = ()


def read_list(path: Path, columns: Columns = AS_HEADINGS) -> List:
    """Read and check a file without a database.

    Args:
        path: Excel or CSV.
        columns: What its headings are, where they aren't ours.

    Raises:
        ImportRefused: With every bad row.
        Refused: The file can't be read, or holds no table with the headings.
    """
    tables = read_tables(path, (POTENTIAL_KEYS, BASELINE_KEYS), PotentialRow.headings(), columns)
    problems: list[Problem] = []
    of_potentials = [table for table in tables if set(table.headings) >= POTENTIAL_KEYS]
    of_baselines = [table for table in tables if set(table.headings) >= BASELINE_KEYS]
    potentials = tuple(checked_rows(of_potentials, PotentialRow, problems))
    baselines = tuple(checked_rows(of_baselines, BaselineRow, problems))
    problems += twice(potentials, "Id", lambda row: row.id)
    if problems:
        raise ImportRefused(sorted(problems, key=lambda problem: (problem.sheet, problem.row)))
    known = {*PotentialRow.headings(), *BaselineRow.headings()}
    marks = " ".join([path.name.lower(), *(f"{table.sheet} {table.preface}".lower() for table in of_potentials)])
    return List(
        potentials=potentials,
        baselines=baselines,
        illustrative=ILLUSTRATIVE in marks,
        unused_headings=tuple(sorted({name for table in tables for name in table.headings} - known)),
    )


def import_list(connection: Connection, path: Path, by: Author, columns: Columns = AS_HEADINGS) -> Imported:
    """Apply a file in the caller's transaction; rolled back, it is a preview.

    Raises:
        ImportRefused: With every bad row; the caller's transaction must be rolled back (nothing was written so far).
        Refused: The file can't be read.
    """
    return apply(connection, read_list(path, columns), by)


def apply(connection: Connection, read: List, by: Author) -> Imported:
    """Apply what was read, in the caller's transaction.

    Raises:
        ImportRefused: With every row that doesn't go with what is registered.
    """
    # Whoever moves a potential meanwhile waits: what is written below rests on what is read here.
    connection.execute(select(potentials.c.id).order_by(potentials.c.id).with_for_update(key_share=True)).all()
    known = {each.id: each for each in list_potentials(connection)}
    wanted = [
        Placed(each.sheet, each.number, _merged(known.get(each.row.id), each.row, illustrative=read.illustrative))
        for each in read.potentials
    ]
    problems = [*_strangers(wanted), *_wrong_phases(wanted), *_ahead(wanted, known, today(connection))]
    problems += check_baselines(connection, read.baselines, {*known, *(each.row.id for each in wanted)})
    if problems:
        raise ImportRefused(problems)
    changes = [change for each in wanted for change in differences(known.get(each.row.id), each.row)]
    counts = Counter(write_potentials(connection, known, [each.row for each in wanted]))
    write_down(connection, changes, by)
    written = put_baselines(connection, read.baselines)
    expected = known.keys() if read.covers is None else read.covers
    return Imported(
        new=counts["new"],
        changed=counts["changed"],
        unchanged=counts["unchanged"],
        baselines_new=written.new,
        baselines_unchanged=written.unchanged,
        approvals_new=written.approvals,
        illustrative=bool(read.illustrative),
        unused_headings=read.unused_headings,
        changes=tuple(changes),
        remarks=read.remarks,
        gone=tuple(sorted(expected - {each.row.id for each in wanted})) if wanted else (),
    )


def _merged(known: Potential | None, row: PotentialRow, *, illustrative: bool | None) -> Potential:
    """The potential as the list has it, with the phases it already went through."""
    phases = dict(known.phases if known else ()) | {row.phase_from: row.phase}
    values = row.model_dump(exclude={"phase", "phase_from"})
    if known:
        values |= {name: getattr(known, name) for name in values.keys() - row.model_fields_set}
    if known is not None and illustrative is not False:  # a marked list may hold real ones besides
        illustrative = known.illustrative
    return Potential(**values, illustrative=bool(illustrative), phases=tuple(sorted(phases.items())))


def _strangers(wanted: Sequence[Placed[Potential]]) -> Iterator[Problem]:
    """Units that the municipality's profile doesn't name; where it names none, every unit is known."""
    units = load_profile().units
    for each in wanted:
        if units and each.row.unit not in units:
            yield Problem(each.sheet, each.number, "Enhed", unknown_unit(each.row.unit, units))


def unknown_unit(said: str, units: Sequence[str]) -> str:
    """The complaint, with the unit that was surely meant, or else all there are."""
    meant = get_close_matches(said, units, n=1)
    remedy = f"mente I '{meant[0]}'?" if meant else f"brug en af: {', '.join(units)}"
    return f"'{said}' kendes ikke; {remedy}"


def _ahead(wanted: Sequence[Placed[Potential]], known: Mapping[str, Potential], now: date) -> Iterator[Problem]:
    """Phases that haven't begun: the list says where a potential is."""
    for each in wanted:
        before = known[each.row.id].phases if each.row.id in known else ()
        for day, _ in set(each.row.phases) - set(before):
            if day > now:
                yield Problem(each.sheet, each.number, "Fase fra", "ligger i fremtiden; skriv den fase, det er i nu")


def _wrong_phases(wanted: list[Placed[Potential]]) -> Iterator[Problem]:
    for each in wanted:
        for day, before, after in wrong_ways(each.row):
            reason = f"går fra {PHASES[before]} til {PHASES[after]} den {format_date_short(day)}; den vej er der ikke"
            yield Problem(each.sheet, each.number, "Fase", reason)
