"""The one clock: a SQL expression, so that every worker on every machine asks the same one.

PostgreSQL's own `clock_timestamp()`; on SQLite, which is for one host, a registered function. Tests move it by an
offset.
"""

import time
from datetime import UTC, date, datetime
from datetime import time as daytime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import BigInteger, Connection, bindparam, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.expression import FunctionElement

from gevinst.settings import settings

MICROSECONDS = 1_000_000
SQLITE_FUNCTION = "gevinst_now_us"


class ClockOffset:
    """How far the clock is moved in this process; zero outside tests and rehearsals."""

    microseconds: int = 0


offset = ClockOffset()


class now_us(FunctionElement[int]):  # noqa: N801 (reads as the SQL function it is)
    """Now, UTC, in microseconds; evaluated by the database.

    The offset is a bound value, asked for when the statement runs: so statements with a clock in them, which are all
    that matter, are compiled once and not each time.
    """

    type = BigInteger()
    inherit_cache = True

    def __init__(self) -> None:
        super().__init__(bindparam("offset_us", callable_=lambda: offset.microseconds, type_=BigInteger, unique=True))


@compiles(now_us, "sqlite")
def _sqlite(element: now_us, compiler: Any, **kw: Any) -> str:  # noqa: ANN401 (the compiler's own signature)
    return f"{SQLITE_FUNCTION}()"


@compiles(now_us, "postgresql")
def _postgresql(element: now_us, compiler: Any, **kw: Any) -> str:  # noqa: ANN401
    return f"((extract(epoch from clock_timestamp()) * 1000000)::bigint + {compiler.process(element.clauses, **kw)})"


def host_now_us() -> int:
    """This host's clock with the offset; what SQLite's registered function answers."""
    return time.time_ns() // 1000 + offset.microseconds


def to_datetime(instant_us: int) -> datetime:
    """An instant as an aware UTC datetime."""
    return datetime.fromtimestamp(instant_us / MICROSECONDS, tz=UTC)


def from_datetime(moment: datetime) -> int:
    """An aware datetime as an instant."""
    return round(moment.timestamp() * MICROSECONDS)


def local_date(instant_us: int) -> date:
    """The calendar day of an instant where the municipality is (`GEVINST_TIMEZONE`)."""
    return to_datetime(instant_us).astimezone(ZoneInfo(settings().timezone)).date()


def noon(day: date) -> int:
    """The middle of a calendar day where the municipality is: the instant of what is known by its day only."""
    return from_datetime(datetime.combine(day, daytime(12), ZoneInfo(settings().timezone)))


def day_begins(day: date) -> int:
    """The first instant of a calendar day where the municipality is."""
    return from_datetime(datetime.combine(day, daytime(), ZoneInfo(settings().timezone)))


def today(connection: Connection) -> date:
    """The calendar day by the database's clock."""
    return local_date(connection.execute(select(now_us())).scalar_one())
