"""Months: which one an entry is posted to, and the lock that keeps a month from closing under a posting."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import Connection, Text, bindparam, func, select, text
from sqlalchemy.dialects import postgresql, sqlite

from gevinst.store.clock import day_begins, local_date
from gevinst.store.tables import periods


def month_of(instant_us: int) -> str:
    """The calendar month, where the municipality is, as `YYYY-MM`."""
    return month_of_day(local_date(instant_us))


def month_of_day(day: date) -> str:
    """A calendar day's month as `YYYY-MM`."""
    return day.strftime("%Y-%m")


def next_month(period: str) -> str:
    """The month after, as `YYYY-MM`."""
    year, month = map(int, period.split("-"))
    return f"{year + month // 12:04d}-{month % 12 + 1:02d}"


def previous_month(period: str) -> str:
    """The month before, as `YYYY-MM`."""
    return month_of_day(date.fromisoformat(f"{period}-01") - timedelta(days=1))


def month_instants(first: str, last: str = "") -> tuple[int, int]:
    """The instants at which a month begins and the next one does, where the municipality is; of several, to `last`."""
    return day_begins(date.fromisoformat(f"{first}-01")), day_begins(
        date.fromisoformat(f"{next_month(last or first)}-01")
    )


def month_end(period: str) -> date:
    """The last day of a month given as `YYYY-MM`."""
    return date.fromisoformat(f"{next_month(period)}-01") - timedelta(days=1)


def last_closed_month(connection: Connection) -> str | None:
    """The latest closed month; every month up to it is closed, whether it has a row or not."""
    return connection.execute(_LAST_CLOSED).scalar_one_or_none()


def months_known(connection: Connection, after: str, through: str) -> Sequence[str]:
    """The months after one, up to and with another, that have a row: each that has entries, and those that were closed."""
    span = (periods.c.period > after, periods.c.period <= through)
    return connection.execute(select(periods.c.period).where(*span).order_by(periods.c.period)).scalars().all()


def ensure_month(connection: Connection, period: str) -> None:
    """Give a month its row. Waits for another transaction that is giving it one."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    connection.execute(dialect.insert(periods).values(period=period).on_conflict_do_nothing(index_elements=["period"]))


def lock_open_period(connection: Connection, occurred_at: int) -> str:
    """The month an entry belongs to, held open until the transaction ends: see `hold_open`."""
    return hold_open(connection, month_of(occurred_at))


def hold_open(connection: Connection, month: str) -> str:
    """This month if it is open, else the earliest open one; it stays open until the transaction ends.

    The row is taken `FOR SHARE`; closing takes it `FOR UPDATE`, and the table from new postings, so a month is never
    summed while a posting is under way (on SQLite the write lock does it). What is closed is read after the lock is
    held: before, it could be out of date.
    """
    while True:
        held = connection.execute(_TAKE, {"of_month": month}).one_or_none()
        closed = last_closed_month(connection)
        if closed is not None and month <= closed:
            month = next_month(closed)
        elif held is None:
            ensure_month(connection, month)
        else:
            return month


def wait_for_postings(connection: Connection) -> None:
    """Wait for every posting under way; new ones wait for this transaction. For what changes what postings rest on.

    A posting takes its month's row before it looks anything else up, and this conflicts with any such lock. On SQLite
    the write lock does it.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("LOCK TABLE periods IN EXCLUSIVE MODE"))


_LAST_CLOSED = select(func.max(periods.c.period)).where(periods.c.closed_at.is_not(None))
_TAKE = select(periods.c.period).where(periods.c.period == bindparam("of_month", type_=Text)).with_for_update(read=True)
