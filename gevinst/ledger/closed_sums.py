"""What closed months come to, written down as they close: a figure over years adds up the open months' entries alone.

No entry of a closed month changes, so neither does what is written here; `gevinst ledger verify` adds it up again.
Whether a baseline counts and what an hour is worth are no part of it: both are looked up when a figure is made.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, case, func, insert, literal, select

from gevinst.ledger.cases import Cases, count_cases
from gevinst.ledger.checks import Finding
from gevinst.ledger.periods import month_instants, month_of, next_month
from gevinst.ledger.summed import KEYS, summed
from gevinst.store.clock import day_begins
from gevinst.store.tables import closed_cases, closed_sums, ledger_entries

_SUMS = (*(column.name for column in KEYS), "occurred_month", "seconds", "estimated_seconds", "amount_ore")


def written_through(connection: Connection) -> str:
    """The last month whose entries are in the sums, and with it all before; empty where none is."""
    return str(connection.execute(_WRITTEN).scalar_one() or "")


_WRITTEN = select(func.max(closed_sums.c.period))


def write_sums(connection: Connection, through: str) -> None:
    """Write the sums of every month up to `through` that aren't written; nothing more may be posted to any of them."""
    written = written_through(connection)
    for period in _months_with_entries(connection, written, through):
        for statement in _sums_of(connection, period):
            connection.execute(insert(closed_sums).from_select(_SUMS, statement))
    rows = [
        {"closed_with": through, "potential_id": potential, "unit": unit, "period": period, "cases": count}
        for (potential, unit, period), count in sorted(count_cases(connection, written, through).items())
        if count
    ]
    if rows:
        connection.execute(insert(closed_cases), rows)


def differing(connection: Connection) -> Iterator[Finding]:
    """Each month whose written sums or cases aren't what its entries come to."""
    written = written_through(connection)
    for period in _months_with_entries(connection, "", written):
        kept = select(*(closed_sums.c[name] for name in _SUMS)).where(closed_sums.c.period == period)
        entries = (row for each in _sums_of(connection, period) for row in connection.execute(each))
        if Counter(map(tuple, connection.execute(kept))) != Counter(map(tuple, entries)):
            yield Finding(period, "its written sums are not what its entries come to")
    known = cases_written(connection, written)
    counted = count_cases(connection, through=written) if written else Counter()
    known.subtract(counted)
    for period in sorted({period for (_, _, period), count in known.items() if count}):
        yield Finding(period, "its written number of cases is not that of its entries")


def cases_written(connection: Connection, through: str) -> Cases:
    """The cases of the months that were closed with `through` or before it."""
    kept = closed_cases.c
    cell = (kept.potential_id, kept.unit, kept.period)
    rows = connection.execute(
        select(*cell, func.sum(kept.cases)).where(kept.closed_with <= through).group_by(*cell)
    ).all()
    return Counter({(potential, unit, period): int(count) for potential, unit, period, count in rows})


def _months_with_entries(connection: Connection, after: str, through: str) -> Sequence[str]:
    periods = select(ledger_entries.c.period).where(ledger_entries.c.period > after, ledger_entries.c.period <= through)
    return connection.execute(periods.distinct().order_by(ledger_entries.c.period)).scalars().all()


def _sums_of(connection: Connection, period: str) -> Iterator[Select[Any]]:
    """Those posted in the month they occurred in, which are nearly all, and those posted in a later one."""
    begins, ends = month_instants(period)
    occurred = ledger_entries.c.occurred_at
    mine = ledger_entries.c.period == period
    at_once = and_(occurred >= begins, occurred < ends)
    yield summed(literal(period), mine, at_once)
    first, last = connection.execute(select(func.min(occurred), func.max(occurred)).where(mine, ~at_once)).one()
    if first is not None:
        yield summed(_month_of_entry(month_of(first), month_of(last)), mine, ~at_once)


def _month_of_entry(first: str, last: str) -> ColumnElement[str]:
    """The month an entry occurred in, as a column, for entries between two months."""
    branches, month = [], first
    while month < last:
        month, before = next_month(month), month
        branches.append((ledger_entries.c.occurred_at < day_begins(date.fromisoformat(f"{month}-01")), before))
    return case(*branches, else_=last) if branches else literal(last)
