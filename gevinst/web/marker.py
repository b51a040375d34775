"""Whether anything changed that the figures rest on: a few cheap look-ups that together move with every such change.

A figure kept in memory is shown only while this is what it was when the figure was made, so no figure is ever old.
"""

from collections.abc import Hashable

from sqlalchemy import Connection, func, literal_column, select

from gevinst.store.tables import (
    baseline_approvals,
    baselines,
    harvests,
    ledger_entries,
    ledger_exceptions,
    parameters,
    periods,
    potential_changes,
    potentials,
)

READ = frozenset(
    {
        ledger_entries.name,
        ledger_exceptions.name,
        periods.name,
        harvests.name,
        parameters.name,
        baseline_approvals.name,
        baselines.name,
        potentials.name,
        "potential_phases",  # changed only with its potential, by whoever writes down the change
    }
)
"""The tables whose changes the marker sees. A test holds that the figures read no other."""


def read_marker(connection: Connection) -> Hashable:
    """What the figures rest on, as a value that differs after each change of it."""
    counted = connection.execute(_COUNTS).one()
    rates = connection.execute(select(parameters).order_by(parameters.c.name, parameters.c.valid_from)).all()
    return (_entries(connection), tuple(counted), tuple(map(tuple, rates)))


def _entries(connection: Connection) -> int:
    """A number that rises with each entry that is committed.

    SQLite has one writer, so entries become visible in the order of their numbers and the highest says it all. On
    PostgreSQL a lower number may be committed later, so they are counted: those of closed months, which take no more,
    as their month's row says; the others in the index.
    """
    if connection.dialect.name == "sqlite":
        return int(connection.execute(select(func.coalesce(func.max(ledger_entries.c.id), 0))).scalar_one())
    return int(connection.execute(_COUNTED).scalar_one())


_IN_CLOSED_MONTHS = select(func.coalesce(func.sum(periods.c.entry_count), 0)).where(periods.c.closed_at.is_not(None))
_LAST_CLOSED = select(func.coalesce(func.max(periods.c.period), literal_column("''"))).where(
    periods.c.closed_at.is_not(None)
)
_IN_OPEN_MONTHS = (
    select(func.count()).select_from(ledger_entries).where(ledger_entries.c.period > _LAST_CLOSED.scalar_subquery())
)
_COUNTED = select(_IN_CLOSED_MONTHS.scalar_subquery() + _IN_OPEN_MONTHS.scalar_subquery())


_COUNTS = select(
    select(func.count()).select_from(ledger_exceptions).scalar_subquery(),
    select(func.count(ledger_exceptions.c.settled_by)).scalar_subquery(),
    select(func.max(periods.c.period)).where(periods.c.closed_at.is_not(None)).scalar_subquery(),
    select(func.count()).select_from(harvests).scalar_subquery(),
    # An approval is given once and never changed; the time tells one that was given in the place of another.
    select(func.count()).select_from(baseline_approvals).scalar_subquery(),
    select(func.max(baseline_approvals.c.approved_at)).scalar_subquery(),
    select(func.count()).select_from(baselines).scalar_subquery(),
    select(func.count()).select_from(potentials).scalar_subquery(),
    select(func.count()).select_from(potential_changes).scalar_subquery(),
    select(func.max(potentials.c.updated_at)).scalar_subquery(),
)
