"""MIME, in the limited child only: caps on parts and depth, Danish character sets, inline pictures told apart."""

import hashlib
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.header import decode_header
from email.message import Message
from email.utils import parseaddr
from pathlib import Path
from typing import Any

from inscriptis import get_text

from gevinst.codes import Code

MAX_PARTS = 500
MAX_DEPTH = 20
_NO_REPLY = ("no-reply", "noreply", "donotreply", "do-not-reply", "ikke-svar", "mailer-daemon", "postmaster")
_SUFFIXES = {
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "text/plain": ".txt",
    "image/png": ".png",
    "image/jpeg": ".jpg",
}


def take_apart(path: str, into: str) -> dict[str, Any]:
    """The parts of `connectors.mail.parsing.Mail`, as JSON."""
    message = message_from_bytes(Path(path).read_bytes(), policy=policy.compat32)
    parts = list(_walk(message))
    if len(parts) > MAX_PARTS:
        return {"problem": Code.LIMIT_EXCEEDED}
    bodies = [part for part in parts if _is_body(part)]
    plain = [_text(part) for part in bodies if part.get_content_type() == "text/plain"]
    html = [get_text(_text(part)) for part in bodies if part.get_content_type() == "text/html"]
    attachments = [_save(part, number, Path(into)) for number, part in enumerate(_attached(parts), 1)]
    sender = parseaddr(_header(message, "From"))[1]
    kind = _kind(message)
    return {
        "message_id": " ".join(_header(message, "Message-ID").split()),
        "from_address": sender,
        "reply_allowed": _reply_allowed(message, sender, kind),
        "kind": kind,
        "subject": _header(message, "Subject"),
        # Both are read: what stands only in the HTML part must be seen too.
        "body": "\n".join(plain or html) if _same(plain, html) else "\n".join([*plain, *html]),
        "attachments": attachments,
    }


def _walk(message: Message, depth: int = 0) -> Iterator[Message]:
    if depth > MAX_DEPTH:
        raise RecursionError
    yield message
    if message.is_multipart() and message.get_content_maintype() == "multipart":
        for count, part in enumerate(message.get_payload()):
            if count > MAX_PARTS:
                return
            if isinstance(part, Message):
                yield from _walk(part, depth + 1)


def _is_body(part: Message) -> bool:
    return part.get_content_maintype() == "text" and part.get_content_disposition() != "attachment"


def _attached(parts: list[Message]) -> Iterator[Message]:
    for part in parts:
        if part.get_content_maintype() != "multipart" and not _is_body(part):
            yield part


def _text(part: Message) -> str:
    """The part's text: its own character set, else UTF-8, else Windows-1252 (what Danish mail programs mean)."""
    raw = part.get_payload(decode=True)
    content = raw if isinstance(raw, bytes) else b""
    for charset in (part.get_content_charset(), "utf-8"):
        try:
            return content.decode(charset or "utf-8")
        except (LookupError, UnicodeDecodeError):
            continue
    return content.decode("cp1252", "replace")


def _header(message: Message, name: str) -> str:
    parts = []
    for text, charset in decode_header(message.get(name, "")):
        if isinstance(text, str):
            parts.append(text)
            continue
        try:
            parts.append(text.decode(charset or "utf-8"))
        except (LookupError, UnicodeDecodeError):
            parts.append(text.decode("cp1252", "replace"))
    return "".join(parts)


def _kind(message: Message) -> str:
    """By RFC 3834's headers, multipart/report, and the marks of a mass mailing."""
    sender = parseaddr(_header(message, "From"))[1].lower()
    if message.get_content_type() == "multipart/report" or sender.startswith(("mailer-daemon", "postmaster")):
        return "bounce"
    automatic = _header(message, "Auto-Submitted").strip().lower()
    if (automatic and not automatic.startswith("no")) or message.get("X-Autoreply"):
        return "auto reply"
    if message.get("List-Unsubscribe") or message.get("List-Id"):
        return "newsletter"
    return "newsletter" if _header(message, "Precedence").strip().lower() in ("bulk", "list", "junk") else "ordinary"


def _reply_allowed(message: Message, sender: str, kind: str) -> bool:
    if kind != "ordinary" or "@" not in sender or _header(message, "Return-Path").strip() == "<>":
        return False
    if "autoreply" in _header(message, "X-Auto-Response-Suppress").lower().replace("all", "autoreply"):
        return False
    return not sender.lower().split("@")[0].startswith(_NO_REPLY)


def _save(part: Message, number: int, into: Path) -> dict[str, Any]:
    raw = part.get_payload(decode=True)
    content = raw if isinstance(raw, bytes) else part.as_bytes()
    media_type = part.get_content_type()
    real_name = _header(part, "Content-Disposition") and (part.get_filename() or "")
    suffix = _SUFFIXES.get(media_type) or Path(str(real_name)).suffix.lower()[:6]
    suffix = suffix if suffix.replace(".", "").isalnum() else ""
    path = into / f"vedhaeftning-{number}{suffix}"
    path.write_bytes(content)
    return {
        "name": str(real_name),
        "file_name": path.name,
        "media_type": media_type,
        "sha256": hashlib.sha256(content).hexdigest(),
        "size": len(content),
        "path": str(path),
        "inline": part.get_content_disposition() == "inline" or bool(part.get("Content-ID")),
    }


def _same(plain: list[str], html: list[str]) -> bool:
    """Whether the two forms say the same, blanks aside."""
    return not plain or not html or "".join("".join(plain).split()) == "".join("".join(html).split())
