"""In the limited child only: the attachments of a mail in a file, as a list and one by one."""

from collections.abc import Iterator
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32
from pathlib import Path
from typing import Any

from connectors.mail.limits import MAX_DEPTH, MAX_PARTS
from connectors.mail.walking import content_of, file_name_of, mail_in


def list_parts(path: str) -> list[dict[str, Any]]:
    """The fields of `AttachmentInfo`, as JSON."""
    return [
        {
            "number": number,
            "size": len(_content(part)),
            "media_type": part.get_content_type(),
            "name": file_name_of(part),
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
        if count >= MAX_PARTS:
            raise ValueError
        is_text = part.get_content_type() in ("text/plain", "text/html")
        if part.get_content_disposition() == "attachment" or not is_text:
            yield part


def _leaves(message: Message, depth: int = 0) -> Iterator[Message]:
    """Every part that holds something; an attached mail is one."""
    if depth > MAX_DEPTH:
        raise ValueError
    payload = message.get_payload()
    if message.get_content_maintype() != "multipart" or not isinstance(payload, list):
        yield message
        return
    for part in payload:
        if isinstance(part, Message):
            yield from _leaves(part, depth + 1)


def _content(part: Message) -> bytes:
    inner = mail_in(part)
    return content_of(part) if inner is None else inner.as_bytes()
