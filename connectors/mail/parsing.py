"""Take a stranger's mail apart, in the limited child: what kind it is, what it says, and its attachments as files."""

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from gevinst.child import ChildFailed, LimitExceeded, Limits, call_limited
from gevinst.codes import Code
from gevinst.profile import load_profile
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
    """One mail. `problem` says why it needs a person when it can't be taken apart safely."""

    model_config = ConfigDict(frozen=True)

    message_id: str = ""
    from_address: Personal = Personal("")
    reply_allowed: bool = False
    kind: MailKind = MailKind.ORDINARY
    subject: Personal = Personal("")
    body: Personal = Personal("")
    attachments: tuple[AttachedFile, ...] = ()
    sent_at: datetime | None = None
    problem: Code | None = None

    def __repr__(self) -> str:
        return f"Mail({self.kind}, attachments={len(self.attachments)}, problem={self.problem})"

    __str__ = __repr__


def parse_mail(path: Path, *, attachments_into: Path) -> Mail:
    """Parse a `.eml`; never raises for what it holds.

    Args:
        path: The mail as it came.
        attachments_into: An existing folder for the attachments, under neutral names.
    """
    own_address = load_profile().mailbox_address
    if path.stat().st_size > MAX_BYTES:
        return Mail(problem=Code.LIMIT_EXCEEDED)
    try:
        parts: dict[str, Any] = call_limited(
            "connectors.mail.mime:take_apart",
            limits=LIMITS,
            path=str(path.resolve()),
            into=str(attachments_into.resolve()),
            own_address=own_address,
        )
    except LimitExceeded:
        return Mail(problem=Code.LIMIT_EXCEEDED)
    except ChildFailed:
        return Mail(problem=Code.MAIL_UNREADABLE)
    try:
        return Mail.model_validate(parts)
    except ValidationError:  # the child isn't trusted
        return Mail(problem=Code.MAIL_UNREADABLE)
