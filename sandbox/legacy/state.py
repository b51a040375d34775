"""Everything PENSYS knows, in one SQLite file that a test can read, count and arm faults in."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from sqlite3 import Connection

from sandbox.legacy import seeds
from sandbox.people import Person
from sandbox.web.database import created, opened, rows, select
from sandbox.web.faults import Fault, arm

__all__ = ["Fault", "arm", "create", "rows", "save_enquiry", "save_file", "save_registration", "select"]

_SCHEMA = """
CREATE TABLE IF NOT EXISTS citizens (cpr TEXT PRIMARY KEY, name TEXT, address TEXT, has_grant INT, protected INT,
  deceased INT);
CREATE TABLE IF NOT EXISTS registrations (id INTEGER PRIMARY KEY, number TEXT UNIQUE, cpr TEXT, kind TEXT,
  treatment TEXT, treatment_date TEXT, amount TEXT, provider TEXT, cvr TEXT, received TEXT, sender TEXT,
  reference TEXT);
CREATE TABLE IF NOT EXISTS files (id INTEGER PRIMARY KEY, registration TEXT, name TEXT, remark TEXT, size INT,
  sha256 TEXT, content BLOB);
CREATE TABLE IF NOT EXISTS cases (id INTEGER PRIMARY KEY, number TEXT, opened TEXT, kind TEXT, status TEXT,
  amount_oere INT);
CREATE TABLE IF NOT EXISTS providers (id INTEGER PRIMARY KEY, cvr TEXT, name TEXT, town TEXT);
CREATE TABLE IF NOT EXISTS payments (cpr TEXT, year INT, month INT, benefit TEXT, amount_oere INT,
  PRIMARY KEY (cpr, year, month));
CREATE TABLE IF NOT EXISTS letters (id INTEGER PRIMARY KEY, cpr TEXT, sent TEXT, subject TEXT);
CREATE TABLE IF NOT EXISTS enquiries (id INTEGER PRIMARY KEY, subject TEXT, received TEXT, content TEXT);
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


def create(database: Path, people: Iterable[Person]) -> None:
    """Make the tables and put the people in, with what else there is; what is there stays."""
    known = [person for person in people if person.known]
    citizens = [
        (p.cpr, p.name, f"{p.address}, {p.postcode} {p.city}", p.has_grant, p.protected, p.deceased) for p in known
    ]
    with created(database, _SCHEMA) as connection:
        _fill(connection, "citizens", citizens)
        _fill(connection, "cases", seeds.cases())
        _fill(connection, "providers", seeds.providers())
        _fill(connection, "payments", seeds.payments(known))
        _fill(connection, "letters", seeds.letters(known))


def _fill(connection: Connection, table: str, found: Sequence[tuple[object, ...]]) -> None:
    if found:
        places = ", ".join("?" * len(found[0]))
        connection.executemany(f"INSERT OR IGNORE INTO {table} VALUES ({places})", found)  # noqa: S608 (our tables)


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


def save_enquiry(database: Path, *, subject: str, received: str, content: str) -> int:
    """Save one enquiry and return its number; nothing stops a second one like it."""
    with opened(database) as connection:
        cursor = connection.execute(
            "INSERT INTO enquiries (subject, received, content) VALUES (?, ?, ?)", (subject, received, content)
        )
    return int(cursor.lastrowid or 0)
