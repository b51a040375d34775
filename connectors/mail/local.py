"""The local backend: state in SQLite, one `.eml` per mail, a drop folder for what arrives; nothing leaves the machine.

Each act is one durable transaction, so a process killed around it leaves a state that a look can read. Ids change on
every move, as an Exchange server's do.
"""

import json
import sqlite3
import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from email import policy
from email.parser import BytesHeaderParser
from pathlib import Path
from typing import BinaryIO

from tenacity import retry, retry_if_exception_type, stop_after_delay, wait_random

from connectors.mail import headers
from connectors.mail.local_files import store_mail
from connectors.mail.port import Folder, MailNotFound, MailSummary
from gevinst.settings import settings

_HEADER_BYTES = 256 << 10
_SCHEMA = (
    """CREATE TABLE IF NOT EXISTS mails (id INTEGER PRIMARY KEY AUTOINCREMENT, folder TEXT NOT NULL,
      message_id TEXT NOT NULL, received_at TEXT NOT NULL, file TEXT NOT NULL, size INT NOT NULL,
      is_read INT NOT NULL DEFAULT 0, categories TEXT NOT NULL DEFAULT '[]')""",
    "CREATE INDEX IF NOT EXISTS by_message_id ON mails (folder, message_id)",
    "CREATE TABLE IF NOT EXISTS deliveries (name TEXT PRIMARY KEY)",
)


class LocalMailbox:
    """A mailbox in a folder: `mailbox.sqlite`, `eml/`, and `drop/`, where a `.eml` put down appears in the inbox.

    Put it there whole: write it under another suffix and rename it, as mail servers do.
    """

    def __init__(self, name: str) -> None:
        self.folder = settings().mail_folder / name
        for each in ("eml", "drop", "taking"):
            (self.folder / each).mkdir(parents=True, exist_ok=True, mode=0o700)
        with self._reading() as connection:
            _use_write_ahead_log(connection)
        with self._writing() as connection:
            for statement in _SCHEMA:
                connection.execute(statement)

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
        """The mail as it came, or as a colleague corrected it."""
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
        file = store_mail(self.folder / "eml", mime)
        with self._writing() as connection:
            return str(self._insert(connection, Folder.DRAFTS, mime, file))

    def send(self, draft_id: str) -> None:
        """Move the draft to Sent: on this machine that is all sending is."""
        self.move(draft_id, Folder.SENT)

    def find(self, folder: Folder, message_id: str, *, category: str = "") -> list[str]:
        """The ids in a folder with that Message-ID and, if one is given, that category."""
        with self._reading() as connection:
            rows = connection.execute(
                "SELECT id FROM mails WHERE folder = ? AND message_id = ? "
                "AND (? = '' OR EXISTS (SELECT 1 FROM json_each(categories) WHERE value = ?)) ORDER BY id",
                (folder, message_id, category, category),
            ).fetchall()
        return [str(row["id"]) for row in rows]

    def replace_content(self, mail_id: str, mime: bytes) -> None:
        """What a colleague does who puts a corrected document on a mail: same mail, other content."""
        file = store_mail(self.folder / "eml", mime)
        with self._writing() as connection:
            done = connection.execute("UPDATE mails SET file = ?, size = ? WHERE id = ?", (file, len(mime), mail_id))
            if done.rowcount != 1:
                raise MailNotFound(f"mail {mail_id}")

    def _import_drops(self) -> None:
        """Take in each dropped file exactly once, whoever is killed in between.

        A file is first taken by renaming it to a name of its own (one process wins). The mail and that name become rows
        in one transaction; only then is the file removed. What a killed process left in `taking` the next one finishes,
        and a name that has its row is only removed.
        """
        for path in sorted((self.folder / "drop").iterdir()):
            if path.suffix.lower() == ".eml" and path.is_file():
                with suppress(FileNotFoundError):  # another process took it
                    path.rename(self.folder / "taking" / f"{time.time_ns():020}-{uuid.uuid4().hex}")
        for path in sorted((self.folder / "taking").iterdir()):
            with suppress(FileNotFoundError):  # another process finished it
                self._take(path)

    def _take(self, path: Path) -> None:
        mime = path.read_bytes()
        file = store_mail(self.folder / "eml", mime)
        with self._writing() as connection:
            if connection.execute("INSERT OR IGNORE INTO deliveries VALUES (?)", (path.name,)).rowcount == 1:
                self._insert(connection, Folder.INBOX, mime, file)
        path.unlink()

    def _insert(self, connection: sqlite3.Connection, folder: Folder, mime: bytes, file: str) -> int:
        now = datetime.now(tz=UTC).isoformat(timespec="microseconds")  # one form, so that it sorts as text
        cursor = connection.execute(
            "INSERT INTO mails (folder, message_id, received_at, file, size) VALUES (?, ?, ?, ?, ?)",
            (folder, message_id_of(mime), now, file, len(mime)),
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
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")


def message_id_of(mime: bytes) -> str:
    """The Message-ID as it is written, or an empty text; a malformed one must not stop the mail."""
    return headers.message_id(BytesHeaderParser(policy=policy.compat32).parsebytes(mime[:_HEADER_BYTES]))


@retry(
    retry=retry_if_exception_type(sqlite3.OperationalError),
    stop=stop_after_delay(30),
    wait=wait_random(0.01, 0.1),
    reraise=True,
)
def _use_write_ahead_log(connection: sqlite3.Connection) -> None:
    """Lasting once set. Two processes that both set it first don't wait for each other, whatever the time-out says."""
    connection.execute("PRAGMA journal_mode = WAL")
