"""What became of every completed case: it has entries, or a recorded reason why not. Nothing else is possible, or it shows.

Coverage is the other side of it: of the cases that should count, how many do, and what the others lack.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, case, exists, func, literal, or_, select

from gevinst.codes import Code
from gevinst.items.model import Outcome, State
from gevinst.items.own import OWN_ERRANDS
from gevinst.ledger.exceptions import Uncounted, unsettled
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
    first, after = month_instants(month)
    finished = items.c.finished_at
    in_month = case((and_(finished >= first, finished < after), 1), else_=0).label("in_month")
    found = [connection.execute(each(in_month)).all() for each in (_completed, _partly, _without_entries)]
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
        month=_reconciled(*([row for row in rows if row.in_month] for rows in found)),
        ever=_reconciled(*found),
        exceptions=tuple(Uncountable(row.reason, row.potential_id, row.activities, row.cases) for row in listed),
        oldest=tuple(unsettled(connection, most=NAMED)),
    )


def _completed(in_month: ColumnElement[int]) -> Select[tuple[int, int]]:
    return select(in_month, func.count().label("cases")).where(items.c.state == State.COMPLETED).group_by("in_month")


def _partly(in_month: ColumnElement[int]) -> Select[tuple[int, int]]:
    """Cases with entries that wait on the exceptions list too."""
    return (
        select(in_month, func.count().label("cases"))
        .where(items.c.state == State.COMPLETED, items.c.id.in_(_waiting()), or_(*_entries()))
        .group_by("in_month")
    )


def _without_entries(in_month: ColumnElement[int]) -> Select[Any]:
    """Cases without an entry, by all that may be the reason."""
    inner = (
        select(
            in_month,
            items.c.outcome,
            items.c.code,
            case((items.c.potential_id.is_(None), 1), else_=0).label("no_potential"),
            case((items.c.queue.in_(OWN_ERRANDS), 1), else_=0).label("is_own"),
            case((items.c.id.in_(_waiting()), 1), else_=0).label("is_listed"),
        )
        .where(items.c.state == State.COMPLETED, *(~each for each in _entries()))
        .subquery()
    )
    return select(*inner.c, func.count().label("cases")).group_by(*inner.c)


def _entries() -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Whether an item has savings, and whether it has people's time.

    Each is asked for by itself with its constants written out, so that the partial indexes are used, which hold an item's
    entries; a case has few entries of people's time.
    """
    entries = ledger_entries.c
    mine = and_(entries.item_id == items.c.id, entries.role == literal_text("original"))
    saving = exists().where(mine, entries.kind == literal_text("saving"), entries.item_id.is_not(None))
    return saving, exists().where(mine, entries.kind == literal_text("human time"))


def _waiting() -> Select[tuple[int]]:
    return select(ledger_exceptions.c.item_id).where(ledger_exceptions.c.settled_by.is_(None))


def literal_text(value: str) -> Any:  # noqa: ANN401 (SQLAlchemy's own typing of a literal)
    """A constant written into the statement and not bound to it."""
    return literal(value, literal_execute=True)


def _reconciled(completed: Iterable[Row[Any]], partly: Iterable[Row[Any]], without: Iterable[Row[Any]]) -> Reconciled:
    counts: dict[str, int] = defaultdict(int)
    by_code: dict[Code, int] = defaultdict(int)
    for row in without:
        counts["without"] += row.cases
        if row.is_listed:
            counts["listed"] += row.cases
        elif row.outcome is not None and row.outcome != Outcome.BY_ROBOT and row.code is not None:
            by_code[Code(row.code)] += row.cases
        elif row.no_potential:
            counts["without_potential"] += row.cases
            counts["own"] += row.cases if row.is_own else 0
        else:
            counts["unexplained"] += row.cases
    every = sum(row.cases for row in completed)
    return Reconciled(
        completed=every,
        with_entries=every - counts["without"],
        partly=sum(row.cases for row in partly),
        by_reason=tuple(sorted(by_code.items(), key=lambda each: (-each[1], each[0]))),
        listed=counts["listed"],
        without_potential=counts["without_potential"],
        unexplained=counts["unexplained"],
        own=counts["own"],
    )
