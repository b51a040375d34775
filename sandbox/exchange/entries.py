"""What the model hands out and raises: folders, items and changes as frozen rows, and an error per refusal."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

ROOT = "root"
TOP = "msgfolderroot"
INBOX = "inbox"
DRAFTS = "drafts"
SENT = "sentitems"
DELETED = "deleteditems"
OUTBOX = "outbox"
JUNK = "junkemail"

WELL_KNOWN = {
    INBOX: "Indbakke",
    DRAFTS: "Kladder",
    SENT: "Sendt post",
    DELETED: "Slettet post",
    OUTBOX: "Udbakke",
    JUNK: "Uønsket mail",
}
"""The system folders under the top, by their well-known names, as a Danish mailbox calls them."""

NOT_MAIL = {"calendar": ("Kalender", "IPF.Appointment"), "contacts": ("Kontaktpersoner", "IPF.Contact")}
"""Every mailbox has these too, and some clients won't log in without; nothing is ever in them."""


class ModelError(Exception):
    """The mailbox refuses; each face says it in its own protocol's words."""


class MailboxNotFound(ModelError):
    """There is no mailbox of that address, or the robot was not given access to it (`denied`)."""

    def __init__(self, *, denied: bool = False) -> None:
        super().__init__("no access" if denied else "no such mailbox")
        self.denied = denied


class FolderNotFound(ModelError):
    """No folder of that id or well-known name in the mailbox."""


class FolderExists(ModelError):
    """The parent has a folder of that name already (names are compared without case)."""


class ItemNotFound(ModelError):
    """No item of that id: it was deleted, or moved and has another id by now."""


class ChangedMeanwhile(ModelError):
    """The caller's change key (etag) is not the item's any more."""


class NotADraft(ModelError):
    """Only a draft can be sent or given attachments."""


class NoRecipients(ModelError):
    """A draft without anybody in To, Cc or Bcc can't be sent."""


@dataclass(frozen=True)
class Folder:
    """A folder. `well_known` is empty for those that somebody made."""

    id: str
    change_key: str
    mailbox: str
    parent_id: str
    well_known: str
    name: str
    total: int
    unread: int
    children: int

    @property
    def folder_class(self) -> str:
        """What kind of things it holds, in the protocol's words."""
        return NOT_MAIL[self.well_known][1] if self.well_known in NOT_MAIL else "IPF.Note"


@dataclass(frozen=True)
class Item:
    """A mail without its content.

    Attributes:
        id: Changes on every move (EWS, and Graph without immutable ids).
        immutable_id: Stays the same for as long as the mail is in the mailbox.
        change_key: Changes with every change; the faces use it as change key and etag.
        number: Rises with every arrival in a folder, as an IMAP server's UIDs do.
        content: The key of its MIME, for `Exchange.mime` and as a key of caches: other content has another key.
        size: Of the MIME, in bytes.
    """

    id: str
    immutable_id: str
    change_key: str
    number: int
    mailbox: str
    folder_id: str
    content: int
    message_id: str = field(repr=False)
    subject: str = field(repr=False)
    sender: str = field(repr=False)
    recipients: str = field(repr=False)
    is_read: bool
    is_draft: bool
    categories: tuple[str, ...]
    received_at: datetime
    sent_at: datetime
    created_at: datetime
    modified_at: datetime
    size: int
    has_attachments: bool


class ChangeKind(StrEnum):
    """What happened to an item in a folder."""

    CREATED = "created"
    UPDATED = "updated"
    READ = "read"  # nothing but the read flag
    DELETED = "deleted"  # or moved out


@dataclass(frozen=True)
class Change:
    """One item's net change; `item` is None where it is gone from the folder."""

    kind: ChangeKind
    id: str
    immutable_id: str
    item: Item | None


@dataclass(frozen=True)
class Changes:
    """What happened in a folder after a number; ask on with `number` while `more`."""

    changes: tuple[Change, ...]
    number: int
    more: bool


@dataclass(frozen=True)
class Sending:
    """One mail that left: counted when it is sent, whichever face sent it."""

    mailbox: str
    message_id: str = field(repr=False)
    recipients: str = field(repr=False)
    at: datetime


@dataclass(frozen=True)
class Request:
    """One call on a face.

    Attributes:
        face: `ews`, `graph` or `login`.
        operation: The face's own name of it (`GetItem`, `move`), the same name that a fault is armed for.
        authorised: None where no credentials came with it (the first leg of a login), False where they were refused.
    """

    face: str
    operation: str
    account: str
    authorised: bool | None
    status: int
    at: datetime
