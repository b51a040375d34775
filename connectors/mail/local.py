"""The local backend: state in SQLite, one `.eml` per mail, a drop folder for what arrives; nothing leaves the machine.

Each act is one durable transaction, so a process killed around it leaves a state that a look can read. Ids change on
every move, as an Exchange server's do. With a relay in the profile, and only then, answers do leave the machine.
"""

import json
import sqlite3
import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from datetime import UTC, datetime
from email import policy
from email.parser import BytesHeaderParser
from pathlib import Path
from typing import BinaryIO

from connectors.mail import headers, local_state
from connectors.mail.attached import attachment_of, attachments_of
from connectors.mail.errors import MailChanged, MailNotFound
from connectors.mail.local_files import Stored, store_mail
from connectors.mail.local_state import VERSION, changed, last_change
from connectors.mail.outlook import as_mime
from connectors.mail.port import AttachmentInfo, Changes, Folder, FolderState, MailSummary
from connectors.mail.profiles import LocalMail
from connectors.mail.relay import NotTaken, hand_over
from gevinst.settings import settings

_DELETED = "deleted"
_OUTBOX = "outbox"
_DROPPED = (".eml", ".msg")


class LocalMailbox:
    """A mailbox in a folder: `mailbox.sqlite`, `eml/`, and `drop/`, where a `.eml` or `.msg` appears in the inbox.

    Put it there whole: write it under another suffix and rename it, as mail servers do.
    """

    def __init__(self, name: str, profile: LocalMail | None = None) -> None:
        self._profile = profile or LocalMail()
        self.folder = settings().mail_folder / name
        for each in ("eml", "drop", "taking"):
            (self.folder / each).mkdir(parents=True, exist_ok=True, mode=0o700)
        local_state.prepare(self.folder / "mailbox.sqlite")

    def check(self) -> None:
        """Take in what was dropped; a folder that can't be written raises here."""
        self._import_drops()

    def folders(self) -> list[FolderState]:
        """System folders are always there; ours once they are made or hold a mail."""
        with self._reading() as connection:
            counts = {
                row["folder"]: row
                for row in connection.execute(
                    "SELECT folder, COUNT(*) AS total, SUM(1 - is_read) AS unread FROM mails GROUP BY folder"
                )
            }
            made = {row["folder"] for row in connection.execute("SELECT folder FROM folders")}
        return [
            FolderState(each, each.display_name, *(counts[each][1:] if each in counts else (0, 0)))
            for each in Folder
            if not each.is_ours or each in made or each in counts
        ]

    def ensure_folder(self, folder: Folder) -> None:
        """Remember that it was made; there is nothing else to make."""
        with self._writing() as connection:
            connection.execute("INSERT OR IGNORE INTO folders VALUES (?)", (folder,))

    def mails(
        self, folder: Folder, *, unread: bool = False, since: datetime | None = None, limit: int | None = None
    ) -> list[MailSummary]:
        """The mails of a folder, oldest first; what was dropped is taken in first."""
        self._import_drops()
        with self._reading() as connection:
            rows = connection.execute(
                f"SELECT *, {VERSION} AS version FROM mails WHERE folder = ? AND received_at >= ? AND is_read <= ? "  # noqa: S608
                "ORDER BY received_at, id LIMIT ?",
                (folder, local_state.as_text(since) if since else "", not unread, -1 if limit is None else limit),
            ).fetchall()
        return [local_state.summary(row) for row in rows]

    def changes(self, folder: Folder, token: str = "") -> Changes:
        """What the journal says since the token; the whole folder when the token is none of ours."""
        self._import_drops()
        with self._writing() as connection:  # one moment for mails, journal and the new token
            last = last_change(connection)
            since = local_state.number_in(token, folder, last)
            touched = "SELECT mail_id FROM changes WHERE folder = ? AND number > ?"
            rows = connection.execute(
                f"SELECT *, {VERSION} AS version FROM mails WHERE folder = ?"  # noqa: S608
                + ("" if since is None else f" AND id IN ({touched})")
                + " ORDER BY received_at, id",
                (folder,) if since is None else (folder, folder, since),
            ).fetchall()
            gone = connection.execute(
                f"SELECT DISTINCT mail_id FROM ({touched}) WHERE mail_id NOT IN (SELECT id FROM mails WHERE folder = ?)",  # noqa: S608
                (folder, last if since is None else since, folder),
            ).fetchall()
        return Changes(
            mails=tuple(local_state.summary(row) for row in rows),
            gone=tuple(str(row["mail_id"]) for row in gone),
            token=f"{folder.value}:{last}",
            is_complete=not token or since is not None,
        )

    @contextmanager
    def mime(self, mail_id: str) -> Iterator[BinaryIO]:
        """The mail as it came, or as a colleague corrected it."""
        with self._file(mail_id).open("rb") as stream:
            yield stream

    def attachments(self, mail_id: str) -> list[AttachmentInfo]:
        """What is attached, found in the limited child."""
        return attachments_of(self._file(mail_id))

    def attachment(self, mail_id: str, number: int) -> AbstractContextManager[BinaryIO]:
        """One attachment, unpacked in the limited child."""
        return attachment_of(self._file(mail_id), number)

    def mark(
        self, mail_id: str, *, categories: Sequence[str] | None = None, read: bool | None = None, version: str = ""
    ) -> None:
        """Set categories and the read mark; None leaves it."""
        with self._writing() as connection:
            row = self._row(connection, mail_id)
            if version and str(row["version"]) != version:
                raise MailChanged(f"mail {mail_id}")
            if categories is not None:
                marks = json.dumps(list(categories), ensure_ascii=False)
                connection.execute("UPDATE mails SET categories = ? WHERE id = ?", (marks, mail_id))
            if read is not None:
                connection.execute("UPDATE mails SET is_read = ? WHERE id = ?", (read, mail_id))
            changed(connection, row["folder"], mail_id)

    def move(self, mail_id: str, folder: Folder) -> str:
        """Give the mail a new id in the folder; the old id is gone in the same transaction."""
        with self._writing() as connection:
            return self._move(connection, mail_id, folder)

    def draft(self, mime: bytes) -> str:
        """Save a draft."""
        with self._writing() as connection:
            return str(self._insert(connection, Folder.DRAFTS, store_mail(self.folder / "eml", mime)))

    def send(self, draft_id: str) -> None:
        """Move the draft to Sent: without a relay that is all sending is.

        With one the mail waits in an outbox meanwhile, in neither Drafts nor Sent. Relayed first, a process killed before
        the move would leave a draft, which says "surely not sent" and is sent again; in Sent first, it would leave an
        answer that looks sent and never went. What is left in the outbox says neither, so a person is asked.
        """
        if not self._profile.relay:
            self.move(draft_id, Folder.SENT)
            return
        mime = self._file(draft_id).read_bytes()
        with self._writing() as connection:
            if self._row(connection, draft_id)["folder"] != Folder.DRAFTS:
                raise MailNotFound(f"mail {draft_id} is no draft")
            waiting = self._move(connection, draft_id, _OUTBOX)
        try:
            hand_over(self._profile.relay, mime)
        except NotTaken as refused:
            self.move(waiting, Folder.DRAFTS)
            raise refused.reason from None
        self.move(waiting, Folder.SENT)

    def find(self, folder: Folder, message_id: str, *, category: str = "") -> list[str]:
        """The ids in a folder with that Message-ID and, if one is given, that category."""
        with self._reading() as connection:
            rows = connection.execute(
                "SELECT id FROM mails WHERE folder = ? AND message_id = ? "
                "AND (? = '' OR EXISTS (SELECT 1 FROM json_each(categories) WHERE value = ?)) ORDER BY id",
                (folder, message_id, category, category),
            ).fetchall()
        return [str(row["id"]) for row in rows]

    def delete(self, mail_id: str, *, for_good: bool = False) -> None:
        """Put it aside, or remove row and file; a file that two mails share stays with the other."""
        with self._writing() as connection:
            if not for_good:
                self._move(connection, mail_id, _DELETED)
                return
            row = self._row(connection, mail_id)
            connection.execute("DELETE FROM mails WHERE id = ?", (mail_id,))
            changed(connection, row["folder"], mail_id)
        with self._writing() as connection:  # a second one: the row must surely be gone before its file is
            if connection.execute("SELECT 1 FROM mails WHERE file = ?", (row["file"],)).fetchone() is None:
                (self.folder / "eml" / row["file"]).unlink(missing_ok=True)

    def replace_content(self, mail_id: str, mime: bytes) -> None:
        """What a colleague does who puts a corrected document on a mail: same mail, other content."""
        with self._writing() as connection:
            row = self._row(connection, mail_id)
            new = store_mail(self.folder / "eml", mime)
            connection.execute("UPDATE mails SET file = ?, size = ? WHERE id = ?", (new.file, new.size, mail_id))
            changed(connection, row["folder"], mail_id)

    def _import_drops(self) -> None:
        """Take in each dropped file exactly once, whoever is killed in between.

        A file is first taken by renaming it to a name of its own (one process wins). The mail and that name become rows
        in one transaction; only then is the file removed. What a killed process left in `taking` the next one finishes,
        and a name that has its row is only removed.
        """
        for path in sorted((self.folder / "drop").iterdir()):
            if (suffix := path.suffix.lower()) in _DROPPED and path.is_file():
                with suppress(FileNotFoundError):  # another process took it
                    path.rename(self.folder / "taking" / f"{time.time_ns():020}-{uuid.uuid4().hex}{suffix}")
        for path in sorted((self.folder / "taking").iterdir()):
            with suppress(FileNotFoundError):  # another process finished it
                self._take(path)

    def _take(self, path: Path) -> None:
        with as_mime(path) as mime, self._writing() as connection:
            if connection.execute("INSERT OR IGNORE INTO deliveries VALUES (?)", (path.name,)).rowcount == 1:
                self._insert(connection, Folder.INBOX, store_mail(self.folder / "eml", mime))
        path.unlink()

    def _insert(self, connection: sqlite3.Connection, folder: Folder, mail: Stored) -> int:
        """In the transaction that stored the file: whoever deletes the last other mail of that content waits for it."""
        cursor = connection.execute(
            "INSERT INTO mails (folder, message_id, received_at, file, size) VALUES (?, ?, ?, ?, ?)",
            (folder, message_id_of(mail.head), local_state.as_text(datetime.now(tz=UTC)), mail.file, mail.size),
        )
        number = int(cursor.lastrowid or 0)
        changed(connection, folder, number)
        return number

    def _move(self, connection: sqlite3.Connection, mail_id: str, folder: str) -> str:
        row = self._row(connection, mail_id)
        new = connection.execute(
            "INSERT INTO mails (folder, message_id, received_at, file, size, is_read, categories) "
            "SELECT ?, message_id, received_at, file, size, is_read, categories FROM mails WHERE id = ?",
            (folder, mail_id),
        ).lastrowid
        connection.execute("DELETE FROM mails WHERE id = ?", (mail_id,))
        changed(connection, row["folder"], mail_id)
        changed(connection, folder, str(new))
        return str(new)

    def _row(self, connection: sqlite3.Connection, mail_id: str) -> sqlite3.Row:
        row: sqlite3.Row | None = connection.execute(
            f"SELECT *, {VERSION} AS version FROM mails WHERE id = ?",  # noqa: S608
            (mail_id,),
        ).fetchone()
        if row is None:
            raise MailNotFound(f"mail {mail_id}")
        return row

    def _file(self, mail_id: str) -> Path:
        with self._reading() as connection:
            return self.folder / "eml" / str(self._row(connection, mail_id)["file"])

    def _reading(self) -> AbstractContextManager[sqlite3.Connection]:
        return local_state.reading(self.folder / "mailbox.sqlite")

    def _writing(self) -> AbstractContextManager[sqlite3.Connection]:
        return local_state.writing(self.folder / "mailbox.sqlite")


def message_id_of(head: bytes) -> str:
    """The Message-ID as it is written, or an empty text; a malformed one must not stop the mail."""
    return headers.message_id(BytesHeaderParser(policy=policy.compat32).parsebytes(head))
