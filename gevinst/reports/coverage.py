"""What became of every completed case: it has entries, or a recorded reason why not. Nothing else is possible, or it shows.

Coverage is the other side of it: of the cases that should count, how many do, and what the others lack.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, case, exists, func, literal, select

from gevinst.codes import Code
from gevinst.items.model import Outcome, State, label
from gevinst.items.own import OWN_ERRANDS
from gevinst.ledger.exceptions import Uncounted
from gevinst.ledger.periods import month_instants
from gevinst.store.tables import items, ledger_entries, ledger_exceptions

NAMED = 50
"""Lines of the exceptions list that are named one by one."""


@dataclass(frozen=True)
class Reconciled:
    """Completed cases, each counted once.

    Attributes:
        completed: All of them.
        with_entries: Those with at least one entry.
        partly: Those of them that also have an activity on the exceptions list; covered in part.
        by_reason: Those without entries, by the code recorded for it.
        listed: Those without entries whose activities stand on the exceptions list.
        without_potential: Those without entries of a queue that belongs to no potential: no rule counts them.
        own: Those of them that are the house's own errands, which nothing should count.
        unexplained: Those with none of it; always 0 in a sound ledger.
    """

    completed: int
    with_entries: int
    partly: int
    by_reason: tuple[tuple[Code, int], ...]
    listed: int
    without_potential: int
    unexplained: int
    own: int = 0

    @property
    def with_reason(self) -> int:
        """Those without entries for which something says why."""
        return sum(count for _, count in self.by_reason) + self.listed + self.without_potential

    @property
    def adds_up(self) -> bool:
        """Whether completed = with entries + with a recorded reason."""
        return self.completed == self.with_entries + self.with_reason

    @property
    def counting(self) -> int:
        """Cases whose time should be counted: not those that a recorded reason keeps out."""
        return self.with_entries + self.listed + self.without_potential - self.own + self.unexplained

    @property
    def covered_share(self) -> Fraction:
        """The share of them that is counted in full; 0 where there are none."""
        return Fraction(self.with_entries - self.partly, self.counting) if self.counting else Fraction(0)


@dataclass(frozen=True)
class Uncountable:
    """Activities on the exceptions list that lack one thing, of one potential; None where it is none or unknown."""

    reason: str
    potential_id: str | None
    activities: int
    cases: int


@dataclass(frozen=True)
class Coverage:
    """The month's completed cases, all there ever were, and the exceptions list as it stands now.

    `oldest` are the first lines of that list one by one; `exceptions` has all of them, put together.
    """

    month: Reconciled
    ever: Reconciled
    exceptions: tuple[Uncountable, ...]
    oldest: tuple[Uncounted, ...]


def coverage_of(connection: Connection, month: str) -> Coverage:
    """Of the cases completed in a month, and of all."""
    rows = connection.execute(_completed(month)).all()
    listed = connection.execute(
        select(
            ledger_exceptions.c.reason,
            ledger_exceptions.c.potential_id,
            func.count().label("activities"),
            func.count(ledger_exceptions.c.item_id.distinct()).label("cases"),
        )
        .where(ledger_exceptions.c.settled_by.is_(None))
        .group_by(ledger_exceptions.c.reason, ledger_exceptions.c.potential_id)
        .order_by(ledger_exceptions.c.reason, ledger_exceptions.c.potential_id)
    )
    return Coverage(
        month=_reconciled(row for row in rows if row.in_month),
        ever=_reconciled(rows),
        exceptions=tuple(Uncountable(row.reason, row.potential_id, row.activities, row.cases) for row in listed),
        oldest=tuple(_oldest(connection)),
    )


def _oldest(connection: Connection) -> Iterator[Uncounted]:
    waits = ledger_exceptions.c
    rows = connection.execute(
        select(ledger_exceptions).where(waits.settled_by.is_(None)).order_by(waits.occurred_at, waits.id).limit(NAMED)
    )
    for row in rows:
        item = label(row.item_id)
        yield Uncounted(row.id, item, row.activity, row.units, row.potential_id, row.reason, row.occurred_at)


def _completed(month: str) -> Select[Any]:
    """Completed cases by all that decides what they are.

    The kinds of entries are asked for one by one with their constants written out, so that SQLite uses the partial
    indexes, which hold an item's entries; a case has few entries of people's time.
    """
    first, after = month_instants(month)
    entries = ledger_entries.c
    mine = and_(entries.item_id == items.c.id, entries.role == literal_text("original"))
    saving = exists().where(mine, entries.kind == literal_text("saving"), entries.item_id.is_not(None))
    human = exists().where(mine, entries.kind == literal_text("human time"))
    waiting = exists().where(ledger_exceptions.c.item_id == items.c.id, ledger_exceptions.c.settled_by.is_(None))
    inner = (
        select(
            items.c.outcome,
            items.c.code,
            case((items.c.potential_id.is_(None), 1), else_=0).label("no_potential"),
            case((items.c.queue.in_(OWN_ERRANDS), 1), else_=0).label("is_own"),
            case((saving, 1), (human, 1), else_=0).label("has_entries"),
            case((waiting, 1), else_=0).label("is_listed"),
            case((and_(items.c.finished_at >= first, items.c.finished_at < after), 1), else_=0).label("in_month"),
        )
        .where(items.c.state == State.COMPLETED)
        .subquery()
    )
    return select(*inner.c, func.count().label("cases")).group_by(*inner.c)


def literal_text(value: str) -> Any:  # noqa: ANN401 (SQLAlchemy's own typing of a literal)
    """A constant written into the statement and not bound to it."""
    return literal(value, literal_execute=True)


def _reconciled(rows: Iterable[Row[Any]]) -> Reconciled:
    counts: dict[str, int] = defaultdict(int)
    by_code: dict[Code, int] = defaultdict(int)
    for row in rows:
        counts["completed"] += row.cases
        if row.has_entries:
            counts["with_entries"] += row.cases
            counts["partly"] += row.cases if row.is_listed else 0
        elif row.is_listed:
            counts["listed"] += row.cases
        elif row.outcome is not None and row.outcome != Outcome.BY_ROBOT and row.code is not None:
            by_code[Code(row.code)] += row.cases
        elif row.no_potential:
            counts["without_potential"] += row.cases
            counts["own"] += row.cases if row.is_own else 0
        else:
            counts["unexplained"] += row.cases
    return Reconciled(
        completed=counts["completed"],
        with_entries=counts["with_entries"],
        partly=counts["partly"],
        by_reason=tuple(sorted(by_code.items(), key=lambda each: (-each[1], each[0]))),
        listed=counts["listed"],
        without_potential=counts["without_potential"],
        unexplained=counts["unexplained"],
        own=counts["own"],
    )
