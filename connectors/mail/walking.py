"""One mail's parts: parsed up to the part too many, walked to a depth, and nothing dropped in silence. Limited child only."""

from collections.abc import Iterator
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32
from typing import Any

from connectors.mail import headers
from connectors.mail.limits import MAX_DEPTH, MAX_RECIPIENTS, Budget, NeedsPerson
from gevinst.codes import Code

_SEALED = ("multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime")
_IN_PIECES = ("message/partial", "message/external-body")


def parse(content: bytes, budget: Budget) -> Message:
    """Parse, and stop at the part too many instead of building them all.

    Raises:
        NeedsPerson: It holds too many parts or recipients.
    """
    budget.parts += 2  # the parser makes one to try the class, and one is the mail itself

    class Counted(Message):
        def __init__(self, *arguments: Any, **options: Any) -> None:  # noqa: ANN401 (whatever the parser gives)
            budget.take_part()
            super().__init__(*arguments, **options)

    message: Message = BytesParser(Counted, policy=compat32).parsebytes(content)
    recipients = sum(line.count("@") for name in ("To", "Cc", "Bcc") for line in headers.raw_values(message, name))
    if recipients > MAX_RECIPIENTS:
        raise NeedsPerson(Code.LIMIT_EXCEEDED)
    return message


def walk(message: Message, depth: int = 0) -> Iterator[Message]:
    """Every part of one mail; a mail inside it is one part.

    Raises:
        NeedsPerson: It is encrypted, too deep, or holds what this would drop.
    """
    if depth > MAX_DEPTH:
        raise NeedsPerson(Code.LIMIT_EXCEEDED)
    if message.get_content_type() in _SEALED:
        raise NeedsPerson(Code.MAIL_ENCRYPTED)
    if message.get_content_type() in _IN_PIECES:
        raise NeedsPerson(Code.MAIL_UNREADABLE)
    yield message
    if message.get_content_maintype() != "multipart":
        return
    payload = message.get_payload()
    if isinstance(payload, str) and payload.strip():
        raise NeedsPerson(Code.MAIL_UNREADABLE)  # no boundary in it: whatever it holds would be dropped without a word
    for part in payload if isinstance(payload, list) else ():
        if isinstance(part, Message):
            yield from walk(part, depth + 1)


def mail_in(part: Message) -> Message | None:
    """The mail that a part is, where it is one."""
    inner = part.get_payload()
    if part.get_content_type() not in ("message/rfc822", "message/global") or not isinstance(inner, list):
        return None
    return inner[0] if inner and isinstance(inner[0], Message) else None


def content_of(part: Message) -> bytes:
    """A part's bytes, decoded; of a part that is no file what stands there."""
    raw = part.get_payload(decode=True)
    if isinstance(raw, bytes):
        return raw
    try:
        return part.as_bytes()
    except (LookupError, ValueError):
        return str(part).encode("utf-8", "replace")


def file_name_of(part: Message) -> str:
    """What the sender called it; never a name on a disk."""
    try:
        return headers.decoded_words(part.get_filename() or "")
    except (LookupError, ValueError, TypeError, IndexError):
        return ""
