"""In the limited child only: Outlook's `.msg` written as MIME, whole, or an error; nothing of it is left out silently."""

import hashlib
from email.generator import BytesGenerator
from email.header import Header
from email.mime.application import MIMEApplication
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.parser import HeaderParser
from email.policy import compat32
from email.utils import format_datetime, formataddr, getaddresses
from pathlib import Path
from typing import TYPE_CHECKING

from oxmsg import Message
from oxmsg.attachment import Attachment

if TYPE_CHECKING:
    from email.message import Message as Mime

_RICH_TEXT = 0x1009
_TRANSPORT_HEADERS = 0x007D
_INTERNET_MESSAGE_ID = 0x1035
_CONTENT_ID = 0x3712
_SENDER_NAME, _SENDER_ADDRESS, _SENDER_SMTP = 0x0C1A, 0x0C1F, 0x5D01
_OWN = ("mime-version", "bcc")
_OF_ADDRESSES = ("from", "to", "cc", "reply-to", "sender")


class Incomplete(Exception):
    """Something is in the file that this can't carry over."""


def write_mime(path: str, out: str) -> None:
    """Convert the file. The same file always gives the same bytes, so one that is taken in again is the same mail.

    Raises:
        Incomplete: It is no mail (an appointment, a task), holds only rich text, or an attachment that is no file (a
            mail, a link, an object).
    """
    message = Message.load(path)
    if not f"{message.message_class}.".startswith("IPM.Note."):
        raise Incomplete
    mime = _structure(message)
    for name, value in _headers(message):
        mime[name] = _addresses(value) if name.lower() in _OF_ADDRESSES else _one_line(value)
    for number, part in enumerate(each for each in mime.walk() if each.is_multipart()):
        digest = hashlib.sha256(f"{number} {Path(path).stat().st_size} {message.subject}".encode()).hexdigest()
        part.set_boundary(f"=_{digest[:32]}")
    with Path(out).open("wb") as stream:
        BytesGenerator(stream, mangle_from_=False, policy=compat32.clone(linesep="\r\n", max_line_length=0)).flatten(
            mime
        )


def _structure(message: Message) -> MIMEBase:
    plain, html = message.body, message.html_body
    if plain is None and html is None and message.properties.binary_prop_value(_RICH_TEXT):
        raise Incomplete
    texts = [MIMEText(plain or "", "plain", "utf-8")] if plain is not None or html is None else []
    texts += [MIMEText(html, "html", "utf-8")] if html is not None else []
    body: MIMEBase = MIMEMultipart("alternative", None, texts) if len(texts) > 1 else texts[0]
    attached = [_attached(each) for each in message.attachments]
    return MIMEMultipart("mixed", None, [body, *attached]) if attached else body


def _attached(attachment: Attachment) -> MIMEBase:
    content = attachment.file_bytes
    if content is None or not attachment.attached_by_value:
        raise Incomplete
    main, _, sub = (attachment.mime_type or "").partition("/")
    part = MIMEApplication(content)
    if main in ("application", "image", "audio", "video", "text") and sub.replace("-", "").replace(".", "").isalnum():
        part.set_type(f"{main}/{sub}")
    content_id = attachment.properties.str_prop_value(_CONTENT_ID)
    if content_id:
        part["Content-ID"] = f"<{_one_line(content_id)}>"
    part.add_header(
        "Content-Disposition",
        "inline" if content_id and main == "image" else "attachment",
        filename=("utf-8", "", " ".join((attachment.file_name or "").split())),
    )
    return part


def _headers(message: Message) -> list[tuple[str, str]]:
    """Those the mail came with, and of the others what Outlook knows beside them."""
    text = message.properties.str_prop_value(_TRANSPORT_HEADERS) or ""
    known: Mime = HeaderParser(policy=compat32).parsestr(text)
    found = [
        (name, str(value))
        for name, value in known.items()
        if name.lower() not in _OWN and not name.lower().startswith("content-")
    ]
    names = {name.lower() for name, _ in found}
    return found + [(name, value) for name, value in _remembered(message) if value and name.lower() not in names]


def _remembered(message: Message) -> list[tuple[str, str]]:
    sent = message.sent_date
    return [
        ("From", _sender(message)),
        ("To", ", ".join(formataddr((each.name, each.email_address)) for each in message.recipients)),
        ("Subject", message.subject),
        ("Date", format_datetime(sent) if sent else ""),
        ("Message-ID", message.properties.str_prop_value(_INTERNET_MESSAGE_ID) or ""),
    ]


def _sender(message: Message) -> str:
    """Inside an organisation Outlook also knows a sender by a name of the directory's, which nobody can write to."""
    values = message.properties
    known = (values.str_prop_value(each) or "" for each in (_SENDER_SMTP, _SENDER_ADDRESS))
    address = next((each for each in known if "@" in each), "")
    return formataddr((values.str_prop_value(_SENDER_NAME) or "", address)) if address else ""


def _addresses(text: str) -> str:
    """Only names are encoded: an address inside an encoded word is none."""
    return ", ".join(formataddr(each) for each in getaddresses([" ".join(text.split())]) if each[1])


def _one_line(text: str) -> str:
    """A value that can't begin a header of its own; what isn't ASCII as an encoded word."""
    line = " ".join(text.split())
    return line if line.isascii() else " ".join(Header(line, "utf-8").encode().split())
