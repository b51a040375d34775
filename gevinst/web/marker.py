"""Whether anything changed that the figures rest on: a few cheap look-ups that together move with every such change.

A figure kept in memory is shown only while this is what it was when the figure was made, so no figure is ever old.
"""

from collections.abc import Hashable

from sqlalchemy import Connection, func, select

from gevinst.store.tables import (
    baseline_approvals,
    baselines,
    closed_cases,
    closed_sums,
    harvests,
    ledger_entries,
    ledger_exceptions,
    parameters,
    periods,
    potentials,
)

READ = frozenset(
    {
        ledger_entries.name,
        ledger_exceptions.name,
        periods.name,
        closed_sums.name,  # written once, with the closing of a month
        closed_cases.name,
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
    counted = connection.execute(_COUNTED[connection.dialect.name]).one()
    rates = connection.execute(select(parameters).order_by(parameters.c.name, parameters.c.valid_from)).all()
    return (tuple(counted), tuple(map(tuple, rates)))


LATEST = 5_000
"""Entries that are counted. One is missed only if its transaction stays open, after writing it, while as many are written."""
_HIGHEST = select(func.coalesce(func.max(ledger_entries.c.id), 0)).scalar_subquery()
_COUNTS = select(
    select(func.count()).select_from(ledger_exceptions).scalar_subquery(),
    select(func.count(ledger_exceptions.c.settled_by)).scalar_subquery(),
    select(func.max(periods.c.period)).where(periods.c.closed_at.is_not(None)).scalar_subquery(),
    select(func.count()).select_from(harvests).scalar_subquery(),
    # The sum of their times: it moves with each that is given, changed, or given in the place of another, whichever of two
    # was committed first.
    select(func.sum(baseline_approvals.c.approved_at)).scalar_subquery(),
    select(func.count()).select_from(baselines).scalar_subquery(),
    select(func.sum(potentials.c.updated_at)).scalar_subquery(),
)
# SQLite has one writer, so entries become visible in the order of their numbers and the highest says it all. On PostgreSQL
# a lower number may be committed later, so the latest ones are counted as well.
_COUNTED = {
    "sqlite": _COUNTS.add_columns(_HIGHEST),
    "postgresql": _COUNTS.add_columns(
        _HIGHEST, select(func.count()).where(ledger_entries.c.id > _HIGHEST - LATEST).scalar_subquery()
    ),
}
