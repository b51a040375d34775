"""Everything PENSYS knows, in one SQLite file that a test can read, count and arm faults in."""

import hashlib
import sqlite3
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Any

from sandbox.people import Person

_SCHEMA = """
CREATE TABLE IF NOT EXISTS citizens (cpr TEXT PRIMARY KEY, name TEXT, address TEXT, has_grant INT, protected INT,
  deceased INT);
CREATE TABLE IF NOT EXISTS registrations (id INTEGER PRIMARY KEY, number TEXT UNIQUE, cpr TEXT, kind TEXT,
  treatment TEXT, treatment_date TEXT, amount TEXT, provider TEXT, cvr TEXT, received TEXT, sender TEXT,
  reference TEXT);
CREATE TABLE IF NOT EXISTS files (id INTEGER PRIMARY KEY, registration TEXT, name TEXT, remark TEXT, size INT,
  sha256 TEXT, content BLOB);
CREATE TABLE IF NOT EXISTS sessions (id TEXT PRIMARY KEY, account TEXT, last_seen REAL, expired INT DEFAULT 0);
CREATE TABLE IF NOT EXISTS faults (id INTEGER PRIMARY KEY, fault TEXT, match TEXT, times INT);
CREATE TABLE IF NOT EXISTS requests (id INTEGER PRIMARY KEY, method TEXT, path TEXT, action TEXT, connection TEXT);
"""
_COLUMNS = (
    "cpr",
    "kind",
    "treatment",
    "treatment_date",
    "amount",
    "provider",
    "cvr",
    "received",
    "sender",
    "reference",
)


class Fault(StrEnum):
    """What PENSYS can be told to do wrong."""

    DROP_AFTER_SAVE = "drop after save"
    DROP_BEFORE_SAVE = "drop before save"
    ERROR_500 = "error 500"
    EXPIRE_SESSION = "expire session"
    CHANGED_LABEL = "changed label"
    SLOW = "slow"


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


def create(database: Path, people: Iterable[Person]) -> None:
    """Make the tables and put the people in; what is there stays."""
    database.parent.mkdir(parents=True, exist_ok=True)
    with opened(database) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.executescript(_SCHEMA)
        connection.executemany(
            "INSERT OR IGNORE INTO citizens VALUES (?, ?, ?, ?, ?, ?)",
            [
                (p.cpr, p.name, f"{p.address}, {p.postcode} {p.city}", p.has_grant, p.protected, p.deceased)
                for p in people
                if p.known
            ],
        )


def arm(database: Path, fault: Fault, *, times: int = 1, match: str = "") -> None:
    """Let the next `times` requests fail like that, of those that hold every word of `match` (an action, a CPR …)."""
    with opened(database) as connection:
        connection.execute("INSERT INTO faults (fault, match, times) VALUES (?, ?, ?)", (fault, match, times))


def strikes(database: Path, fault: Fault, request: str) -> bool:
    """Whether an armed fault strikes this request; it is used up then."""
    with opened(database) as connection:
        armed = connection.execute("SELECT * FROM faults WHERE fault = ? AND times > 0", (fault,)).fetchall()
        for row in armed:
            if all(word in request for word in row["match"].split()):
                used = connection.execute(
                    "UPDATE faults SET times = times - 1 WHERE id = ? AND times > 0", (row["id"],)
                )
                return used.rowcount == 1
    return False


def rows(database: Path, table: str) -> list[dict[str, Any]]:
    """A whole table, for tests and the demo's check."""
    with opened(database) as connection:
        return [dict(row) for row in connection.execute(f"SELECT * FROM {table} ORDER BY 1")]  # noqa: S608 (our tables)


def select(database: Path, query: str, *values: str) -> list[sqlite3.Row]:
    """Rows for a page."""
    with opened(database) as connection:
        return connection.execute(query, values).fetchall()


def save_registration(database: Path, values: Mapping[str, str]) -> str:
    """Save one registration and return its number; nothing stops a second one like it. Also seeds existing ones."""
    with opened(database) as connection:
        cursor = connection.execute(
            f"INSERT INTO registrations ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})",  # noqa: S608
            [values.get(column, "") for column in _COLUMNS],
        )
        number = f"HT-2026-{cursor.lastrowid:06d}"
        connection.execute("UPDATE registrations SET number = ? WHERE id = ?", (number, cursor.lastrowid))
    return number


def save_file(database: Path, *, registration: str, name: str, remark: str, content: bytes) -> None:
    """Save one file on a registration, with its size and hash; nothing stops a second one like it."""
    sha256 = hashlib.sha256(content).hexdigest()
    with opened(database) as connection:
        connection.execute(
            "INSERT INTO files (registration, name, remark, size, sha256, content) VALUES (?, ?, ?, ?, ?, ?)",
            (registration, name, remark, len(content), sha256, content),
        )


def start_session(database: Path, session: str, account: str) -> None:
    """Remember who logged on."""
    with opened(database) as connection:
        connection.execute(
            "INSERT INTO sessions (id, account, last_seen) VALUES (?, ?, ?)", (session, account, time.time())
        )


def end_session(database: Path, session: str) -> None:
    """Let a session expire at once."""
    with opened(database) as connection:
        connection.execute("UPDATE sessions SET expired = 1 WHERE id = ?", (session,))


def touch_session(database: Path, session: str, idle_seconds: int) -> bool:
    """Whether the session still lives; using it keeps it alive."""
    now = time.time()
    with opened(database) as connection:
        touched = connection.execute(
            "UPDATE sessions SET last_seen = ? WHERE id = ? AND expired = 0 AND last_seen > ?",
            (now, session, now - idle_seconds),
        )
    return touched.rowcount == 1


def log_request(database: Path, *, method: str, path: str, action: str, connection: str) -> None:
    """Note that a request came, and over which connection; never what was in it."""
    with opened(database) as handle:
        handle.execute(
            "INSERT INTO requests (method, path, action, connection) VALUES (?, ?, ?, ?)",
            (method, path, action, connection),
        )
