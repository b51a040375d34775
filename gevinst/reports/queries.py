"""The statements behind the figures: the ledger summed by potential, unit and month, in the database."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    CompoundSelect,
    Select,
    and_,
    case,
    func,
    literal,
    null,
    select,
    union_all,
)

from gevinst.ledger.periods import month_of
from gevinst.reports.rates import stretch_of_entry
from gevinst.store.tables import baseline_approvals, ledger_entries

APPROVALS_NEEDED = 2
_entries = ledger_entries.c


def approved_baselines() -> Select[int]:
    """The baselines that count: two people have approved them. Time on another is provisional."""
    return (
        select(baseline_approvals.c.baseline_id)
        .group_by(baseline_approvals.c.baseline_id)
        .having(func.count() >= APPROVALS_NEEDED)
    )


def sums_by_cell(boundaries: Sequence[int], through: str) -> Select[Any]:
    """Entries summed by potential, unit, month and stretch of rates, kinds side by side.

    The inner statement groups by baseline, so approvals are looked up once per group and not once per entry.

    Args:
        boundaries: Instants at which a rate changes, rising; entries before the first are in stretch 0.
        through: The last month to count, `YYYY-MM`.
    """
    grouped = union_all(*_grouped(boundaries, through)).subquery()
    approved = approved_baselines().subquery()
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
            _sum(grouped.c.estimated_seconds, human).label("human_estimated_seconds"),
            _sum(grouped.c.seconds, grouped.c.kind == "cost").label("cost_seconds"),
            func.coalesce(func.sum(grouped.c.ore), 0).label("cost_ore"),
        )
        .select_from(grouped.outerjoin(approved, approved.c.baseline_id == grouped.c.baseline_id))
        .group_by(*cell)
        .order_by(*cell)
    )


def _grouped(boundaries: Sequence[int], through: str) -> Iterator[Select[Any]]:
    """Each entry once, by baseline: those posted in the stretch they occurred in, and those posted in a later one.

    The first are nearly all, and are summed in the order of `ix_ledger_entries_cell`: a group by the stretch of each
    entry would have to sort the ledger.
    """
    if not boundaries:
        yield _group(literal(0), _entries.period <= through)
        return
    months = [month_of(instant) for instant in boundaries]
    for position in range(len(boundaries) + 1):
        posted, occurred = [_entries.period <= through], []
        if position > 0:
            posted.append(_entries.period >= months[position - 1])
            occurred.append(_entries.occurred_at >= boundaries[position - 1])
        if position < len(boundaries):
            posted.append(_entries.period < months[position])
            occurred.append(_entries.occurred_at < boundaries[position])
        yield _group(literal(position), *posted, *occurred)
        yield _group(stretch_of_entry(boundaries), *posted, ~and_(*occurred))


def _group(stretch: ColumnElement[int], *conditions: ColumnElement[bool]) -> Select[Any]:
    keys = (_entries.period, _entries.potential_id, _entries.unit, _entries.kind, _entries.baseline_id)
    return (
        select(
            *keys,
            stretch.label("stretch"),
            func.sum(_entries.seconds).label("seconds"),
            func.sum(case((_entries.source == "estimate", _entries.seconds), else_=0)).label("estimated_seconds"),
            func.sum(_entries.amount_ore).label("ore"),
        )
        .where(*conditions)
        .group_by(*keys, *([] if isinstance(stretch, BindParameter) else ["stretch"]))
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
        _entries.reverses.is_not(None), _entries.kind == "saving", _entries.item_id.is_not(None)
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


def _sum(column: ColumnElement[Any], condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, column), else_=0)), 0)
