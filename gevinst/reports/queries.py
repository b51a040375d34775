"""The statements behind the figures: the ledger summed by potential, unit and month, in the database."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    case,
    func,
    literal,
    null,
    select,
)

from gevinst.store.tables import baseline_approvals, ledger_entries

APPROVALS_NEEDED = 2
_entries = ledger_entries.c


def sums_by_cell(boundaries: Sequence[int], through: str) -> Select[Any]:
    """Entries summed by potential, unit, month and stretch of rates, kinds side by side.

    The inner statement reads each entry once and groups by baseline, so approvals are looked up once per group and not
    once per entry.

    Args:
        boundaries: Instants at which a rate changes, rising; entries before the first are in stretch 0.
        through: The last month to count, `YYYY-MM`.
    """
    stretch = _stretch(boundaries)
    estimated = case((_entries.source == "estimate", 1), else_=0)
    keys = (_entries.potential_id, _entries.unit, _entries.period, _entries.kind, _entries.baseline_id)
    grouped = (
        select(
            *keys,
            stretch.label("stretch"),
            estimated.label("estimated"),
            func.sum(_entries.seconds).label("seconds"),
            func.sum(_entries.amount_ore).label("ore"),
            func.sum(_entries.robot_ms).label("robot_ms"),
        )
        .where(_entries.period <= through)
        .group_by(*keys, "stretch", "estimated")  # by name: PostgreSQL takes two parameters for two values
        .subquery()
    )
    approved = (
        select(baseline_approvals.c.baseline_id)
        .group_by(baseline_approvals.c.baseline_id)
        .having(func.count() >= APPROVALS_NEEDED)
        .subquery()
    )
    saving = grouped.c.kind == "saving"
    counts = approved.c.baseline_id.is_not(null())
    human = grouped.c.kind == "human time"
    cell = (grouped.c.potential_id, grouped.c.unit, grouped.c.period, grouped.c.stretch)
    return (
        select(
            *cell,
            _sum(grouped.c.seconds, saving & counts).label("gross_seconds"),
            _sum(grouped.c.seconds, saving & ~counts).label("provisional_seconds"),
            _sum(grouped.c.seconds, human).label("human_seconds"),
            _sum(grouped.c.seconds, human & (grouped.c.estimated == 1)).label("human_estimated_seconds"),
            _sum(grouped.c.seconds, grouped.c.kind == "cost").label("cost_seconds"),
            func.coalesce(func.sum(grouped.c.ore), 0).label("cost_ore"),
            func.coalesce(func.sum(grouped.c.robot_ms), 0).label("robot_ms"),
        )
        .select_from(grouped.outerjoin(approved, approved.c.baseline_id == grouped.c.baseline_id))
        .group_by(*cell)
        .order_by(*cell)
    )


def cases_by_cell(through: str) -> CompoundSelect[Any]:
    """How many cases, by potential, unit and month: an item counts once, in the month of its last saving.

    Imported entries without an item count their units.
    """
    per_item = (
        select(_entries.potential_id, _entries.unit, func.max(_entries.period).label("period"))
        .where(_entries.kind == "saving", _entries.role == "original", _entries.item_id.is_not(None))
        .group_by(_entries.item_id, _entries.potential_id, _entries.unit)
        .subquery()
    )
    items = (
        select(per_item.c.potential_id, per_item.c.unit, per_item.c.period, func.count().label("cases"))
        .where(per_item.c.period <= through)
        .group_by(per_item.c.potential_id, per_item.c.unit, per_item.c.period)
    )
    imported = (
        select(
            _entries.potential_id,
            _entries.unit,
            _entries.period,
            func.sum(case((_entries.role == "reversal", -_entries.units), else_=_entries.units)).label("cases"),
        )
        .where(_entries.kind == "saving", _entries.item_id.is_(None), _entries.period <= through)
        .group_by(_entries.potential_id, _entries.unit, _entries.period)
    )
    return items.union_all(imported)


def cases_taken_back(through: str) -> Select[Any]:
    """Items whose savings were all reversed: each takes one case back, in the month of its last reversal."""
    reversed_items = select(_entries.item_id).where(
        _entries.role == "reversal", _entries.kind == "saving", _entries.item_id.is_not(None)
    )
    per_item = (
        select(_entries.potential_id, _entries.unit, func.max(_entries.period).label("period"))
        .where(_entries.kind == "saving", _entries.item_id.in_(reversed_items), _entries.period <= through)
        .group_by(_entries.item_id, _entries.potential_id, _entries.unit)
        .having(func.sum(_entries.seconds) == 0)
        .subquery()
    )
    return select(per_item.c.potential_id, per_item.c.unit, per_item.c.period, func.count().label("cases")).group_by(
        per_item.c.potential_id, per_item.c.unit, per_item.c.period
    )


def _stretch(boundaries: Sequence[int]) -> ColumnElement[int]:
    """Which stretch of rates an entry occurred in: 0 before the first boundary, 1 after it, and so on."""
    if not boundaries:
        return literal(0)
    branches = [(_entries.occurred_at < instant, position) for position, instant in enumerate(boundaries)]
    return case(*branches, else_=len(boundaries))


def _sum(column: ColumnElement[Any], condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, column), else_=0)), 0)
