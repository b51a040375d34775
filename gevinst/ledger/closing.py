"""Close a month: sum it, hash it, chain it to the month before; from then on it takes no entry and its row no change."""

from dataclasses import dataclass

from sqlalchemy import Connection, func, select, update

from gevinst.errors import Refused
from gevinst.ledger.closed_sums import write_sums
from gevinst.ledger.export import FIRST_PREVIOUS, chained_hash
from gevinst.ledger.periods import ensure_month, last_closed_month, month_of, next_month, wait_for_postings
from gevinst.staff import staff_id
from gevinst.store.clock import now_us
from gevinst.store.tables import ledger_entries, periods


@dataclass(frozen=True)
class ClosedMonth:
    """What was closed and when (UTC, microseconds): the figures printed in reports, and the hash that vouches for them."""

    period: str
    entry_count: int
    seconds: int
    previous_hash: str
    hash: str
    closed_at: int


def close_month(connection: Connection, period: str, *, initials: str) -> ClosedMonth:
    """Close an ended month; months before it without any entry are closed with it.

    Args:
        connection: A write transaction. It waits for postings under way, and new ones wait for it.
        period: The month, as `YYYY-MM`.
        initials: Who closes it.

    Raises:
        Refused: When the month hasn't ended, is closed already, or one before it is open and has entries.
    """
    wait_for_postings(connection)
    now: int = connection.execute(select(now_us())).scalar_one()
    if not is_month(period) or period >= month_of(now):
        raise Refused(f"'{period}' is no month that has ended; months look like 2026-10")
    last = last_closed_month(connection)
    if last is not None and period <= last:
        raise Refused(f"{period} is closed already; what is still to be counted for it goes to the earliest open month")
    _refuse_open_month_before(connection, period, last or "")
    who = staff_id(connection, initials)
    between = next_month(last) if last else period
    while between < period:
        _close(connection, between, who)
        between = next_month(between)
    closed = _close(connection, period, who)
    write_sums(connection, period)
    return closed


def is_month(period: str) -> bool:
    """Whether a text is a month as `YYYY-MM`."""
    return len(period) == 7 and period[4] == "-" and period[:4].isdigit() and period[5:] in _MONTHS


_MONTHS = frozenset(f"{month:02d}" for month in range(1, 13))


def closed_months(connection: Connection) -> list[ClosedMonth]:
    """The chain, oldest first."""
    rows = connection.execute(select(periods).where(periods.c.closed_at.is_not(None)).order_by(periods.c.period))
    return [
        ClosedMonth(row.period, row.entry_count, row.seconds, row.previous_hash, row.hash, row.closed_at)
        for row in rows
    ]


def _refuse_open_month_before(connection: Connection, period: str, last: str) -> None:
    earliest = select(func.min(ledger_entries.c.period)).where(
        ledger_entries.c.period > last, ledger_entries.c.period < period
    )
    month = connection.execute(earliest).scalar_one_or_none()
    if month is not None:
        raise Refused(f"{month} is still open and has entries: close it first")


def _close(connection: Connection, period: str, who: int) -> ClosedMonth:
    ensure_month(connection, period)
    connection.execute(select(periods.c.period).where(periods.c.period == period).with_for_update())
    last = last_closed_month(connection)
    previous = FIRST_PREVIOUS
    if last is not None:
        previous = connection.execute(select(periods.c.hash).where(periods.c.period == last)).scalar_one()
    count, seconds = connection.execute(
        select(func.count(), func.coalesce(func.sum(ledger_entries.c.seconds), 0)).where(
            ledger_entries.c.period == period
        )
    ).one()
    digest = chained_hash(connection, period, previous)
    closed_at: int = connection.execute(
        update(periods)
        .where(periods.c.period == period)
        .returning(periods.c.closed_at)
        .values(
            closed_at=now_us(),
            closed_by=who,
            entry_count=count,
            seconds=int(seconds),
            hash=digest,
            previous_hash=previous,
        )
    ).scalar_one()
    return ClosedMonth(period, count, int(seconds), previous, digest, closed_at)
