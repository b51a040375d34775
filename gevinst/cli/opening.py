"""The database as a command opens it: at this code's revision, or one sentence that says what to run."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine

from gevinst.errors import ConfigurationError
from gevinst.store.engine import open_engine
from gevinst.store.engine import reading as read_only
from gevinst.store.migrate import check_not_newer, current_revision, head_revision


@contextmanager
def opened() -> Iterator[Engine]:
    """An engine on the settings' database, closed afterwards.

    Raises:
        ConfigurationError: The database isn't at this code's revision.
    """
    engine = open_engine()
    try:
        check_not_newer(engine)
        if current_revision(engine) != head_revision():
            raise ConfigurationError("the database is not at this version's revision: run `gevinst database upgrade`")
        yield engine
    finally:
        engine.dispose()


@contextmanager
def reading() -> Iterator[Connection]:
    """A transaction that can't write."""
    with opened() as engine, read_only(engine) as connection:
        yield connection


@contextmanager
def writing(*, keep: bool = True) -> Iterator[Connection]:
    """A transaction that is committed when the body ends well, and undone otherwise; not to `keep` it is a preview."""
    with opened() as engine, engine.begin() as connection:
        yield connection
        if not keep:
            connection.rollback()
