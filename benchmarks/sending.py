"""Send statements written by hand: through SQLAlchemy Core, and through the bare driver with nothing in between."""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from functools import cache
from typing import Any, Protocol

import psycopg
from psycopg.rows import namedtuple_row
from sqlalchemy import ClauseElement, Engine, create_engine
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite

from gevinst.store.clock import SQLITE_FUNCTION, host_now_us
from gevinst.store.engine import open_engine

PRAGMAS = ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "recursive_triggers = ON")


class Say(Protocol):
    """Run one statement, with values by name or with many rows; its rows, if it has any."""

    def __call__(self, statement: Any, /, many: Sequence[dict[str, Any]] = (), **values: Any) -> Sequence[Any]: ...  # noqa: ANN401, D102


Begin = Callable[[], AbstractContextManager[Say]]
"""A transaction: what is said in it is committed together."""


def plain_engine(engine: Engine) -> Engine:
    """What someone without Gevinst would open; on SQLite as durable and with the same kind of transaction as ours."""
    url = engine.url.render_as_string(hide_password=False)
    return open_engine(url) if engine.dialect.name == "sqlite" else create_engine(url)


def through_core(engine: Engine) -> Begin:
    """Through SQLAlchemy Core."""

    @contextmanager
    def begin() -> Iterator[Say]:
        with engine.begin() as connection:

            def say(statement: Any, /, many: Sequence[dict[str, Any]] = (), **values: Any) -> Sequence[Any]:  # noqa: ANN401
                result = connection.execute(statement, many or values)
                return result.all() if result.returns_rows else ()

            yield say

    return begin


def through_sqlite3(path: str) -> tuple[Begin, Callable[[], None]]:
    """Through Python's sqlite3; also how to close it."""
    connection = sqlite3.connect(path, isolation_level=None, timeout=60)
    connection.create_function(SQLITE_FUNCTION, 0, host_now_us)
    connection.row_factory = _named
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")

    @cache
    def made(statement: ClauseElement, columns: tuple[str, ...]) -> tuple[str, list[str], dict[str, Any]]:
        compiled = statement.compile(dialect=SQLiteDialect_pysqlite(), column_keys=list(columns) or None)
        return str(compiled), compiled.positiontup, compiled.params

    def say(statement: Any, /, many: Sequence[dict[str, Any]] = (), **values: Any) -> Sequence[Any]:  # noqa: ANN401
        sql, order, fixed = made(statement, tuple(many[0]) if many else ())
        if many:
            connection.executemany(sql, [[{**fixed, **row}[name] for name in order] for row in many])
            return ()
        return connection.execute(sql, [values.get(name, fixed[name]) for name in order]).fetchall()

    @contextmanager
    def begin() -> Iterator[Say]:
        connection.execute("BEGIN IMMEDIATE")
        yield say
        connection.execute("COMMIT")

    return begin, connection.close


def _named(cursor: sqlite3.Cursor, row: tuple[Any, ...]) -> Any:  # noqa: ANN401
    return _row_class(tuple(column[0] for column in cursor.description))(*row)


@cache
def _row_class(names: tuple[str, ...]) -> Callable[..., Any]:
    from collections import namedtuple

    return namedtuple("Row", names, rename=True)  # noqa: PYI024 (the columns are known only now)


def through_psycopg(engine: Engine) -> tuple[Begin, Callable[[], None]]:
    """Through psycopg; also how to close it."""
    address = engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    connection = psycopg.connect(address, row_factory=namedtuple_row)

    @cache
    def made(statement: ClauseElement, columns: tuple[str, ...]) -> tuple[str, dict[str, Any]]:
        compiled = statement.compile(dialect=PGDialect_psycopg(), column_keys=list(columns) or None)
        return str(compiled), dict(compiled.params)

    def say(statement: Any, /, many: Sequence[dict[str, Any]] = (), **values: Any) -> Sequence[Any]:  # noqa: ANN401
        sql, fixed = made(statement, tuple(many[0]) if many else ())
        cursor = connection.cursor()
        if many:
            cursor.executemany(sql, [{**fixed, **row} for row in many])
            return ()
        cursor.execute(sql, {**fixed, **values})
        return cursor.fetchall() if cursor.description else ()

    @contextmanager
    def begin() -> Iterator[Say]:
        with connection.transaction():
            yield say

    return begin, connection.close
