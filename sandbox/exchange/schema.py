"""The tables of the stand-in, and connections to them. One file; several processes may have it open."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_TABLES = """
CREATE TABLE IF NOT EXISTS mailboxes (address TEXT PRIMARY KEY, name TEXT NOT NULL, granted INT NOT NULL);
CREATE TABLE IF NOT EXISTS folders (id TEXT PRIMARY KEY, change_key TEXT NOT NULL, mailbox TEXT NOT NULL,
  parent_id TEXT NOT NULL, well_known TEXT NOT NULL, name TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS folders_of ON folders (mailbox, parent_id);
CREATE TABLE IF NOT EXISTS contents (key INTEGER PRIMARY KEY AUTOINCREMENT, mime BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS items (number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE,
  immutable_id TEXT NOT NULL UNIQUE, change_key TEXT NOT NULL, mailbox TEXT NOT NULL, folder_id TEXT NOT NULL,
  content INT NOT NULL, message_id TEXT NOT NULL, subject TEXT NOT NULL, sender TEXT NOT NULL, recipients TEXT NOT NULL,
  is_read INT NOT NULL, is_draft INT NOT NULL, categories TEXT NOT NULL, received_at TEXT NOT NULL,
  sent_at TEXT NOT NULL, created_at TEXT NOT NULL, modified_at TEXT NOT NULL, size INT NOT NULL,
  has_attachments INT NOT NULL);
CREATE INDEX IF NOT EXISTS items_in ON items (folder_id, received_at);
CREATE TABLE IF NOT EXISTS changes (number INTEGER PRIMARY KEY AUTOINCREMENT, folder_id TEXT NOT NULL,
  item_id TEXT NOT NULL, immutable_id TEXT NOT NULL, kind TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS changes_in ON changes (folder_id, number);
CREATE TABLE IF NOT EXISTS sendings (number INTEGER PRIMARY KEY AUTOINCREMENT, mailbox TEXT NOT NULL,
  message_id TEXT NOT NULL, recipients TEXT NOT NULL, at TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS faults (number INTEGER PRIMARY KEY AUTOINCREMENT, switch TEXT NOT NULL,
  operation TEXT NOT NULL, times INT NOT NULL, seconds REAL NOT NULL);
CREATE TABLE IF NOT EXISTS log_of_requests (number INTEGER PRIMARY KEY AUTOINCREMENT, face TEXT NOT NULL,
  operation TEXT NOT NULL, account TEXT NOT NULL, authorised INT, status INT NOT NULL, at TEXT NOT NULL);
"""


def create(database: Path) -> None:
    """Make the tables, unless they are there."""
    database.parent.mkdir(parents=True, exist_ok=True)
    with reading(database) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.executescript(_TABLES)


@contextmanager
def reading(database: Path) -> Iterator[sqlite3.Connection]:
    """A connection of one's own."""
    connection = sqlite3.connect(database, timeout=60, isolation_level=None)
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA synchronous = OFF")  # a stand-in may lose its post with the machine's power
    try:
        yield connection
    finally:
        connection.close()


@contextmanager
def writing(database: Path) -> Iterator[sqlite3.Connection]:
    """A transaction that holds the write lock from its start."""
    with reading(database) as connection:
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield connection
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")
