"""MIME, in the limited child only: caps on parts, depth and recipients, Danish character sets, inline pictures told apart."""

import hashlib
import html as markup
import re
from collections.abc import Iterator
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32
from pathlib import Path
from typing import Any

from inscriptis import get_text

from connectors.mail import headers
from gevinst.codes import Code

MAX_PARTS = 500
MAX_DEPTH = 20
MAX_RECIPIENTS = 1000
INLINE_BYTES = 100 << 10
"""A picture in the text is decoration (a logo, a smiley) up to this size; a photographed bill is bigger, and is read."""

PART_BREAK = "\f"
_SUFFIX_OF = {
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/msword": ".doc",
    "text/plain": ".txt",
    "text/html": ".html",
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "message/rfc822": ".eml",
}
_SUFFIXES = frozenset(_SUFFIX_OF.values()) | frozenset(
    {
        ".docm",
        ".jpeg",
        ".tif",
        ".tiff",
        ".gif",
        ".heic",
        ".xls",
        ".xlsx",
        ".odt",
        ".rtf",
        ".zip",
        ".msg",
        ".xml",
        ".p7s",
    }
)
_ENCRYPTED = ("multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime")
_SIGNATURES = ("application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature")


class _OverTheCap(Exception):
    """More parts, depth or recipients than a mail may have."""


class _Unreadable(Exception):
    """Something is in there that would be lost."""


def take_apart(path: str, into: str, own_address: str = "") -> dict[str, Any]:
    """The parts of `connectors.mail.parsing.Mail`, as JSON; `problem` alone when the mail needs a person."""
    try:
        message = _parse(Path(path).read_bytes())
        parts = list(_walk(message))
    except _OverTheCap:
        return {"problem": Code.LIMIT_EXCEEDED}
    except _Unreadable:
        return {"problem": Code.MAIL_UNREADABLE}
    plain = [_text(part) for part in parts if _is_body(part, "text/plain")]
    html = [_text(part) for part in parts if _is_body(part, "text/html")]
    attachments = [
        _save(part, number, Path(into), "".join(html)) for number, part in enumerate(filter(_is_attached, parts), 1)
    ]
    kind = headers.kind(message)
    if kind in ("auto reply", "newsletter") and any(_is_document(each) for each in attachments):
        kind = "ordinary"  # a clinic's own system may say that it sends by itself: its estimate is still a case
    return {
        "message_id": headers.message_id(message),
        "from_address": headers.sender(message),
        "reply_allowed": headers.may_be_answered(message, own_address),
        "kind": kind,
        "subject": headers.readable(message, "Subject"),
        "body": _body("\n\n".join(plain), "\n\n".join(map(_readable_html, html))),
        "attachments": attachments,
        "sent_at": headers.sent_at(message),
    }


def _parse(content: bytes) -> Message:
    """Parse, and stop at the part too many instead of building them all."""
    count = 0

    class Counted(Message):
        def __init__(self, *arguments: Any, **options: Any) -> None:  # noqa: ANN401 (whatever the parser gives)
            nonlocal count
            count += 1
            if count > MAX_PARTS + 2:  # the parser makes one to try the class, and one is the mail itself
                raise _OverTheCap
            super().__init__(*arguments, **options)

    message: Message = BytesParser(Counted, policy=compat32).parsebytes(content)
    recipients = sum(line.count("@") for name in ("To", "Cc") for line in headers.raw_values(message, name))
    if recipients > MAX_RECIPIENTS:
        raise _OverTheCap
    return message


def _walk(message: Message, depth: int = 0) -> Iterator[Message]:
    """Every part; a forwarded mail is one part, never opened here."""
    if depth > MAX_DEPTH:
        raise _OverTheCap
    if message.get_content_type() in _ENCRYPTED:
        raise _Unreadable
    yield message
    if message.get_content_maintype() != "multipart":
        return
    payload = message.get_payload()
    if isinstance(payload, str) and payload.strip():
        raise _Unreadable  # no boundary in it: whatever it holds would be dropped without a word
    for part in payload if isinstance(payload, list) else ():
        if isinstance(part, Message):
            yield from _walk(part, depth + 1)


def _is_body(part: Message, media_type: str) -> bool:
    return part.get_content_type() == media_type and part.get_content_disposition() != "attachment"


def _is_attached(part: Message) -> bool:
    body = _is_body(part, "text/plain") or _is_body(part, "text/html")
    return part.get_content_maintype() != "multipart" and not body


def _text(part: Message) -> str:
    raw = part.get_payload(decode=True)
    try:
        charset = part.get_content_charset()
    except (LookupError, ValueError):
        charset = None
    return headers.decode(raw if isinstance(raw, bytes) else b"", charset)


def _readable_html(html: str) -> str:
    """HTML as a person sees it; what the renderer gives up on is stripped of its tags, so that nothing goes unread."""
    stripped = markup.unescape(
        re.sub(r"<(style|script)\b.*?</\1\s*>|<[^>]*>", " ", html, flags=re.DOTALL | re.IGNORECASE)
    )
    if not stripped.strip():
        return ""
    try:
        text: str = get_text(html)
    except Exception:  # noqa: BLE001 (whatever a stranger's markup makes the renderer raise)
        text = ""
    return text if text.strip() else stripped


def _body(plain: str, html: str) -> str:
    """One text; both forms where they differ, since what stands only in the HTML must be seen too."""
    if _letters(plain) == _letters(html):
        return plain
    return PART_BREAK.join(text.replace(PART_BREAK, "\n") for text in (plain, html) if text.strip())


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text)).lower()


def _save(part: Message, number: int, into: Path, html: str) -> dict[str, Any]:
    content = _content(part)
    media_type, name = part.get_content_type(), _file_name(part)
    suffix = Path(name.replace("\\", "/").replace("\0", "")).suffix.lower()
    path = into / f"vedhaeftning-{number}{suffix if suffix in _SUFFIXES else _SUFFIX_OF.get(media_type, '')}"
    path.write_bytes(content)
    content_id = headers.raw(part, "Content-ID").strip("<> ")
    shown = part.get_content_maintype() == "image" and bool(content_id) and f"cid:{content_id}" in html
    return {
        "name": name,
        "file_name": path.name,
        "media_type": media_type,
        "sha256": hashlib.sha256(content).hexdigest(),
        "size": len(content),
        "path": str(path),
        "inline": (shown and len(content) <= INLINE_BYTES) or media_type in _SIGNATURES,
    }


def _content(part: Message) -> bytes:
    raw = part.get_payload(decode=True)
    if isinstance(raw, bytes):
        return raw
    inner = part.get_payload()
    whole = inner[0] if isinstance(inner, list) and inner and part.get_content_type() == "message/rfc822" else part
    try:
        return whole.as_bytes() if isinstance(whole, Message) else b""
    except (LookupError, ValueError):
        return str(whole).encode("utf-8", "replace")


def _file_name(part: Message) -> str:
    try:
        return headers.decoded_words(part.get_filename() or "")
    except (LookupError, ValueError, TypeError, IndexError):
        return ""


def _is_document(attachment: dict[str, Any]) -> bool:
    return not attachment["inline"] and not str(attachment["media_type"]).startswith(("image/", "message/", "text/"))
