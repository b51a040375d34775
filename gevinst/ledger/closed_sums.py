"""What closed months come to, written down as they close: a figure over years adds up the open months' entries alone.

No entry of a closed month changes, so neither does what is written here; `gevinst ledger verify` adds it up again.
Whether a baseline counts and what an hour is worth are no part of it: both are looked up when a figure is made.
"""

from collections import Counter
from collections.abc import Iterator

from sqlalchemy import Connection, func, insert, select

from gevinst.ledger.cases import Cases, count_cases
from gevinst.ledger.checks import Finding
from gevinst.ledger.periods import months_known
from gevinst.ledger.summed import COLUMNS, summed
from gevinst.store.tables import closed_cases, closed_sums


def written_through(connection: Connection) -> str:
    """The last month whose entries are in the sums, and with it all before; empty where none is."""
    return str(connection.execute(_WRITTEN).scalar_one() or "")


_WRITTEN = select(func.max(closed_sums.c.period))


def write_sums(connection: Connection, through: str) -> None:
    """Write the sums of every month up to `through` that aren't written; nothing more may be posted to any of them."""
    written = written_through(connection)
    for statement in summed(connection, months_known(connection, written, through)):
        connection.execute(insert(closed_sums).from_select(COLUMNS, statement))
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
    with_sums = connection.execute(select(closed_sums.c.period).distinct()).scalars()
    for period in sorted({*months_known(connection, "", written), *with_sums}):
        kept = select(*(closed_sums.c[name] for name in COLUMNS)).where(closed_sums.c.period == period)
        entries = (row for each in summed(connection, [period]) for row in connection.execute(each))
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
