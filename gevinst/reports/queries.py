"""The statements behind the figures: the ledger summed by potential, unit and month, in the database."""

from collections import Counter
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Select,
    Subquery,
    case,
    cast,
    func,
    select,
    union_all,
)

from gevinst.ledger.cases import Cases, count_cases
from gevinst.ledger.closed_sums import cases_written, written_through
from gevinst.ledger.periods import months_known
from gevinst.ledger.summed import COLUMNS, summed
from gevinst.store.tables import baseline_approvals, closed_sums, ledger_entries

APPROVALS_NEEDED = 2
_entries = ledger_entries.c


def approved_baselines() -> Select[tuple[int]]:
    """The baselines that count: two people have approved them. Time on another is provisional."""
    return (
        select(baseline_approvals.c.baseline_id)
        .group_by(baseline_approvals.c.baseline_id)
        .having(func.count() >= APPROVALS_NEEDED)
    )


def posted(connection: Connection, through: str, since: str = "") -> Subquery:
    """The ledger as sums by baseline, activity and month: closed months as they were written down, open ones by their entries.

    A month that closes between two statements is counted once: both sides keep to what was written at first.

    Args:
        connection: Whose ledger.
        through: The last month to count, `YYYY-MM`.
        since: The first month to count; empty for all.
    """
    written, kept = written_through(connection), closed_sums.c
    closed = select(*(kept[name] for name in COLUMNS)).where(kept.period >= since, kept.period <= min(through, written))
    still_open = (month for month in months_known(connection, written, through) if month >= since)
    return union_all(closed, *summed(connection, still_open)).subquery()


def sums_by_cell(connection: Connection, through: str) -> Select[Any]:
    """Entries summed by potential, unit, month and the month they occurred in, up to `through` (`YYYY-MM`).

    Kinds stand side by side as `Sums` has them, in whole numbers. Approvals are looked up once for each sum by baseline
    and not once for each entry.
    """
    grouped = posted(connection, through)
    approved = approved_baselines().subquery()
    saving = grouped.c.kind == "saving"
    counts = approved.c.baseline_id.is_not(None)
    human = grouped.c.kind == "human time"
    cell = (grouped.c.potential_id, grouped.c.unit, grouped.c.period, grouped.c.occurred_month)
    return (
        select(
            *cell,
            _sum(grouped.c.seconds, saving & counts).label("gross_seconds"),
            _sum(grouped.c.seconds, saving & ~counts).label("provisional_seconds"),
            _sum(grouped.c.seconds, human).label("human_seconds"),
            _sum(grouped.c.estimated_seconds, human).label("human_estimated_seconds"),
            _sum(grouped.c.seconds, grouped.c.kind == "cost").label("cost_seconds"),
            cast(func.sum(grouped.c.amount_ore), BigInteger).label("cost_ore"),
        )
        .select_from(grouped.outerjoin(approved, approved.c.baseline_id == grouped.c.baseline_id))
        .group_by(*cell)
        .order_by(*cell)
    )


def cases_by_cell(connection: Connection, through: str) -> Cases:
    """How many cases, by potential, unit and month."""
    written = written_through(connection)
    found = cases_written(connection, written)
    found.update(count_cases(connection, after=written))
    for potential, unit, period, count in connection.execute(_taken_back(through)):
        found[potential, unit, period] -= count
    return Counter({cell: count for cell, count in found.items() if cell[2] <= through})


def _taken_back(through: str) -> Select[Any]:
    """Items whose savings were all reversed: each takes one case back, in the month of its last reversal."""
    reversed_items = select(_entries.item_id).where(
        _entries.reverses.is_not(None), _entries.kind == "saving", _entries.item_id.is_not(None)
    )
    per_item = (
        select(_entries.potential_id, _entries.unit, func.max(_entries.period).label("period"))
        .where(_entries.kind == "saving", _entries.item_id.in_(reversed_items), _entries.period <= through)
        .group_by(_entries.item_id, _entries.potential_id, _entries.unit)
        .having(func.sum(_entries.seconds) == 0)
        .subquery()
    )
    return select(per_item.c.potential_id, per_item.c.unit, per_item.c.period, func.count()).group_by(
        per_item.c.potential_id, per_item.c.unit, per_item.c.period
    )


def _sum(column: ColumnElement[Any], condition: ColumnElement[bool]) -> ColumnElement[int]:
    return cast(func.sum(case((condition, column), else_=0)), BigInteger)
