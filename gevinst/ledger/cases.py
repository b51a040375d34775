"""How many cases the entries are of: an item counts once, in the month of its last saving."""

from collections import Counter
from collections.abc import Sequence

from sqlalchemy import ColumnElement, Connection, case, func, select

from gevinst.store.tables import ledger_entries

Cases = Counter[tuple[str, str, str]]
"""By potential, unit and month, `YYYY-MM`."""

_entries = ledger_entries.c
_PLACE = (_entries.potential_id, _entries.unit)
_LAST = func.max(_entries.period).label("period")
_OF_ITEMS = (_entries.kind == "saving", _entries.role == "original", _entries.item_id.is_not(None))
_AT_ONCE = 10_000


def count_cases(connection: Connection, after: str = "", through: str = "") -> Cases:
    """The cases that a span of months holds.

    A case that had a saving before the span, and gets another in it, is taken from the month it was counted in. So the
    spans of a ledger, one after the other, add up to the whole. Imported entries without an item count their units.

    Args:
        connection: Whose ledger.
        after: The last month before the span; empty for the ledger's beginning.
        through: The span's last month; empty for the ledger's end.
    """
    span: list[ColumnElement[bool]] = []
    if after:
        span.append(_entries.period > after)
    if through:
        span.append(_entries.period <= through)
    found = _late(connection, after, span) if after else _all(connection, span)
    units = func.sum(case((_entries.role == "reversal", -_entries.units), else_=_entries.units))
    imported = (
        select(*_PLACE, _entries.period, units)
        .where(_entries.kind == "saving", _entries.item_id.is_(None), *span)
        .group_by(*_PLACE, _entries.period)
    )
    for potential, unit, period, count in connection.execute(imported):
        found[potential, unit, period] += int(count)
    return found


def _all(connection: Connection, span: Sequence[ColumnElement[bool]]) -> Cases:
    per_item = select(*_PLACE, _LAST).where(*_OF_ITEMS, *span).group_by(_entries.item_id, *_PLACE).subquery()
    cell = (per_item.c.potential_id, per_item.c.unit, per_item.c.period)
    counted = select(*cell, func.count()).group_by(*cell)
    return Counter({(potential, unit, period): count for potential, unit, period, count in connection.execute(counted)})


def _late(connection: Connection, after: str, span: Sequence[ColumnElement[bool]]) -> Cases:
    """Of few months: item by item, so that each is looked up by its number, whatever the database thinks of the join.

    Which index serves is settled by expressions that hide the other ones. SQLite, which has no statistics, would walk all
    items for the sake of the group; PostgreSQL, just restored, all months for each item.
    """
    found: Cases = Counter()
    item = (_entries.item_id + 0).label("item")
    last = select(item, *_PLACE, _LAST).where(*_OF_ITEMS, *span).group_by(item, *_PLACE)
    earlier = func.coalesce(_entries.period, "") <= after
    for rows in connection.execute(last).partitions(_AT_ONCE):
        found.update((potential, unit, period) for _, potential, unit, period in rows)
        these = _entries.item_id.in_([row.item for row in rows])
        before = select(*_PLACE, _LAST).where(*_OF_ITEMS, earlier, these).group_by(_entries.item_id, *_PLACE)
        found.subtract(map(tuple, connection.execute(before)))
    return found
