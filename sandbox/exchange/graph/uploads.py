"""Attachments for a draft: small ones in one call, large ones in pieces put to an address that is a secret of its own."""

import re
import secrets
from dataclasses import dataclass, field
from email import policy
from email.parser import BytesParser
from threading import Lock
from typing import Any

from sandbox.exchange.entries import NotADraft
from sandbox.exchange.graph.refusals import Refused
from sandbox.exchange.model import Exchange

MOST_IN_ONE_CALL = 4 << 20
_MOST_OF_A_MAIL = 35 << 20
_STEP = 320 << 10
_RANGE = re.compile(r"bytes (\d+)-(\d+)/(\d+)")


@dataclass
class _Session:
    mailbox: str
    item_id: str
    name: str = field(repr=False)
    media_type: str
    size: int
    content: bytearray = field(default_factory=bytearray, repr=False)


class Uploads:
    """The upload sessions of one process."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange
        self._sessions: dict[str, _Session] = {}
        self._lock = Lock()

    def begin(self, mailbox: str, item_id: str, wanted: dict[str, Any]) -> str:
        """A new session; returns what its address ends in."""
        item = self._exchange.item(mailbox, item_id)
        if not item.is_draft:
            raise NotADraft
        name = secrets.token_urlsafe(24)
        kind = wanted.get("contentType") or "application/octet-stream"
        with self._lock:
            self._sessions[name] = _Session(mailbox, item_id, str(wanted["name"]), str(kind), int(wanted["size"]))
        return name

    def put(self, name: str, content_range: str, piece: bytes) -> int | None:
        """Take a piece; returns how much there is of it now, or None when it is whole and attached."""
        with self._lock:
            session = self._sessions.get(name)
            if session is None:
                raise Refused(404, "ErrorItemNotFound", "The upload session is not found.")
            self._take(session, content_range, piece)
            if len(session.content) < session.size:
                return len(session.content)
            del self._sessions[name]
        self.attach(session.mailbox, session.item_id, session.name, session.media_type, bytes(session.content))
        return None

    def attach(self, mailbox: str, item_id: str, name: str, media_type: str, content: bytes) -> None:
        """Put an attachment into a draft's MIME."""
        item = self._exchange.item(mailbox, item_id)
        if not item.is_draft:
            raise NotADraft
        message = BytesParser(policy=policy.SMTP).parsebytes(self._exchange.mime(item))
        main, _, sub = media_type.partition("/")
        if main in ("message", "multipart"):  # what is attached as a file stays the bytes it is
            main, sub = "application", "octet-stream"
        message.add_attachment(content, maintype=main, subtype=sub or "octet-stream", filename=name)
        mime = message.as_bytes()
        if len(mime) > _MOST_OF_A_MAIL:
            raise Refused(413, "ErrorMessageSizeExceeded", "The message exceeds the maximum supported size.")
        self._exchange.update(mailbox, item_id, mime=mime)

    @staticmethod
    def _take(session: _Session, content_range: str, piece: bytes) -> None:
        said = _RANGE.fullmatch(content_range)
        if said is None:
            raise Refused(400, "ErrorInvalidRange")
        first, last, size = map(int, said.groups())
        is_last = last + 1 == session.size
        fits = first == len(session.content) and size == session.size and last - first + 1 == len(piece)
        if not fits or len(piece) >= MOST_IN_ONE_CALL or (not is_last and len(piece) % _STEP):
            raise Refused(416, "ErrorInvalidRange")
        session.content.extend(piece)
