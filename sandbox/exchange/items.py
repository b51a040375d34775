"""Items in the tables, each change with its line in the change log. For the model alone: the faces ask `Exchange`."""

import json
import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from sandbox.exchange.entries import ChangedMeanwhile, ChangeKind, Item, ItemNotFound
from sandbox.exchange.folders import Place, new_change_key, new_id
from sandbox.exchange.reading_mime import header, header_block, headers_of

_TIMES = ("received_at", "sent_at", "created_at", "modified_at")
_TRUTHS = ("is_read", "is_draft", "has_attachments")
_MOST_MADE = 50_000
_MADE: dict[str, Item] = {}


@dataclass(frozen=True)
class New:
    """An item to be."""

    mime: bytes
    is_draft: bool
    is_read: bool
    categories: tuple[str, ...]
    received_at: datetime


@dataclass(frozen=True)
class Changed:
    """What to change; None leaves it."""

    is_read: bool | None
    categories: tuple[str, ...] | None
    mime: bytes | None
    change_key: str


def in_folder(connection: sqlite3.Connection, folder_id: str) -> list[Item]:
    """The newest first; what came in the same moment, the last first."""
    rows = connection.execute(
        "SELECT * FROM items WHERE folder_id = ? ORDER BY received_at DESC, number DESC", (folder_id,)
    )
    return [item_of(row) for row in rows]


def one(connection: sqlite3.Connection, mailbox: str, item_id: str) -> Item:
    """By id or immutable id."""
    row = connection.execute(
        "SELECT * FROM items WHERE mailbox = ? AND (id = ? OR immutable_id = ?)", (mailbox, item_id, item_id)
    ).fetchone()
    if row is None:
        raise ItemNotFound
    return item_of(row)


def insert(connection: sqlite3.Connection, folder: Place, new: New) -> Item:
    """A new item."""
    now = datetime.now(tz=UTC)
    headers = headers_of(new.mime)
    row = {
        "id": new_id(),
        "immutable_id": new_id(),
        "change_key": new_change_key(),
        "mailbox": folder.mailbox,
        "folder_id": folder.id,
        "content": connection.execute("INSERT INTO contents (mime) VALUES (?)", (new.mime,)).lastrowid,
        "message_id": headers.message_id,
        "subject": headers.subject,
        "sender": headers.sender,
        "recipients": " ".join(headers.recipients),
        "is_read": new.is_read or new.is_draft,
        "is_draft": new.is_draft,
        "categories": json.dumps(new.categories, ensure_ascii=False),
        "received_at": _text(new.received_at),
        "sent_at": _text(_sent_at(new.mime) or new.received_at),
        "created_at": _text(now),
        "modified_at": _text(now),
        "size": len(new.mime),
        "has_attachments": headers.has_attachments,
    }
    names = ", ".join(row)
    marks = ", ".join(f":{name}" for name in row)
    connection.execute(f"INSERT INTO items ({names}) VALUES ({marks})", row)  # noqa: S608 (names of ours)
    item = one(connection, folder.mailbox, str(row["id"]))
    _note(connection, item, ChangeKind.CREATED)
    return item


def update(connection: sqlite3.Connection, item: Item, change: Changed) -> Item:
    """Change it in place; only the read flag changing is a change of its own kind."""
    if change.change_key and change.change_key != item.change_key:
        raise ChangedMeanwhile
    values: dict[str, object] = {"change_key": new_change_key(), "modified_at": _text(datetime.now(tz=UTC))}
    if change.is_read is not None:
        values["is_read"] = change.is_read
    if change.categories is not None:
        values["categories"] = json.dumps(change.categories, ensure_ascii=False)
    if change.mime is not None:
        values |= _content(connection, item, change.mime)
    _set(connection, item, values)
    only_read = change.is_read is not None and change.categories is None and change.mime is None
    changed = one(connection, item.mailbox, item.id)
    _note(connection, changed, ChangeKind.READ if only_read else ChangeKind.UPDATED)
    return changed


def move(connection: sqlite3.Connection, item: Item, folder: Place, *, sent: bytes | None = None) -> Item:
    """Put it elsewhere under a new id; `sent` is what a draft became when it left."""
    values: dict[str, object] = {
        "id": new_id(),
        "change_key": new_change_key(),
        "folder_id": folder.id,
        "number": connection.execute("SELECT max(number) + 1 FROM items").fetchone()[0],
        "modified_at": _text(datetime.now(tz=UTC)),
    }
    if sent is not None:
        now = _text(datetime.now(tz=UTC))
        values |= {"is_draft": False, "is_read": True, "received_at": now, "sent_at": now}
        values |= _content(connection, item, sent)
    _note(connection, item, ChangeKind.DELETED)
    _set(connection, item, values)
    moved = one(connection, item.mailbox, str(values["id"]))
    _note(connection, moved, ChangeKind.CREATED)
    return moved


def remove(connection: sqlite3.Connection, item: Item) -> None:
    """Gone for good."""
    _note(connection, item, ChangeKind.DELETED)
    connection.execute("DELETE FROM items WHERE id = ?", (item.id,))
    connection.execute("DELETE FROM contents WHERE key = ?", (item.content,))


def item_of(row: sqlite3.Row) -> Item:
    """A row as the model hands it out. Made once for each change key: long listings are mostly what was listed before."""
    known = _MADE.get(row["change_key"])
    if known is not None:
        return known
    values = {name: row[name] for name in Item.__dataclass_fields__}
    values |= {name: datetime.fromisoformat(row[name]) for name in _TIMES}
    values |= {name: bool(row[name]) for name in _TRUTHS}
    item = Item(**values | {"categories": tuple(json.loads(row["categories"]))})
    if len(_MADE) >= _MOST_MADE:
        _MADE.clear()
    _MADE[item.change_key] = item
    return item


def _content(connection: sqlite3.Connection, item: Item, mime: bytes) -> dict[str, object]:
    connection.execute("DELETE FROM contents WHERE key = ?", (item.content,))
    headers = headers_of(mime)
    return {
        "content": connection.execute("INSERT INTO contents (mime) VALUES (?)", (mime,)).lastrowid,
        "message_id": headers.message_id,
        "subject": headers.subject,
        "sender": headers.sender,
        "recipients": " ".join(headers.recipients),
        "size": len(mime),
        "has_attachments": headers.has_attachments,
    }


def _set(connection: sqlite3.Connection, item: Item, values: dict[str, object]) -> None:
    names = ", ".join(f"{name} = :{name}" for name in values)
    connection.execute(f"UPDATE items SET {names} WHERE id = :old", values | {"old": item.id})  # noqa: S608


def _note(connection: sqlite3.Connection, item: Item, kind: ChangeKind) -> None:
    connection.execute(
        "INSERT INTO changes (folder_id, item_id, immutable_id, kind) VALUES (?, ?, ?, ?)",
        (item.folder_id, item.id, item.immutable_id, kind),
    )


def _text(moment: datetime) -> str:
    """One form in UTC, so that it sorts as text."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def _sent_at(mime: bytes) -> datetime | None:
    try:
        moment = parsedate_to_datetime(header(header_block(mime), "Date"))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
