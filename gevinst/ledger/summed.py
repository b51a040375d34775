"""Entries added up by all that a figure asks of them, in the order of an index: neither database sorts the ledger for it."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Connection, Select, and_, case, func, literal, select

from gevinst.ledger.periods import month_instants, month_of, next_month
from gevinst.store.clock import day_begins
from gevinst.store.tables import ledger_entries

_entries = ledger_entries.c
_KEYS = (
    _entries.period,
    _entries.potential_id,
    _entries.unit,
    _entries.kind,
    _entries.baseline_id,
    _entries.activity,
)
"""`ix_ledger_entries_cell` begins with them, in this order."""
COLUMNS = (*(column.name for column in _KEYS), "occurred_month", "seconds", "estimated_seconds", "amount_ore")
"""What a sum has: what its entries share, the month they occurred in, and what they come to."""


def summed(connection: Connection, months: Iterable[str]) -> Iterator[Select[Any]]:
    """The entries posted in some months, as statements whose rows, with `COLUMNS`, are all of their sums.

    Nearly all are posted in the month they occurred in, and are summed in the order of the index. Those of earlier months
    that were closed must be sorted, so they are asked for apart.
    """
    for month in months:
        begins, ends = month_instants(month)
        mine = _entries.period == month
        at_once = and_(_entries.occurred_at >= begins, _entries.occurred_at < ends)
        yield _sums(literal(month), mine, at_once)
        span = select(func.min(_entries.occurred_at), func.max(_entries.occurred_at)).where(mine, ~at_once)
        first, last = connection.execute(span).one()
        if first is not None:
            yield _sums(_month_of_entry(month_of(first), month_of(last)), mine, ~at_once)


def _sums(occurred: ColumnElement[str], *conditions: ColumnElement[bool]) -> Select[Any]:
    return (
        select(
            *_KEYS,
            occurred.label("occurred_month"),
            func.sum(_entries.seconds).label("seconds"),
            func.sum(case((_entries.source == "estimate", _entries.seconds), else_=0)).label("estimated_seconds"),
            func.coalesce(func.sum(_entries.amount_ore), 0).label("amount_ore"),
        )
        .where(*conditions)
        .group_by(*_KEYS, *([] if isinstance(occurred, BindParameter) else ["occurred_month"]))
    )


def _month_of_entry(first: str, last: str) -> ColumnElement[str]:
    """The month an entry occurred in, as a column, for entries between two months."""
    branches, month = [], first
    while month < last:
        month, before = next_month(month), month
        branches.append((_entries.occurred_at < day_begins(date.fromisoformat(f"{month}-01")), before))
    return case(*branches, else_=last) if branches else literal(last)
