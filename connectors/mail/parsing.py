"""Take a stranger's mail apart, in the limited child: what kind it is, what it says, and its attachments as files."""

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from connectors.mail.profiles import mailbox_addresses
from gevinst.child import ChildFailed, LimitExceeded, Limits, call_limited
from gevinst.codes import Code
from gevinst.profile import load_profile
from gevinst.settings import settings
from gevinst.values.personal import Personal

MAX_BYTES = 50 << 20
LIMITS = Limits(seconds=30, memory_bytes=1 << 30)


class MailKind(StrEnum):
    """What a mail is, before anybody reads it."""

    ORDINARY = "ordinary"
    AUTO_REPLY = "auto reply"
    BOUNCE = "bounce"
    NEWSLETTER = "newsletter"


class AttachedFile(BaseModel):
    """One attachment: a neutral name, its real one as personal metadata, and where it lies.

    `inline` is a small picture that the text shows (a logo in a signature) or a signature file: no document.
    """

    model_config = ConfigDict(frozen=True)

    name: Personal
    file_name: str
    media_type: str
    sha256: str
    size: int
    path: Path
    inline: bool = False


class Mail(BaseModel):
    """One mail, with what the mails and archives inside it hold.

    Attributes:
        problem: Why it needs a person, when it can't be taken apart safely.
        no_answer: Why the sender gets no automatic answer; None where one may go.
        enclosed_subjects: The subjects of the mails inside it; what these say is part of `body`.
    """

    model_config = ConfigDict(frozen=True)

    message_id: str = ""
    from_address: Personal = Personal("")
    no_answer: Code | None = Code.NO_ANSWER_ADDRESS
    kind: MailKind = MailKind.ORDINARY
    subject: Personal = Personal("")
    enclosed_subjects: tuple[Personal, ...] = ()
    body: Personal = Personal("")
    attachments: tuple[AttachedFile, ...] = ()
    sent_at: datetime | None = None
    problem: Code | None = None

    @property
    def reply_allowed(self) -> bool:
        """Whether an automatic answer may go to the sender."""
        return self.no_answer is None

    def __repr__(self) -> str:
        return f"Mail({self.kind}, attachments={len(self.attachments)}, problem={self.problem})"

    __str__ = __repr__


def parse_mail(path: Path, *, attachments_into: Path) -> Mail:
    """Parse a `.eml`; never raises for what it holds.

    Args:
        path: The mail as it came.
        attachments_into: An existing folder for the attachments, under neutral names.
    """
    own_addresses = [load_profile().mailbox_address, *mailbox_addresses()]
    if path.stat().st_size > MAX_BYTES:
        return Mail(problem=Code.LIMIT_EXCEEDED)
    try:
        parts: dict[str, Any] = call_limited(
            "connectors.mail.mime:take_apart",
            limits=LIMITS,
            path=str(path.resolve()),
            into=str(attachments_into.resolve()),
            own_addresses=own_addresses,
            file_bytes=min(settings().max_file_bytes, MAX_BYTES),
        )
    except LimitExceeded:
        return Mail(problem=Code.LIMIT_EXCEEDED)
    except ChildFailed:
        return Mail(problem=Code.MAIL_UNREADABLE)
    try:
        return Mail.model_validate(parts)
    except ValidationError:  # the child isn't trusted
        return Mail(problem=Code.MAIL_UNREADABLE)
