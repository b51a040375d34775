"""Entries added up by all that a figure asks of them, in the order of an index: neither database sorts the ledger for it."""

from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Select, case, func, select

from gevinst.store.tables import ledger_entries

_entries = ledger_entries.c
KEYS = (
    _entries.period,
    _entries.potential_id,
    _entries.unit,
    _entries.kind,
    _entries.baseline_id,
    _entries.activity,
)
"""`ix_ledger_entries_cell` begins with them, in this order."""


def summed(occurred: ColumnElement[Any], *conditions: ColumnElement[bool]) -> Select[Any]:
    """The entries under some conditions, by `KEYS` and by when they occurred.

    Args:
        occurred: What to call when an entry occurred: one label for them all, or an expression that gives each its own,
            for which they must be sorted.
        conditions: Which entries.

    Returns:
        Rows of the keys and of `occurred`, with `seconds`, `estimated_seconds` (the part that nobody measured) and `ore`.
    """
    return (
        select(
            *KEYS,
            occurred.label("occurred"),
            func.sum(_entries.seconds).label("seconds"),
            func.sum(case((_entries.source == "estimate", _entries.seconds), else_=0)).label("estimated_seconds"),
            func.coalesce(func.sum(_entries.amount_ore), 0).label("ore"),
        )
        .where(*conditions)
        .group_by(*KEYS, *([] if isinstance(occurred, BindParameter) else ["occurred"]))
    )
