"""Open the database, the same way everywhere: durable, foreign keys on, no write transaction that upgrades midway."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url

from gevinst.settings import settings
from gevinst.store.clock import SQLITE_FUNCTION, host_now_us

READ_ONLY = "gevinst_read_only"


def open_engine(url: str = "") -> Engine:
    """An engine on `url` (default: the settings' database); the SQLite file's folder is made, private to its owner.

    A failing statement's text leaves out its values: they may be a citizen's.
    """
    parsed = make_url(url or settings().resolved_database_url)
    if parsed.get_backend_name() == "sqlite":
        if parsed.database and parsed.database != ":memory:":
            Path(parsed.database).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        engine = create_engine(parsed, connect_args={"timeout": 60}, hide_parameters=True)
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        engine = create_engine(parsed, pool_pre_ping=True, hide_parameters=True)
        event.listen(engine, "connect", _prepare_postgresql)
    return engine


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A transaction in which the database itself refuses every write; a dry run never sees any other kind."""
    readable = {READ_ONLY: True, "postgresql_readonly": True}
    with engine.connect().execution_options(**readable) as connection, connection.begin():
        try:
            yield connection
        finally:
            if connection.dialect.name == "sqlite" and not connection.invalidated:
                connection.exec_driver_sql("PRAGMA query_only = OFF")


def _prepare_sqlite(connection: Any, _record: object) -> None:  # noqa: ANN401 (a driver's connection)
    connection.isolation_level = None  # we begin ourselves, see _begin_sqlite
    connection.create_function(SQLITE_FUNCTION, 0, host_now_us)
    for pragma in (
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        "recursive_triggers = ON",
        "busy_timeout = 60000",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    if connection.get_execution_options().get(READ_ONLY):
        connection.exec_driver_sql("PRAGMA query_only = ON")
        connection.exec_driver_sql("BEGIN")
    else:
        # A read that turns into a write midway fails at once on a busy database; taking the write lock first waits.
        connection.exec_driver_sql("BEGIN IMMEDIATE")


def _prepare_postgresql(connection: Any, _record: object) -> None:  # noqa: ANN401 (a driver's connection)
    # A worker that stands still within a transaction, or a machine that vanished, would hold its item's row for hours.
    connection.execute(f"SET idle_in_transaction_session_timeout = '{settings().lease_seconds}s'")
    # Compiling a statement takes longer than any of ours runs: half of the figures' time over a million entries.
    connection.execute("SET jit = off")
    connection.commit()
