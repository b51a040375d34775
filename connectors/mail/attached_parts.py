"""In the limited child only: the attachments of a mail in a file, as a list and one by one."""

from collections.abc import Iterator
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32
from pathlib import Path
from typing import Any

from connectors.mail import headers

_MAX_DEPTH = 20
_MAX_PARTS = 500


def list_parts(path: str) -> list[dict[str, Any]]:
    """The fields of `AttachmentInfo`, as JSON."""
    return [
        {
            "number": number,
            "size": len(_content(part)),
            "media_type": part.get_content_type(),
            "name": _name(part),
            "is_inline": part.get_content_disposition() == "inline",
        }
        for number, part in enumerate(_attached(path), 1)
    ]


def write_part(path: str, number: int, out: str) -> bool:
    """Write one attachment's content into a file; False when there is none of that number."""
    for each, part in enumerate(_attached(path), 1):
        if each == number:
            Path(out).write_bytes(_content(part))
            return True
    return False


def _attached(path: str) -> Iterator[Message]:
    with Path(path).open("rb") as stream:
        message: Message = BytesParser(policy=compat32).parse(stream)
    for count, part in enumerate(_leaves(message)):
        if count >= _MAX_PARTS:
            raise ValueError
        is_text = part.get_content_type() in ("text/plain", "text/html")
        if part.get_content_disposition() == "attachment" or not is_text:
            yield part


def _leaves(message: Message, depth: int = 0) -> Iterator[Message]:
    """Every part that holds something; an attached mail is one."""
    if depth > _MAX_DEPTH:
        raise ValueError
    payload = message.get_payload()
    if message.get_content_maintype() != "multipart" or not isinstance(payload, list):
        yield message
        return
    for part in payload:
        if isinstance(part, Message):
            yield from _leaves(part, depth + 1)


def _content(part: Message) -> bytes:
    inner = part.get_payload()
    if isinstance(inner, list):
        return inner[0].as_bytes() if inner and isinstance(inner[0], Message) else b""
    raw = part.get_payload(decode=True)
    return raw if isinstance(raw, bytes) else b""


def _name(part: Message) -> str:
    try:
        return headers.decoded_words(part.get_filename() or "")
    except (LookupError, ValueError, TypeError, IndexError):
        return ""
