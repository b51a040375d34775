"""The local backend's state in SQLite: one row a mail, and a journal of what changed, from which versions and tokens come.

A mail's version is the number of its last line in the journal; a token is the folder and the number it was given at. So
both rise with every change, and a mailbox made before the journal needs no conversion: its mails are at version 0.
"""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from tenacity import retry, retry_if_exception_type, stop_after_delay, wait_random

from connectors.mail.port import Folder, MailSummary

_SCHEMA = (
    """CREATE TABLE IF NOT EXISTS mails (id INTEGER PRIMARY KEY AUTOINCREMENT, folder TEXT NOT NULL,
      message_id TEXT NOT NULL, received_at TEXT NOT NULL, file TEXT NOT NULL, size INT NOT NULL,
      is_read INT NOT NULL DEFAULT 0, categories TEXT NOT NULL DEFAULT '[]')""",
    "CREATE INDEX IF NOT EXISTS by_message_id ON mails (folder, message_id)",
    "CREATE INDEX IF NOT EXISTS by_file ON mails (file)",
    "CREATE TABLE IF NOT EXISTS deliveries (name TEXT PRIMARY KEY)",
    """CREATE TABLE IF NOT EXISTS changes (number INTEGER PRIMARY KEY AUTOINCREMENT, folder TEXT NOT NULL,
      mail_id INTEGER NOT NULL)""",
    "CREATE INDEX IF NOT EXISTS changes_of_mail ON changes (mail_id)",
    "CREATE TABLE IF NOT EXISTS folders (folder TEXT PRIMARY KEY)",
)
VERSION = "COALESCE((SELECT MAX(number) FROM changes WHERE mail_id = mails.id), 0)"


def prepare(file: Path) -> None:
    """Make the tables, unless they are there."""
    with reading(file) as connection:
        _use_write_ahead_log(connection)
    with writing(file) as connection:
        for statement in _SCHEMA:
            connection.execute(statement)


@contextmanager
def reading(file: Path) -> Iterator[sqlite3.Connection]:
    """A connection of one's own, closed at the end: one that waits for another process's write, not one that fails."""
    connection = sqlite3.connect(file, timeout=60, isolation_level=None)
    connection.row_factory = sqlite3.Row
    try:
        yield connection
    finally:
        connection.close()


@contextmanager
def writing(file: Path) -> Iterator[sqlite3.Connection]:
    """One durable transaction: all of it or nothing, whenever the process is killed."""
    with reading(file) as connection:
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield connection
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")


def changed(connection: sqlite3.Connection, folder: str, mail_id: int | str) -> None:
    """Write into the journal that a mail of a folder is new there, another than it was, or gone from it."""
    connection.execute("INSERT INTO changes (folder, mail_id) VALUES (?, ?)", (folder, mail_id))


def last_change(connection: sqlite3.Connection) -> int:
    """The number of the journal's last line."""
    return int(connection.execute("SELECT COALESCE(MAX(number), 0) FROM changes").fetchone()[0])


def number_in(token: str, folder: Folder, last: int) -> int | None:
    """What a token stands for; None when it is none of ours, another folder's, or younger than the journal."""
    of, _, number = token.partition(":")
    return int(number) if of == folder and number.isdecimal() and int(number) <= last else None


def summary(row: sqlite3.Row) -> MailSummary:
    """A row of `mails`, read together with `VERSION`, as the port gives it."""
    return MailSummary(
        id=str(row["id"]),
        folder=Folder(row["folder"]),
        received_at=datetime.fromisoformat(row["received_at"]),
        size=row["size"],
        is_read=bool(row["is_read"]),
        message_id=row["message_id"],
        categories=tuple(json.loads(row["categories"])),
        version=str(row["version"]),
    )


def as_text(moment: datetime) -> str:
    """A moment in the one form the table has, so that it sorts as text."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


@retry(
    retry=retry_if_exception_type(sqlite3.OperationalError),
    stop=stop_after_delay(30),
    wait=wait_random(0.01, 0.1),
    reraise=True,
)
def _use_write_ahead_log(connection: sqlite3.Connection) -> None:
    """Lasting once set. Two processes that both set it first don't wait for each other, whatever the time-out says."""
    connection.execute("PRAGMA journal_mode = WAL")
