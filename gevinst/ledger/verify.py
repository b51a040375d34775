"""`gevinst ledger verify`: prove that the ledger is what it was, and that every minute traces to a case or a source."""

from collections.abc import Iterator

from sqlalchemy import Connection, func, select

from gevinst.ledger.checks import CORRECTIONS, ENTRIES, ITEMS, Finding, ask
from gevinst.ledger.closed_sums import differing
from gevinst.ledger.closing import closed_months
from gevinst.ledger.export import FIRST_PREVIOUS, chained_hash
from gevinst.store.tables import ledger_entries, periods


def verify(connection: Connection, *, against: str = "") -> list[Finding]:
    """Everything that is wrong; nothing when all holds.

    Args:
        connection: A transaction that only reads; all checks see one state of the database.
        against: A month's hash that was printed or mailed earlier. It must still be in the chain: whoever rewrote
            months and their hashes can't rewrite the paper.
    """
    found = [finding for check in (*ITEMS, *ENTRIES, *CORRECTIONS) for finding in ask(connection, check)]
    return [*found, *_chain(connection), *differing(connection), *_strays(connection), *_against(connection, against)]


def _chain(connection: Connection) -> Iterator[Finding]:
    """Each closed month, computed again."""
    previous = FIRST_PREVIOUS
    for month in closed_months(connection):
        count, seconds = connection.execute(
            select(func.count(), func.coalesce(func.sum(ledger_entries.c.seconds), 0)).where(
                ledger_entries.c.period == month.period
            )
        ).one()
        if count != month.entry_count:
            detail = f"held {month.entry_count} entries when it was closed, and holds {count} now"
            yield Finding(month.period, detail)
        elif seconds != month.seconds:
            yield Finding(month.period, f"summed to {month.seconds} s when it was closed, and sums to {seconds} s now")
        elif chained_hash(connection, month.period, month.previous_hash) != month.hash:
            yield Finding(month.period, "an entry is not what it was when the month was closed")
        if month.previous_hash != previous:
            yield Finding(month.period, "is not chained to the month before it")
        previous = month.hash


def _strays(connection: Connection) -> Iterator[Finding]:
    """Entries in a month that passed closed without ever having a row."""
    last = select(func.max(periods.c.period)).where(periods.c.closed_at.is_not(None)).scalar_subquery()
    known = select(periods.c.period).where(periods.c.closed_at.is_not(None))
    rows = connection.execute(
        select(ledger_entries.c.period, func.count().label("number"))
        .where(ledger_entries.c.period < last, ledger_entries.c.period.not_in(known))
        .group_by(ledger_entries.c.period)
        .order_by(ledger_entries.c.period)
    )
    for row in rows:
        yield Finding(row.period, f"{row.number} entries came into it after a later month was closed")


def _against(connection: Connection, known: str) -> Iterator[Finding]:
    if known and known not in {month.hash for month in closed_months(connection)}:
        yield Finding(known[:12], "no closed month has this hash: the chain is not the one it was printed from")
