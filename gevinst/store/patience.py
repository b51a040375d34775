"""Wait for a database that went away (a restart, a failover, a lock held long), instead of failing the case in hand.

Only for work that may be done twice: a whole transaction that checks for itself what is already there.
"""

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy.exc import DBAPIError, OperationalError
from tenacity import Retrying, retry_if_exception, stop_after_delay, wait_exponential

from gevinst.settings import settings

T = TypeVar("T")


def is_gone(error: BaseException | None) -> bool:
    """Whether the database, and not the statement, is the trouble: no connection, a lost one, or a lock held too long."""
    return isinstance(error, OperationalError) or (isinstance(error, DBAPIError) and error.connection_invalidated)


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
