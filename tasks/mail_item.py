"""What an item of a mail queue holds, and what one of its steps reads: plain models that fit a checkpoint."""

from datetime import date, datetime
from decimal import Decimal

from pydantic import BaseModel, ConfigDict

from gevinst.values.cpr import Cpr
from gevinst.values.personal import Personal


class Frozen(BaseModel):
    """A plain value."""

    model_config = ConfigDict(frozen=True)


class MailPayload(Frozen):
    """Which mail an item is about. A Message-ID is the sender's and may hold an address, so it is case data."""

    mailbox: str
    message_id: Personal
    received_at: datetime

    @property
    def received_on(self) -> date:
        """The calendar day it came."""
        return self.received_at.date()


class Enclosed(Frozen):
    """One file that came with the mail, stored under its hash."""

    file_name: str
    media_type: str
    sha256: str


class OpenedMail(Frozen):
    """What the mail itself says, once it has been taken apart."""

    original_sha256: str
    sender: Personal
    message_id: Personal
    reply_allowed: bool
    files: tuple[Enclosed, ...]


class ReadDocument(Frozen):
    """The fields of one estimate, bill or enclosure."""

    file_sha256: str
    kind: str
    cpr: Cpr | None
    citizen_name: Personal | None
    treatment: str | None
    treatment_date: date | None
    amount: Decimal | None
    provider_name: str | None
    provider_cvr: str | None
    sender_role: str


class Request(Frozen):
    """What the mail asks for, read of its documents: one citizen, and what is to be registered on them."""

    cpr: Cpr
    citizen_name: Personal
    documents: tuple[ReadDocument, ...]

    @property
    def to_register(self) -> tuple[ReadDocument, ...]:
        """Estimates and bills; enclosures are only filed."""
        return tuple(document for document in self.documents if document.kind != "bilag") or self.documents[:1]


class Registered(Frozen):
    """The numbers the case system gave, one for each document, in order."""

    numbers: tuple[str, ...]
