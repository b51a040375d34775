"""What is new since the month before: what moved, started or was approved, what was corrected, what was taken home."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, and_, case, func, or_, select

from gevinst.ledger.periods import month_end, month_instants
from gevinst.potentials.history import PHASE
from gevinst.potentials.potential import Phase, Potential
from gevinst.reports.lines import Cells
from gevinst.reports.queries import approved_baselines
from gevinst.reports.taken_home import TakenHome, taken_home_in
from gevinst.store.tables import baseline_approvals, baselines, ledger_entries, potential_changes

SHOWN = 5


@dataclass(frozen=True)
class Move:
    """A potential's net seconds in the month before and in the month."""

    key: str
    before: int
    after: int

    @property
    def by(self) -> int:
        """How far it moved."""
        return self.after - self.before


@dataclass(frozen=True)
class NewPhase:
    """A phase that began in the month, or was recorded in it for an earlier day; `before` is None for its first one."""

    key: str
    day: date
    before: Phase | None
    phase: Phase


@dataclass(frozen=True)
class NewlyApproved:
    """A baseline that got its second approval in the month."""

    key: str
    activity: str
    seconds_per_case: int


@dataclass(frozen=True)
class Corrected:
    """Entries of one potential that were taken back in the month, and those that came in their place.

    `net_seconds` is what all of it did to net time, whichever month it is posted in.
    """

    key: str
    reversed: int
    replaced: int
    net_seconds: int


@dataclass(frozen=True)
class Changes:
    """Against the month before.

    Attributes:
        before: The month before, `YYYY-MM`; empty in the programme's first month.
        net_seconds: How far all of it moved.
        ups, downs: The potentials that moved most, the most first.
        registered: Potentials that are new in the register.
        phases, approved, corrected, taken_home: What happened in the month.
    """

    before: str
    net_seconds: int
    ups: tuple[Move, ...]
    downs: tuple[Move, ...]
    registered: int
    phases: tuple[NewPhase, ...]
    approved: tuple[NewlyApproved, ...]
    corrected: tuple[Corrected, ...]
    taken_home: tuple[TakenHome, ...]

    @property
    def started(self) -> tuple[NewPhase, ...]:
        """What came into operation."""
        return tuple(each for each in self.phases if each.phase is Phase.IN_OPERATION)

    @property
    def other_phases(self) -> tuple[NewPhase, ...]:
        """The other phases."""
        return tuple(each for each in self.phases if each.phase is not Phase.IN_OPERATION)


def changes_in(connection: Connection, cells: Cells, span: Sequence[str], potentials: Sequence[Potential]) -> Changes:
    """What the last month of the span brought."""
    month, before = span[-1], span[-2] if len(span) > 1 else ""
    moves = _moves(cells, before, month)
    by_size = sorted(moves, key=lambda move: (-abs(move.by), move.key))
    new, late = _recorded(connection, month)
    return Changes(
        before=before,
        net_seconds=sum(move.by for move in moves),
        ups=tuple(move for move in by_size if move.by > 0)[:SHOWN],
        downs=tuple(move for move in by_size if move.by < 0)[:SHOWN],
        registered=len(new),
        phases=tuple(_new_phases(potentials, month, late)),
        approved=tuple(_approved(connection, month)),
        corrected=tuple(_corrected(connection, month)),
        taken_home=taken_home_in(connection, month),
    )


def _moves(cells: Cells, before: str, month: str) -> list[Move]:
    found: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for (potential, _, posted), sums in cells.items():
        if posted in (before, month):
            found[potential][posted == month] += sums.net_seconds
    return [Move(key, earlier, later) for key, (earlier, later) in found.items() if earlier != later]


def _recorded(connection: Connection, month: str) -> tuple[set[str], set[tuple[str, str]]]:
    """The potentials that were registered in the month, and the phases of others that were put down in it."""
    first, after = month_instants(month)
    rows = connection.execute(
        select(potential_changes.c.potential_id, potential_changes.c.field, potential_changes.c.before).where(
            potential_changes.c.changed_at >= first,
            potential_changes.c.changed_at < after,
            potential_changes.c.after.is_not(None),
            or_(potential_changes.c.field == "title", potential_changes.c.field.startswith(f"{PHASE} ")),
        )
    ).all()
    new = {row.potential_id for row in rows if row.field == "title" and row.before is None}
    late = {(row.potential_id, row.field.removeprefix(f"{PHASE} ")) for row in rows if row.field != "title"}
    return new, {each for each in late if each[0] not in new}


def _new_phases(potentials: Sequence[Potential], month: str, late: set[tuple[str, str]]) -> list[NewPhase]:
    last = month_end(month)
    first = last.replace(day=1)
    found = []
    for each in potentials:
        for number, (day, phase) in enumerate(each.phases):
            if first <= day <= last or (day < first and (each.id, day.isoformat()) in late):
                earlier = each.phases[number - 1][1] if number else None
                found.append(NewPhase(each.id, day, earlier, phase))
    return sorted(found, key=lambda new: (new.day, new.key))


def _approved(connection: Connection, month: str) -> list[NewlyApproved]:
    first, after = month_instants(month)
    last = func.max(baseline_approvals.c.approved_at)
    counting = approved_baselines().having(and_(last >= first, last < after))
    rows = connection.execute(
        select(baselines)
        .where(baselines.c.id.in_(counting))
        .order_by(baselines.c.potential_id, baselines.c.activity, baselines.c.version)
    )
    return [NewlyApproved(row.potential_id, row.activity, row.seconds_per_case) for row in rows]


def _corrected(connection: Connection, month: str) -> list[Corrected]:
    """By when they were recorded: a correction may stand in an earlier month that is still open. Provisional time moves no net.

    Reversals and replacements are asked for apart, so that each finds its partial index and not the whole ledger.
    """
    first, after = month_instants(month)
    entries = ledger_entries.c
    counts = entries.baseline_id.in_(approved_baselines())
    net = case((entries.kind != "saving", -entries.seconds), (counts, entries.seconds), else_=0)
    found: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for position, column in enumerate((entries.reverses, entries.replaces)):
        rows = connection.execute(
            select(entries.potential_id, func.count().label("entries"), func.sum(net).label("seconds"))
            .where(column.is_not(None), entries.recorded_at >= first, entries.recorded_at < after)
            .group_by(entries.potential_id)
        )
        for row in rows:
            found[row.potential_id][position] += row.entries
            found[row.potential_id][2] += int(row.seconds)
    return [Corrected(key, *found[key]) for key in sorted(found)]
