"""Wait for a database that went away (a restart, a failover, a lock held long), instead of failing the case in hand.

Only for work that may be done twice: a whole transaction that checks for itself what is already there.
"""

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy.exc import DBAPIError, OperationalError
from tenacity import Retrying, retry_if_exception, stop_after_delay, wait_exponential

from gevinst.settings import settings

T = TypeVar("T")


_STOOD_STILL = "25P03"
"""PostgreSQL's idle_in_transaction_session_timeout: the driver's class for it says nothing of a lost connection."""


def is_gone(error: BaseException | None) -> bool:
    """Whether the database, and not the statement, is the trouble: no connection, a lost one, or a lock held too long."""
    if isinstance(error, OperationalError):
        return True
    return isinstance(error, DBAPIError) and (
        error.connection_invalidated or getattr(error.orig, "sqlstate", "") == _STOOD_STILL
    )


def patiently(work: Callable[[], T]) -> T:
    """Do the work; while the database is gone, try again for `GEVINST_DATABASE_PATIENCE_SECONDS`.

    Raises:
        DBAPIError: The last one, when the database did not come back in time.
    """
    retrying = Retrying(
        retry=retry_if_exception(is_gone),
        stop=stop_after_delay(settings().database_patience_seconds),
        wait=wait_exponential(multiplier=0.2, max=5),
        reraise=True,
    )
    return retrying(work)
