"""Everything SAGSYS knows, in one SQLite file that a test can read, count and arm faults in."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Any

from sandbox.people import Person

_SCHEMA = """
CREATE TABLE IF NOT EXISTS citizens (cpr TEXT PRIMARY KEY, name TEXT);
CREATE TABLE IF NOT EXISTS registrations (id INTEGER PRIMARY KEY, number TEXT UNIQUE, cpr TEXT, kind TEXT, text TEXT,
  date TEXT, amount TEXT, reference TEXT);
CREATE TABLE IF NOT EXISTS faults (id INTEGER PRIMARY KEY, fault TEXT, match TEXT, times INT);
CREATE TABLE IF NOT EXISTS keys (id INTEGER PRIMARY KEY, screen TEXT, key TEXT);
"""
COLUMNS = ("cpr", "kind", "text", "date", "amount", "reference")


class Fault(StrEnum):
    """What SAGSYS can be told to do wrong."""

    DROP = "drop"  # the connection ends without an answer
    DROP_BEFORE_SAVE = "drop before save"
    DROP_AFTER_SAVE = "drop after save"
    LOCK = "lock"  # the work is done and the answer painted, and the keyboard stays locked
    EARLY_UNLOCK = "early unlock"  # the keyboard comes free with the old screen on it, the answer a moment later
    SYSTEM_MESSAGE = "system message"
    EXPIRE_SESSION = "expire session"
    CHANGED_LABEL = "changed label"
    DOUBLE_LABEL = "double label"
    DEAF_SEARCH = "deaf search"  # the list shows everything, whatever was asked for


@contextmanager
def opened(database: Path) -> Iterator[sqlite3.Connection]:
    """A connection whose work is committed at the end; rows are dictionary-like."""
    connection = sqlite3.connect(database, timeout=30)
    connection.row_factory = sqlite3.Row
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
            "INSERT OR IGNORE INTO citizens VALUES (?, ?)", [(p.cpr, p.name) for p in people if p.known]
        )


def arm(database: Path, fault: Fault, *, times: int = 1, match: str = "") -> None:
    """Let the next `times` keys end like that, of those that hold every word of `match` (a screen, `PF5`, a text …)."""
    with opened(database) as connection:
        connection.execute("INSERT INTO faults (fault, match, times) VALUES (?, ?, ?)", (fault, match, times))


def strikes(database: Path, fault: Fault, pressed: str) -> bool:
    """Whether an armed fault strikes this key; it is used up then."""
    with opened(database) as connection:
        armed = connection.execute("SELECT * FROM faults WHERE fault = ? AND times > 0", (fault,)).fetchall()
        for row in armed:
            if set(row["match"].split()) <= set(pressed.split()):
                used = connection.execute(
                    "UPDATE faults SET times = times - 1 WHERE id = ? AND times > 0", (row["id"],)
                )
                return used.rowcount == 1
    return False


def rows(database: Path, table: str) -> list[dict[str, Any]]:
    """A whole table, for tests."""
    with opened(database) as connection:
        return [dict(row) for row in connection.execute(f"SELECT * FROM {table} ORDER BY 1")]  # noqa: S608 (our tables)


def registered(database: Path, cpr: str, reference: str) -> list[sqlite3.Row]:
    """What is registered on the number and under the reference; an empty one asks for nothing."""
    with opened(database) as connection:
        return connection.execute(
            "SELECT * FROM registrations WHERE (? = '' OR cpr = ?) AND (? = '' OR reference = ?) ORDER BY id",
            (cpr, cpr, reference, reference),
        ).fetchall()


def name_of(database: Path, cpr: str) -> str | None:
    """The citizen's name, or None when the number is nobody's."""
    with opened(database) as connection:
        found = connection.execute("SELECT name FROM citizens WHERE cpr = ?", (cpr,)).fetchone()
    return None if found is None else str(found["name"])


def save(database: Path, values: Mapping[str, str]) -> str:
    """Save one registration and return its number; nothing stops a second one like it. Also seeds existing ones."""
    with opened(database) as connection:
        cursor = connection.execute(
            f"INSERT INTO registrations ({', '.join(COLUMNS)}) VALUES ({', '.join('?' * len(COLUMNS))})",  # noqa: S608
            [values.get(column, "") for column in COLUMNS],
        )
        number = f"ME-2026-{cursor.lastrowid:06d}"
        connection.execute("UPDATE registrations SET number = ? WHERE id = ?", (number, cursor.lastrowid))
    return number


def log_key(database: Path, screen: str, key: str) -> None:
    """Note that a key came from a screen; never what was typed on it."""
    with opened(database) as connection:
        connection.execute("INSERT INTO keys (screen, key) VALUES (?, ?)", (screen, key))
