"""What a mail's headers say: who sent it, what kind of mail it is, and whether a robot may answer it (RFC 3834).

Works on raw headers (`compat32`): the modern policy raises on some malformed ones, and no header may lose a mail.
"""

import re
from collections.abc import Collection, Iterator
from datetime import UTC
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime

from gevinst.codes import Code

_ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,63}", re.ASCII)
_LONGEST_FROM = 1000
_NO_REPLY = re.compile(
    r"(no|do|ikke|undlad)[-._]?(not[-._]?)?(reply|svar|besvar)|(be)?svar[-._]?ikke|mailer-daemon|postmaster|bounces?\b",
    re.IGNORECASE,
)
_AUTOMATIC_SUBJECT = re.compile(
    r"\s*(automatisk svar|autosvar|automatic reply|out of office|ikke til stede|fraværende)\b", re.IGNORECASE
)
_MASS = ("bulk", "list", "junk")


def raw_values(message: Message, name: str) -> Iterator[str]:
    """Every header of that name as it came; bytes without a character set are read as UTF-8, else Windows-1252."""
    for key, value in message.raw_items():
        if key.lower() == name.lower():
            content = str(value).encode("utf-8", "surrogateescape")
            yield " ".join(decode(content).split())


def raw(message: Message, name: str) -> str:
    """The first header of that name, or an empty text."""
    return next(raw_values(message, name), "")


def readable(message: Message, name: str) -> str:
    """The header as a person reads it: encoded words decoded, whatever character set they claim."""
    return decoded_words(raw(message, name))


def decoded_words(text: str) -> str:
    """A text with encoded words (RFC 2047), decoded; as it is where they are broken."""
    try:
        pieces = decode_header(text)
    except ValueError:  # binascii.Error is one
        return text
    return "".join(
        piece
        if isinstance(piece, str)
        else decode(piece, charset)
        if charset is not None
        else piece.decode("raw-unicode-escape", "replace")
        for piece, charset in pieces
    )


def decode(content: bytes, charset: str | None = None) -> str:
    """Text in the character set it claims, else UTF-8, else Windows-1252: what Danish mail programs mean."""
    for each in (charset, "utf-8"):
        try:
            return content.decode(_honest(each, content) or "utf-8")
        except (LookupError, ValueError):
            continue
    return content.decode("cp1252", "replace")


def _honest(charset: str | None, content: bytes) -> str | None:
    """Latin-1 can't fail and is often said for Windows-1252, which has letters where Latin-1 has control marks."""
    latin = charset is not None and charset.lower().replace("_", "-") in ("iso-8859-1", "latin-1", "latin1", "us-ascii")
    return "cp1252" if latin and any(0x80 <= byte < 0xA0 for byte in content) else charset


def message_id(message: Message) -> str:
    """The Message-ID as it is written, or an empty text; a malformed one is as good a name as any."""
    return raw(message, "Message-ID").encode("utf-8", "replace").decode()


def sender(message: Message) -> str:
    """The one address in From; empty when there is none, several, or one that can't be written to."""
    fields = list(raw_values(message, "From"))
    if len(fields) != 1 or len(fields[0]) > _LONGEST_FROM:
        return ""
    addresses = [address for _, address in getaddresses(fields) if address]
    return addresses[0] if len(addresses) == 1 and _ADDRESS.fullmatch(addresses[0]) else ""


def sent_at(message: Message) -> str | None:
    """When the sender says it was sent, as ISO 8601 in UTC."""
    try:
        moment = parsedate_to_datetime(raw(message, "Date"))
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC).isoformat()
    except (TypeError, ValueError, IndexError, OverflowError):
        return None


def kind(message: Message) -> str:
    """`bounce`, `auto reply`, `newsletter` or `ordinary`, before anybody looks at what is attached."""
    report = _parameter(message, "report-type") if message.get_content_type() == "multipart/report" else ""
    if (
        report == "delivery-status"
        or raw(message, "X-Failed-Recipients")
        or sender(message).lower().startswith("mailer-daemon@")
    ):
        return "bounce"
    if report == "disposition-notification" or _is_automatic(message):
        return "auto reply"
    listed = any(raw(message, name) for name in ("List-Unsubscribe", "List-Id", "List-Post"))
    return "newsletter" if listed or raw(message, "Precedence").lower() in _MASS else "ordinary"


def no_answer(message: Message, own_addresses: Collection[str]) -> Code | None:
    """Why no receipt may go to the sender, since it could start a loop or reach nobody; None where one may."""
    address = sender(message).casefold()
    suppressed = raw(message, "X-Auto-Response-Suppress").lower()
    if not address:
        return Code.NO_ANSWER_ADDRESS
    if address in {each.casefold() for each in own_addresses}:
        return Code.NO_ANSWER_OWN
    if _NO_REPLY.search(address.partition("@")[0]):
        return Code.NO_ANSWER_WANTED
    automatic = kind(message) != "ordinary" or "<>" in raw(message, "Return-Path")
    listed = any(key.lower().startswith("list-") for key in message.keys())  # noqa: SIM118 (a mail is no dict)
    if automatic or listed or any(word in suppressed for word in ("all", "autoreply")):
        return Code.NO_ANSWER_AUTOMATIC
    return None


def _is_automatic(message: Message) -> bool:
    automatic = raw(message, "Auto-Submitted").lower()
    return (
        (bool(automatic) and not automatic.startswith("no"))
        or any(raw(message, name) for name in ("X-Autoreply", "X-Autorespond"))
        or raw(message, "Precedence").lower() == "auto_reply"
        or bool(_AUTOMATIC_SUBJECT.match(readable(message, "Subject")))
    )


def _parameter(message: Message, name: str) -> str:
    try:
        return str(message.get_param(name, "")).lower()
    except (LookupError, ValueError):
        return ""
