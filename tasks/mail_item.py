"""What an item of a mail queue holds, and what one of its steps reads: plain models that fit a checkpoint."""

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict

from gevinst.codes import Code
from gevinst.settings import settings
from gevinst.values.cpr import Cpr
from gevinst.values.personal import Personal


class Frozen(BaseModel):
    """A plain value."""

    model_config = ConfigDict(frozen=True)


class MailPayload(Frozen):
    """Which mail an item is about. A Message-ID is the sender's and may hold an address, so it is case data.

    `inbox_id` is where a dry run finds it: there it bears no item's number yet, and stays where it is.
    """

    mailbox: str
    message_id: Personal
    received_at: datetime
    inbox_id: str = ""

    @property
    def received_on(self) -> date:
        """The calendar day it came, where the municipality is."""
        return self.received_at.astimezone(ZoneInfo(settings().timezone)).date()


class Enclosed(Frozen):
    """One file that came with the mail, stored under its hash."""

    file_name: str
    media_type: str
    sha256: str


class OpenedMail(Frozen):
    """What the mail itself says, once it has been taken apart. `no_answer` says why its sender gets no receipt."""

    original_sha256: str
    sender: Personal
    message_id: Personal
    no_answer: Code | None
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

    @property
    def content(self) -> tuple[object, ...]:
        """What it says, whatever file it came in."""
        return (self.kind, self.treatment, self.treatment_date, self.amount, self.provider_cvr)


class Request(Frozen):
    """What the mail asks for, read of its documents: one citizen, and what is to be registered on them."""

    cpr: Cpr
    citizen_name: Personal
    documents: tuple[ReadDocument, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The citizen's name as each document writes it."""
        return tuple(each.citizen_name.reveal() for each in self.documents if each.citizen_name is not None)

    @property
    def to_register(self) -> tuple[ReadDocument, ...]:
        """Estimates and bills, each once though it came as PDF and as Word; enclosures are only filed."""
        told = {document.content: document for document in reversed(self.documents) if document.kind != "bilag"}
        return tuple(reversed(told.values())) or self.documents[:1]

    @property
    def contradicts_itself(self) -> bool:
        """Whether two documents that the case system would take for one (kind, day, provider) say different things."""
        papers = self.to_register
        return len({(each.kind, each.treatment_date, each.provider_cvr) for each in papers}) != len(papers)


class Registered(Frozen):
    """The numbers the case system gave, one for each document, in order."""

    numbers: tuple[str, ...]
