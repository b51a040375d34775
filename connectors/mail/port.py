"""The port every mailbox backend implements: ids and light fields, MIME as a stream, and acts that can be looked up."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import BinaryIO, Protocol

from gevinst.codes import Code
from gevinst.errors import ConfigurationError, ProcessError, RetryLater
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
    def display_name(self) -> str:
        """What colleagues see in their mail program."""
        wanted = settings()
        return {
            Folder.INBOX: "Indbakke",
            Folder.DRAFTS: "Kladder",
            Folder.SENT: "Sendt",
            Folder.WORKING: wanted.folder_working,
            Folder.DONE: wanted.folder_done,
            Folder.MANUAL: wanted.folder_manual,
        }[self]


class MailNotFound(RetryLater):
    """The id is not there any more: ids change on every move, so somebody moved it."""


class WriteRefused(ProcessError):
    """A read-only mailbox was asked to change something: a dry run's own fault, never a citizen's."""

    default_code = Code.UNKNOWN_FAILURE


class UnknownMailbox(ConfigurationError):
    """No mailbox of that name is set up."""


@dataclass(frozen=True)
class MailSummary:
    """What a listing gives. The Message-ID is the sender's and may hold an address: it stays out of `repr`."""

    id: str
    folder: Folder
    received_at: datetime
    size: int
    is_read: bool
    message_id: str = field(repr=False)
    categories: tuple[str, ...] = field(default=(), repr=False)


class Mailbox(Protocol):
    """One shared mailbox. Ids are short-lived: they change on every move."""

    def check(self) -> None:
        """Reach it, or raise the error that says what to do."""

    def mails(self, folder: Folder, *, limit: int | None = None) -> list[MailSummary]:
        """The mails of a folder, oldest first."""
        ...

    def mime(self, mail_id: str) -> AbstractContextManager[BinaryIO]:
        """The mail as it came, as a stream."""
        ...

    def mark(self, mail_id: str, *, categories: Sequence[str]) -> None:
        """Set the categories colleagues see."""

    def move(self, mail_id: str, folder: Folder) -> str:
        """Move; returns the new id. A mail that is gone raises `MailNotFound`: that is how two movers find out."""
        ...

    def draft(self, mime: bytes) -> str:
        """Save a draft; returns its id. Nothing is sent."""
        ...

    def send(self, draft_id: str) -> None:
        """Send a draft; it is then in Sent."""

    def find(self, folder: Folder, message_id: str, *, category: str = "") -> list[str]:
        """The ids of the mails with that Message-ID in a folder.

        Two mails may have one Message-ID, and a mail may have none: `category` (the item's label) tells them apart.
        """
        ...
