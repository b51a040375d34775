"""The SQLite file behind an invented web system: what every one of them keeps, for tests to read and count."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

_SCHEMA = """
CREATE TABLE IF NOT EXISTS sessions (id TEXT PRIMARY KEY, account TEXT, last_seen REAL, expired INT DEFAULT 0);
CREATE TABLE IF NOT EXISTS notices (session TEXT PRIMARY KEY);
CREATE TABLE IF NOT EXISTS faults (id INTEGER PRIMARY KEY, fault TEXT, match TEXT, times INT);
CREATE TABLE IF NOT EXISTS requests (id INTEGER PRIMARY KEY, method TEXT, path TEXT, action TEXT, connection TEXT);
"""


@contextmanager
def opened(database: Path) -> Iterator[sqlite3.Connection]:
    """A connection whose work is committed at the end; rows are dictionary-like."""
    connection = sqlite3.connect(database, timeout=30)
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA synchronous = NORMAL")  # a stand-in needn't survive a power cut
    try:
        with connection:
            yield connection
    finally:
        connection.close()


@contextmanager
def created(database: Path, schema: str) -> Iterator[sqlite3.Connection]:
    """Make the shared tables and a system's own; within, put in what it starts with. What is there stays."""
    database.parent.mkdir(parents=True, exist_ok=True)
    with opened(database) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.executescript(_SCHEMA + schema)
        yield connection


@contextmanager
def kept_open(database: Path) -> Iterator[None]:
    """While the body runs, no other connection is the last one to close: that one folds the journal in, each time anew."""
    with opened(database) as connection:
        connection.execute("SELECT 1 FROM faults").fetchone()
        yield


def rows(database: Path, table: str) -> list[dict[str, Any]]:
    """A whole table, for tests and the demo's check."""
    with opened(database) as connection:
        return [dict(row) for row in connection.execute(f"SELECT * FROM {table} ORDER BY 1")]  # noqa: S608 (our tables)


def select(database: Path, query: str, *values: str | int) -> list[sqlite3.Row]:
    """Rows for a page."""
    with opened(database) as connection:
        return connection.execute(query, values).fetchall()


def log_request(database: Path, *, method: str, path: str, action: str, connection: str) -> None:
    """Note that a request came, and over which connection; never what was in it."""
    with opened(database) as handle:
        handle.execute(
            "INSERT INTO requests (method, path, action, connection) VALUES (?, ?, ?, ?)",
            (method, path, action, connection),
        )
