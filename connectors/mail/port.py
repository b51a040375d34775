"""The port every mailbox backend implements: ids and light fields, MIME as a stream, and acts that can be looked up."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import BinaryIO, Protocol

from gevinst.settings import settings


class Folder(StrEnum):
    """The folders a process needs, by key; system folders go by their well-known names, ours by settings."""

    INBOX = "inbox"
    DRAFTS = "drafts"
    SENT = "sent"
    WORKING = "working"
    DONE = "done"
    MANUAL = "manual"

    @property
    def is_ours(self) -> bool:
        """Whether we make it, beside the inbox, under the name that a setting gives."""
        return self in (Folder.WORKING, Folder.DONE, Folder.MANUAL)

    @property
    def display_name(self) -> str:
        """What colleagues see in their mail program. A system folder is called as the mailbox's language has it."""
        wanted = settings()
        return {
            Folder.INBOX: "Indbakke",
            Folder.DRAFTS: "Kladder",
            Folder.SENT: "Sendt",
            Folder.WORKING: wanted.folder_working,
            Folder.DONE: wanted.folder_done,
            Folder.MANUAL: wanted.folder_manual,
        }[self]


@dataclass(frozen=True)
class FolderState:
    """A folder as it is on the server."""

    folder: Folder
    display_name: str
    total: int
    unread: int


@dataclass(frozen=True)
class MailSummary:
    """What a listing gives. The Message-ID is the sender's and may hold an address: it stays out of `repr`.

    Attributes:
        id: Short-lived: it changes on every move.
        received_at: When the server took it in, with its offset.
        size: In bytes, as the server counts them.
        version: Changes with every change of the mail: an etag or a change key. `mark` and `move` may ask for it.
    """

    id: str
    folder: Folder
    received_at: datetime
    size: int
    is_read: bool
    message_id: str = field(repr=False)
    categories: tuple[str, ...] = field(default=(), repr=False)
    version: str = field(default="", repr=False)


@dataclass(frozen=True)
class Changes:
    """What happened in a folder since a token was given.

    Attributes:
        mails: New or changed mails.
        gone: Ids that are not in the folder any more.
        token: To be given the next time.
        is_complete: False where the token was too old or unknown: then `mails` is the whole folder.
    """

    mails: tuple[MailSummary, ...]
    gone: tuple[str, ...]
    token: str = field(repr=False)
    is_complete: bool = True


@dataclass(frozen=True)
class AttachmentInfo:
    """One attachment; its name is the sender's and never a name on the disk."""

    number: int
    size: int
    media_type: str
    name: str = field(repr=False)
    is_inline: bool = False


class Mailbox(Protocol):
    """One shared mailbox. Ids are short-lived: they change on every move.

    Every method may raise any error of `connectors.mail.errors` but `WriteRefused`, and no other.
    """

    def check(self) -> None:
        """Reach it and see its folders, or raise the error that says what to do."""

    def folders(self) -> list[FolderState]:
        """The folders that are there, of those a process needs."""
        ...

    def ensure_folder(self, folder: Folder) -> None:
        """Make one of our folders, unless it is there."""

    def mails(
        self, folder: Folder, *, unread: bool = False, since: datetime | None = None, limit: int | None = None
    ) -> list[MailSummary]:
        """The mails of a folder, oldest first: only unread ones, only those received at `since` or later."""
        ...

    def changes(self, folder: Folder, token: str = "") -> Changes:
        """What is new, changed or gone since a token; without one everything."""
        ...

    def mime(self, mail_id: str) -> AbstractContextManager[BinaryIO]:
        """The mail as it came, as a stream."""
        ...

    def attachments(self, mail_id: str) -> list[AttachmentInfo]:
        """What is attached, without fetching it."""
        ...

    def attachment(self, mail_id: str, number: int) -> AbstractContextManager[BinaryIO]:
        """One attachment's content, as a stream; a mail that is attached is its MIME."""
        ...

    def mark(
        self, mail_id: str, *, categories: Sequence[str] | None = None, read: bool | None = None, version: str = ""
    ) -> None:
        """Set what colleagues see; None leaves it. With a `version`, `MailChanged` where the mail has another by now."""

    def move(self, mail_id: str, folder: Folder) -> str:
        """Move; returns the new id. A mail that is gone raises `MailNotFound`: that is how two movers find out."""
        ...

    def draft(self, mime: bytes) -> str:
        """Save a draft; returns its id. Nothing is sent."""
        ...

    def send(self, draft_id: str) -> None:
        """Send a draft; it is then in Sent. Never tried twice: whether a send that failed went out, a search tells."""

    def find(self, folder: Folder, message_id: str, *, category: str = "") -> list[str]:
        """The ids of the mails with that Message-ID in a folder.

        Two mails may have one Message-ID, and a mail may have none: `category` (the item's label) tells them apart.
        """
        ...

    def delete(self, mail_id: str, *, for_good: bool = False) -> None:
        """Put a mail into the deleted items, or remove it for good."""
