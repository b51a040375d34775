"""Folders in the tables. For the model alone: the faces ask `Exchange`."""

import secrets
import sqlite3
from typing import NamedTuple

from sandbox.exchange.entries import NOT_MAIL, ROOT, TOP, WELL_KNOWN, Folder, FolderExists, FolderNotFound

_SELECT = """SELECT f.*,
  (SELECT count(*) FROM items i WHERE i.folder_id = f.id) AS total,
  (SELECT count(*) FROM items i WHERE i.folder_id = f.id AND NOT i.is_read) AS unread,
  (SELECT count(*) FROM folders c WHERE c.parent_id = f.id AND c.well_known NOT IN ('calendar', 'contacts')) AS children
  FROM folders f WHERE f.mailbox = ?"""


class Place(NamedTuple):
    """A folder that items are put into or looked up in."""

    id: str
    mailbox: str


def new_id() -> str:
    """An id as opaque as Exchange's, and safe in an address."""
    return f"AAMk{secrets.token_urlsafe(24)}"


def new_change_key() -> str:
    """A change key; never the same twice."""
    return f"CQAAABYAAAC{secrets.token_urlsafe(12)}"


def insert_system_folders(connection: sqlite3.Connection, mailbox: str) -> None:
    """The root, the top that people see, and what is under it in every mailbox."""
    root = _insert(connection, mailbox, "", ROOT, "Root")
    top = _insert(connection, mailbox, root, TOP, "Øverste niveau i informationslageret")
    for well_known, name in [*WELL_KNOWN.items(), *((key, name) for key, (name, _) in NOT_MAIL.items())]:
        _insert(connection, mailbox, top, well_known, name)


def insert(connection: sqlite3.Connection, mailbox: str, parent: Place, name: str) -> Folder:
    """A folder that somebody makes."""
    siblings = connection.execute("SELECT name FROM folders WHERE mailbox = ? AND parent_id = ?", (mailbox, parent.id))
    if name.casefold() in {row["name"].casefold() for row in siblings}:
        raise FolderExists
    return one(connection, mailbox, _insert(connection, mailbox, parent.id, "", name))


def one(connection: sqlite3.Connection, mailbox: str, folder: str) -> Folder:
    """By id or by well-known name."""
    by = "f.id = ?" if folder.startswith("AAMk") else "f.well_known = ? AND f.well_known <> ''"
    row = connection.execute(f"{_SELECT} AND {by}", (mailbox, folder)).fetchone()
    if row is None:
        raise FolderNotFound
    return _folder(row)


def place(connection: sqlite3.Connection, mailbox: str, folder: str) -> Place:
    """Where it is, without counting what is in it: counting takes longer the more there is."""
    by = "id = ?" if folder.startswith("AAMk") else "well_known = ? AND well_known <> ''"
    row = connection.execute(f"SELECT id FROM folders WHERE mailbox = ? AND {by}", (mailbox, folder)).fetchone()  # noqa: S608
    if row is None:
        raise FolderNotFound
    return Place(row["id"], mailbox)


def all_of(connection: sqlite3.Connection, mailbox: str) -> list[Folder]:
    """Every folder, in the order they were made: parents come first."""
    return [_folder(row) for row in connection.execute(f"{_SELECT} ORDER BY f.rowid", (mailbox,))]


def _insert(connection: sqlite3.Connection, mailbox: str, parent_id: str, well_known: str, name: str) -> str:
    row = (new_id(), new_change_key(), mailbox, parent_id, well_known, name)
    connection.execute("INSERT INTO folders VALUES (?, ?, ?, ?, ?, ?)", row)
    return row[0]


def _folder(row: sqlite3.Row) -> Folder:
    return Folder(**{name: row[name] for name in Folder.__dataclass_fields__})
