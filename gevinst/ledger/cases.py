"""How many cases the entries are of: an item counts once, in the month of its last saving."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, select

from gevinst.store.tables import ledger_entries

_entries = ledger_entries.c
_PLACE = (_entries.potential_id, _entries.unit)
_OF_ITEMS = (_entries.kind == "saving", _entries.role == "original", _entries.item_id.is_not(None))


def cases_posted(after: str = "", through: str = "") -> Iterator[Select[Any]]:
    """The cases that a span of months holds, as statements whose rows are added up: potential, unit, `period`, `cases`.

    A case that had a saving before the span, and gets another in it, is taken from the month it was counted in. So the
    spans of a ledger, one after the other, add up to the whole. Imported entries without an item count their units.

    Args:
        after: The last month before the span; empty for the ledger's beginning.
        through: The span's last month; empty for the ledger's end.
    """
    span: list[ColumnElement[bool]] = []
    if after:
        span.append(_entries.period > after)
    if through:
        span.append(_entries.period <= through)
    yield _by_item(1, *span)
    if after:
        again = select(_entries.item_id).where(*_OF_ITEMS, *span)
        yield _by_item(-1, _entries.period <= after, _entries.item_id.in_(again))
    units = func.sum(case((_entries.role == "reversal", -_entries.units), else_=_entries.units))
    yield (
        select(*_PLACE, _entries.period, units.label("cases"))
        .where(_entries.kind == "saving", _entries.item_id.is_(None), *span)
        .group_by(*_PLACE, _entries.period)
    )


def _by_item(sign: int, *conditions: ColumnElement[bool]) -> Select[Any]:
    per_item = (
        select(*_PLACE, func.max(_entries.period).label("period"))
        .where(*_OF_ITEMS, *conditions)
        .group_by(_entries.item_id, *_PLACE)
        .subquery()
    )
    cell = (per_item.c.potential_id, per_item.c.unit, per_item.c.period)
    return select(*cell, (sign * func.count()).label("cases")).group_by(*cell)
