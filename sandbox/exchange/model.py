"""The mailbox model behind every face: mailboxes, folders, items with their MIME, and a log of what changed.

`Exchange(database)` is cheap to make and keeps no connection open: each call is one transaction, so a test may look into
(or deliver into) the database of a stand-in that runs as another process. Behaviour is Exchange's: an item's id changes
on every move, its immutable id doesn't, its change key changes with every change.

Every `item_id` may be the id or the immutable id; every `folder` may be a folder's id or its well-known name. Addresses
are compared without case. All times are in UTC.
"""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from sandbox.exchange import changelog, folders, items
from sandbox.exchange.entries import (
    DELETED,
    INBOX,
    NOT_MAIL,
    SENT,
    Changes,
    Folder,
    Item,
    ItemNotFound,
    MailboxNotFound,
    NoRecipients,
    NotADraft,
    Request,
    Sending,
)
from sandbox.exchange.outgoing import for_recipients, ready_to_send
from sandbox.exchange.reading_mime import HEADER_BYTES, headers_of
from sandbox.exchange.schema import create, reading, writing


class Exchange:
    """All mailboxes of one stand-in."""

    def __init__(self, database: Path) -> None:
        self.database = database
        create(database)

    # Mailboxes

    def add_mailbox(self, address: str, *, name: str = "", granted: bool = True) -> None:
        """Make a mailbox with its system folders, unless it is there; without `granted` the robot may not open it."""
        with writing(self.database) as connection:
            known = connection.execute("SELECT 1 FROM mailboxes WHERE address = ?", (address.lower(),)).fetchone()
            if known is None:
                row = (address.lower(), name or address.partition("@")[0], granted)
                connection.execute("INSERT INTO mailboxes VALUES (?, ?, ?)", row)
                folders.insert_system_folders(connection, address.lower())

    def grant(self, address: str, *, granted: bool) -> None:
        """What an administrator does: give the robot access to a mailbox, or take it away."""
        with writing(self.database) as connection:
            connection.execute("UPDATE mailboxes SET granted = ? WHERE address = ?", (granted, address.lower()))

    def mailboxes(self) -> list[str]:
        """The addresses."""
        with reading(self.database) as connection:
            return [row["address"] for row in connection.execute("SELECT address FROM mailboxes ORDER BY address")]

    def check_mailbox(self, address: str) -> None:
        """Raise `MailboxNotFound` unless it is there and the robot may open it."""
        with reading(self.database) as connection:
            row = connection.execute("SELECT granted FROM mailboxes WHERE address = ?", (address.lower(),)).fetchone()
        if row is None or not row["granted"]:
            raise MailboxNotFound(denied=row is not None)

    def mailbox_of(self, entry_id: str) -> str:
        """Whose item or folder an id (or immutable id) is: EWS names only the item, never the mailbox it is in."""
        with reading(self.database) as connection:
            row = connection.execute(
                "SELECT mailbox FROM items WHERE id = ? UNION ALL SELECT mailbox FROM items WHERE immutable_id = ? UNION ALL "
                "SELECT mailbox FROM folders WHERE id = ?",
                (entry_id, entry_id, entry_id),
            ).fetchone()
        if row is None:
            raise ItemNotFound
        return str(row["mailbox"])

    # Folders

    def folders(self, mailbox: str, *, every_kind: bool = False) -> list[Folder]:
        """The mail folders of the mailbox (or its calendar and contacts too), parents before their children."""
        with reading(self.database) as connection:
            found = folders.all_of(connection, mailbox.lower())
        return [each for each in found if every_kind or each.well_known not in NOT_MAIL]

    def folder(self, mailbox: str, folder: str) -> Folder:
        """One folder; raises `FolderNotFound`."""
        with reading(self.database) as connection:
            return folders.one(connection, mailbox.lower(), folder)

    def create_folder(self, mailbox: str, parent: str, name: str) -> Folder:
        """A new folder; raises `FolderExists`."""
        with writing(self.database) as connection:
            return folders.insert(connection, mailbox.lower(), folders.place(connection, mailbox.lower(), parent), name)

    # Items

    def items(self, mailbox: str, folder: str) -> list[Item]:
        """The items of a folder, the newest first; the faces filter, sort and page."""
        with reading(self.database) as connection:
            return items.in_folder(connection, folders.place(connection, mailbox.lower(), folder).id)

    def item(self, mailbox: str, item_id: str) -> Item:
        """One item; raises `ItemNotFound`."""
        with reading(self.database) as connection:
            return items.one(connection, mailbox.lower(), item_id)

    def mime(self, item: Item) -> bytes:
        """The item's content as it came; raises `ItemNotFound` where it was replaced or deleted meanwhile."""
        with reading(self.database) as connection:
            row = connection.execute("SELECT mime FROM contents WHERE key = ?", (item.content,)).fetchone()
        if row is None:
            raise ItemNotFound
        return bytes(row["mime"])

    def head(self, item: Item) -> bytes:
        """The first part of the content, with all its headers, for those who want no more of a big mail."""
        with reading(self.database) as connection:
            row = connection.execute(
                "SELECT substr(mime, 1, ?) AS mime FROM contents WHERE key = ?", (HEADER_BYTES, item.content)
            ).fetchone()
        if row is None:
            raise ItemNotFound
        return bytes(row["mime"] or b"")  # SQLite has no part of an empty content

    def add(
        self,
        mailbox: str,
        folder: str,
        mime: bytes,
        *,
        is_draft: bool = False,
        is_read: bool = False,
        categories: Sequence[str] = (),
        received_at: datetime | None = None,
    ) -> Item:
        """Put an item into a folder, as a delivery or a saved draft does; received now, unless said."""
        with writing(self.database) as connection:
            target = folders.place(connection, mailbox.lower(), folder)
            new = items.New(mime, is_draft, is_read, tuple(categories), received_at or datetime.now(tz=UTC))
            return items.insert(connection, target, new)

    def deliver(self, address: str, mime: bytes, *, received_at: datetime | None = None) -> Item:
        """A mail arrives in the inbox; raises `MailboxNotFound` where there is none of that address."""
        if address.lower() not in self.mailboxes():
            raise MailboxNotFound
        return self.add(address, INBOX, mime, received_at=received_at)

    def update(
        self,
        mailbox: str,
        item_id: str,
        *,
        is_read: bool | None = None,
        categories: Sequence[str] | None = None,
        mime: bytes | None = None,
        change_key: str = "",
    ) -> Item:
        """Change what is given; raises `ChangedMeanwhile` where a `change_key` is given that isn't the item's any more."""
        with writing(self.database) as connection:
            item = items.one(connection, mailbox.lower(), item_id)
            change = items.Changed(is_read, None if categories is None else tuple(categories), mime, change_key)
            return items.update(connection, item, change)

    def touch(self, mailbox: str, item_id: str) -> Item:
        """Somebody else changed the item a moment ago: a new change key (the `wrong-etag` fault)."""
        return self.update(mailbox, item_id, categories=self.item(mailbox, item_id).categories)

    def move(self, mailbox: str, item_id: str, folder: str) -> Item:
        """Move it; it has another id then, and the old one is `ItemNotFound` in the same moment."""
        with writing(self.database) as connection:
            target = folders.place(connection, mailbox.lower(), folder)
            return items.move(connection, items.one(connection, mailbox.lower(), item_id), target)

    def delete(self, mailbox: str, item_id: str, *, for_good: bool = False) -> None:
        """Move it to the deleted items, or remove it for good."""
        with writing(self.database) as connection:
            item = items.one(connection, mailbox.lower(), item_id)
            if for_good:
                items.remove(connection, item)
            else:
                items.move(connection, item, folders.place(connection, mailbox.lower(), DELETED))

    # Sending

    def send(self, mailbox: str, draft_id: str, *, save: bool = True, saved_in: str = SENT) -> Item | None:
        """Send a draft: it moves to Sent (or is removed, without `save`) and arrives in those mailboxes that are ours."""
        with writing(self.database) as connection:
            item = items.one(connection, mailbox.lower(), draft_id)
            if not item.is_draft:
                raise NotADraft
            mime = ready_to_send(self._content(connection, item), mailbox.lower())
            self._transmit(connection, mailbox.lower(), mime)
            if not save:
                items.remove(connection, item)
                return None
            target = folders.place(connection, mailbox.lower(), saved_in)
            return items.move(connection, item, target, sent=mime)

    def send_mime(self, mailbox: str, mime: bytes, *, save: bool = True, saved_in: str = SENT) -> Item | None:
        """Send without a draft before it, in one step that can't be looked up halfway."""
        mime = ready_to_send(mime, mailbox.lower())
        with writing(self.database) as connection:
            self._transmit(connection, mailbox.lower(), mime)
            if not save:
                return None
            target = folders.place(connection, mailbox.lower(), saved_in)
            return items.insert(connection, target, items.New(mime, False, True, (), datetime.now(tz=UTC)))  # noqa: FBT003

    def sendings(self) -> list[Sending]:
        """Everything that left, in order: a mail sent twice is here twice."""
        with reading(self.database) as connection:
            rows = connection.execute("SELECT * FROM sendings ORDER BY number").fetchall()
        return [
            Sending(row["mailbox"], row["message_id"], row["recipients"], datetime.fromisoformat(row["at"]))
            for row in rows
        ]

    # What changed

    def changes(
        self, mailbox: str, folder: str, after: int = 0, *, limit: int = 512, immutable: bool = False
    ) -> Changes:
        """The net changes of a folder after a number (0: everything that is in it), for SyncFolderItems and delta.

        Args:
            mailbox: Whose.
            folder: Id or well-known name.
            after: `Changes.number` of the answer before.
            limit: How many changes at most; `more` says that there are others.
            immutable: The caller knows items by their immutable ids: a mail that left and came back is then one.
        """
        with reading(self.database) as connection:
            found = folders.place(connection, mailbox.lower(), folder)
            return changelog.changes(connection, found.id, after, limit=limit, immutable=immutable)

    # What was called

    def log(self, face: str, operation: str, account: str, *, authorised: bool | None, status: int) -> None:
        """Note one call; each face does it when it knows what it answers."""
        row = (face, operation, account, authorised, status, datetime.now(tz=UTC).isoformat())
        with writing(self.database) as connection:
            connection.execute(
                "INSERT INTO log_of_requests (face, operation, account, authorised, status, at) "
                "VALUES (?, ?, ?, ?, ?, ?)",
                row,
            )

    def requests(self, *, face: str = "", operation: str = "") -> list[Request]:
        """The calls so far, in order, of one face and operation or of all."""
        with reading(self.database) as connection:
            rows = connection.execute(
                "SELECT * FROM log_of_requests WHERE ? IN ('', face) AND ? IN ('', operation) ORDER BY number",
                (face, operation),
            ).fetchall()
        return [_request(row) for row in rows]

    def forget_requests(self) -> None:
        """Empty the log, so that a test counts from here."""
        with writing(self.database) as connection:
            connection.execute("DELETE FROM log_of_requests")

    @staticmethod
    def _content(connection: sqlite3.Connection, item: Item) -> bytes:
        return bytes(connection.execute("SELECT mime FROM contents WHERE key = ?", (item.content,)).fetchone()["mime"])

    def _transmit(self, connection: sqlite3.Connection, mailbox: str, mime: bytes) -> None:
        headers = headers_of(mime)
        if not headers.recipients:
            raise NoRecipients
        now = datetime.now(tz=UTC)
        row = (mailbox, headers.message_id, " ".join(headers.recipients), now.isoformat())
        connection.execute("INSERT INTO sendings (mailbox, message_id, recipients, at) VALUES (?, ?, ?, ?)", row)
        for address in _ours(connection, headers.recipients):
            inbox = folders.place(connection, address, INBOX)
            items.insert(connection, inbox, items.New(for_recipients(mime), False, False, (), now))  # noqa: FBT003


def _ours(connection: sqlite3.Connection, recipients: Iterable[str]) -> list[str]:
    known = connection.execute(
        "SELECT address FROM mailboxes WHERE address IN (SELECT value FROM json_each(?))", (json.dumps([*recipients]),)
    )
    return [row["address"] for row in known]


def _request(row: sqlite3.Row) -> Request:
    authorised = None if row["authorised"] is None else bool(row["authorised"])
    at = datetime.fromisoformat(row["at"])
    return Request(row["face"], row["operation"], row["account"], authorised, row["status"], at)
