"""A mail taken apart as Exchange shows it: bodies and attachments. Both faces number attachments by it, from 1."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import policy
from email.generator import BytesGenerator
from email.message import Message
from email.parser import BytesParser
from io import BytesIO
from pathlib import Path
from threading import Lock

from sandbox.exchange.entries import Item
from sandbox.exchange.model import Exchange
from sandbox.exchange.reading_mime import decoded, header, header_block


@dataclass(frozen=True)
class Attachment:
    """One attachment; `is_item`: a mail, whose `content` is its MIME."""

    number: int
    name: str = field(repr=False)
    media_type: str
    content: bytes = field(repr=False)
    is_inline: bool
    is_item: bool
    content_id: str = field(repr=False)


@dataclass(frozen=True)
class Parts:
    """What is in a mail. `headers` is the whole parsed message, for its header fields."""

    headers: Message = field(repr=False)
    text: str = field(repr=False)
    html: str = field(repr=False)
    attachments: tuple[Attachment, ...]


def parts_of(exchange: Exchange, item: Item) -> Parts:
    """An item's parts. Those of the last item are remembered: a client asks for its attachments one by one."""
    key = (exchange.database, item.content)
    with _LOCK:
        if key in _LAST:
            return _LAST[key]
    found = parse(exchange.mime(item))
    with _LOCK:
        _LAST.clear()
        _LAST[key] = found
    return found


_LAST: dict[tuple[Path, int], Parts] = {}
_LOCK = Lock()


def parse(mime: bytes) -> Parts:
    """Take it apart. Levels too deep for the parser have no parts to show; the MIME itself is there all the same."""
    try:
        return _parse(BytesParser(policy=policy.compat32).parsebytes(mime))
    except RecursionError:
        return Parts(header_block(mime), "", "", ())


def _parse(message: Message) -> Parts:
    text, html = "", ""
    attachments: list[Attachment] = []
    for leaf in _leaves(message):
        kind = leaf.get_content_type()
        if kind == "text/plain" and not text and not _is_attached(leaf):
            text = _text(leaf)
        elif kind == "text/html" and not html and not _is_attached(leaf):
            html = _text(leaf)
        else:
            attachments.append(_attachment(len(attachments) + 1, leaf))
    return Parts(message, text, html, tuple(attachments))


def _leaves(message: Message) -> Iterator[Message]:
    """Every part that is no container; a mail in the mail is one part."""
    waiting = deque([message])
    while waiting:
        part = waiting.popleft()
        content = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(content, list):
            waiting.extendleft(each for each in reversed(content) if isinstance(each, Message))
        else:
            yield part


def _is_attached(part: Message) -> bool:
    return part.get_content_disposition() == "attachment" or bool(part.get_filename())


def _attachment(number: int, part: Message) -> Attachment:
    inner = _mail_in(part)
    loaded = part.get_payload(decode=True)
    own = decoded(part.get_filename() or "")
    return Attachment(
        number=number,
        name=own or (header(inner, "Subject") if inner else "") or f"attachment-{number}",
        media_type=part.get_content_type(),
        content=_bytes_of(inner) if inner else loaded if isinstance(loaded, bytes) else b"",
        is_inline=part.get_content_disposition() == "inline",
        is_item=inner is not None,
        content_id=header(part, "Content-ID").strip("<>"),
    )


def _mail_in(part: Message) -> Message | None:
    inner = part.get_payload()
    if part.get_content_type() == "message/rfc822" and isinstance(inner, list) and isinstance(inner[0], Message):
        return inner[0]
    return None


def _bytes_of(message: Message) -> bytes:
    out = BytesIO()
    BytesGenerator(out, mangle_from_=False, policy=policy.compat32).flatten(message)
    return out.getvalue()


def _text(part: Message) -> str:
    loaded = part.get_payload(decode=True)
    content = loaded if isinstance(loaded, bytes) else b""
    try:
        return content.decode(part.get_content_charset() or "utf-8")
    except (LookupError, UnicodeDecodeError):
        return content.decode("cp1252", errors="replace")
