"""The local backend: state in SQLite, one `.eml` per mail, a drop folder for what arrives; nothing leaves the machine.

Each act is one durable transaction, so a process killed around it leaves a state that a look can read. Ids change on
every move, as an Exchange server's do.
"""

import hashlib
import json
import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from email import policy
from email.parser import BytesHeaderParser
from typing import BinaryIO

from connectors.mail.port import Folder, MailNotFound, MailSummary
from gevinst.settings import settings

_SCHEMA = """
CREATE TABLE IF NOT EXISTS mails (id INTEGER PRIMARY KEY AUTOINCREMENT, folder TEXT NOT NULL, message_id TEXT NOT NULL,
  received_at TEXT NOT NULL, file TEXT NOT NULL, size INT NOT NULL, is_read INT NOT NULL DEFAULT 0,
  categories TEXT NOT NULL DEFAULT '[]', dropped_as TEXT UNIQUE);
CREATE INDEX IF NOT EXISTS by_message_id ON mails (folder, message_id);
"""


class LocalMailbox:
    """A mailbox in a folder: `mailbox.sqlite`, `eml/`, and `drop/`, where a `.eml` put down appears in the inbox."""

    def __init__(self, name: str) -> None:
        self.folder = settings().mail_folder / name
        for each in ("eml", "drop"):
            (self.folder / each).mkdir(parents=True, exist_ok=True, mode=0o700)
        with self._writing() as connection:
            connection.executescript(_SCHEMA)

    def check(self) -> None:
        """Take in what was dropped; a folder that can't be written raises here."""
        self._import_drops()

    def mails(self, folder: Folder, *, limit: int | None = None) -> list[MailSummary]:
        """The mails of a folder, oldest first; what was dropped is taken in first."""
        self._import_drops()
        with self._reading() as connection:
            rows = connection.execute(
                "SELECT * FROM mails WHERE folder = ? ORDER BY received_at, id LIMIT ?", (folder, limit or -1)
            ).fetchall()
        return [
            MailSummary(
                id=str(row["id"]),
                folder=folder,
                received_at=datetime.fromisoformat(row["received_at"]),
                size=row["size"],
                is_read=bool(row["is_read"]),
                message_id=row["message_id"],
                categories=tuple(json.loads(row["categories"])),
            )
            for row in rows
        ]

    @contextmanager
    def mime(self, mail_id: str) -> Iterator[BinaryIO]:
        """The mail as it came."""
        with self._reading() as connection:
            row = connection.execute("SELECT file FROM mails WHERE id = ?", (mail_id,)).fetchone()
        if row is None:
            raise MailNotFound(f"mail {mail_id}")
        with (self.folder / "eml" / row["file"]).open("rb") as stream:
            yield stream

    def mark(self, mail_id: str, *, categories: Sequence[str]) -> None:
        """Set the categories."""
        with self._writing() as connection:
            done = connection.execute(
                "UPDATE mails SET categories = ? WHERE id = ?",
                (json.dumps(list(categories), ensure_ascii=False), mail_id),
            )
            if done.rowcount != 1:
                raise MailNotFound(f"mail {mail_id}")

    def move(self, mail_id: str, folder: Folder) -> str:
        """Give the mail a new id in the folder; the old id is gone in the same transaction."""
        with self._writing() as connection:
            new = connection.execute(
                "INSERT INTO mails (folder, message_id, received_at, file, size, is_read, categories) "
                "SELECT ?, message_id, received_at, file, size, is_read, categories FROM mails WHERE id = ?",
                (folder, mail_id),
            )
            if connection.execute("DELETE FROM mails WHERE id = ?", (mail_id,)).rowcount != 1:
                raise MailNotFound(f"mail {mail_id}")
            return str(new.lastrowid)

    def draft(self, mime: bytes) -> str:
        """Save a draft."""
        file = self._store(mime)
        with self._writing() as connection:
            return str(self._insert(connection, Folder.DRAFTS, mime, file))

    def send(self, draft_id: str) -> None:
        """Move the draft to Sent: on this machine that is all sending is."""
        self.move(draft_id, Folder.SENT)

    def find(self, folder: Folder, message_id: str) -> list[str]:
        """The ids in a folder with that Message-ID."""
        with self._reading() as connection:
            rows = connection.execute(
                "SELECT id FROM mails WHERE folder = ? AND message_id = ? ORDER BY id", (folder, message_id)
            ).fetchall()
        return [str(row["id"]) for row in rows]

    def replace_content(self, mail_id: str, mime: bytes) -> None:
        """What a colleague does who puts a corrected document on a mail: same mail, other content."""
        file = self._store(mime)
        with self._writing() as connection:
            connection.execute("UPDATE mails SET file = ?, size = ? WHERE id = ?", (file, len(mime), mail_id))

    def _import_drops(self) -> None:
        """Take in each dropped file once: the row knows the file's name, so a kill before the unlink doubles nothing."""
        for path in sorted((self.folder / "drop").glob("*.eml")):
            mime = path.read_bytes()
            file = self._store(mime)
            with self._writing() as connection:
                known = connection.execute("SELECT 1 FROM mails WHERE dropped_as = ?", (path.name,)).fetchone()
                if known is None:
                    self._insert(connection, Folder.INBOX, mime, file, dropped_as=path.name)
            path.unlink(missing_ok=True)

    def _store(self, mime: bytes) -> str:
        name = hashlib.sha256(mime).hexdigest() + ".eml"
        path = self.folder / "eml" / name
        if not path.exists():
            temporary = path.with_suffix(f".{os.getpid()}.part")
            with temporary.open("wb") as out:
                out.write(mime)
                out.flush()
                os.fsync(out.fileno())
            temporary.replace(path)
        return name

    def _insert(
        self, connection: sqlite3.Connection, folder: Folder, mime: bytes, file: str, dropped_as: str | None = None
    ) -> int:
        cursor = connection.execute(
            "INSERT INTO mails (folder, message_id, received_at, file, size, dropped_as) VALUES (?, ?, ?, ?, ?, ?)",
            (folder, message_id_of(mime), datetime.now(tz=UTC).isoformat(), file, len(mime), dropped_as),
        )
        return int(cursor.lastrowid or 0)

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        connection = sqlite3.connect(self.folder / "mailbox.sqlite", timeout=60, isolation_level=None)
        connection.row_factory = sqlite3.Row
        try:
            yield connection
        finally:
            connection.close()

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._reading() as connection:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            if connection.in_transaction:
                connection.execute("COMMIT")


def message_id_of(mime: bytes) -> str:
    """The Message-ID as it is written, or an empty text; a malformed one must not stop the mail."""
    headers = BytesHeaderParser(policy=policy.compat32).parsebytes(mime[: 256 << 10])
    return " ".join(str(headers.get("Message-ID", "")).split())
