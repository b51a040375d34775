"""A draft that is larger than one call may be: the mail without its attachments, then each attachment in pieces.

It is put together in the deleted items and moved to the drafts when it is whole. A draft that a killed process left half
done is thus never found in Drafts, and never sent.
"""

from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import EmailMessage, Message
from email.parser import BytesParser
from email.policy import SMTP

from connectors.mail.errors import MailTooLarge
from connectors.mail.graph.transport import Transport
from connectors.mail.graph.trying import Again

MOST_IN_ONE_CALL = 3_000_000
"""Graph takes 4 MB a call, and base64 makes four of three."""
_PIECE = 12 * 320 << 10
"""Each piece but the last must be a multiple of 320 KiB, and less than 4 MB."""


@dataclass(frozen=True)
class _Attachment:
    name: str = field(repr=False)
    media_type: str
    content: bytes = field(repr=False)


def save_large(transport: Transport, mime: bytes) -> str:
    """Save it; returns the id in Drafts.

    Raises:
        MailTooLarge: What is left without the attachments still doesn't fit into a call, or Exchange refuses the size.
    """
    bare, attachments = _taken_apart(mime)
    if len(bare) > MOST_IN_ONE_CALL or not attachments:
        raise MailTooLarge(
            f"mailbox '{transport.name}': a mail whose text alone is larger than {MOST_IN_ONE_CALL} bytes"
        )
    draft = post_mime(transport, "mailFolders/deleteditems/messages", bare)
    for each in attachments:
        _attach(transport, draft, each)
    moved = transport.call(
        "put a draft in its place",
        "POST",
        f"messages/{draft}/move",
        again=Again.WHEN_NOT_BEGUN,
        json={"destinationId": "drafts"},
    )
    return str(moved.json()["id"])


def post_mime(transport: Transport, path: str, mime: bytes) -> str:
    """Save a mail as it is written; returns its id. A second try could make a second draft: only a refusal gets one."""
    saved = transport.call(
        "save a draft",
        "POST",
        path,
        again=Again.WHEN_NOT_BEGUN,
        content=b64encode(mime),
        headers={"Content-Type": "text/plain"},
    )
    return str(saved.json()["id"])


def _taken_apart(mime: bytes) -> tuple[bytes, list[_Attachment]]:
    message = BytesParser(policy=SMTP).parsebytes(mime)
    parts = message.get_payload()
    if message.get_content_type() != "multipart/mixed" or not isinstance(parts, list):
        return mime, []
    attached = [part for part in parts[1:] if isinstance(part, EmailMessage)]
    message.set_payload(parts[:1])
    return message.as_bytes(), [_attachment(part, number) for number, part in enumerate(attached, 1)]


def _attachment(part: EmailMessage, number: int) -> _Attachment:
    name = part.get_filename() or f"bilag-{number}"
    inner = part.get_payload()
    if part.get_content_type() == "message/rfc822" and isinstance(inner, list) and isinstance(inner[0], Message):
        return _Attachment(name if "." in name else f"{name}.eml", "message/rfc822", inner[0].as_bytes())
    content = part.get_payload(decode=True)
    return _Attachment(name, part.get_content_type(), content if isinstance(content, bytes) else b"")


def _attach(transport: Transport, draft: str, attachment: _Attachment) -> None:
    """By an upload session, whatever its size: one way is enough for what is rare."""
    session = transport.call(
        "begin an upload",
        "POST",
        f"messages/{draft}/attachments/createUploadSession",
        again=Again.ANY_TIME,  # a session nobody uses lapses
        json={
            "AttachmentItem": {
                "attachmentType": "file",
                "name": attachment.name,
                "size": len(attachment.content),
                "contentType": attachment.media_type,
            }
        },
    ).json()
    for first, piece in _pieces(attachment.content):
        last = first + len(piece) - 1
        headers = {"Content-Range": f"bytes {first}-{last}/{len(attachment.content)}"}
        transport.upload("upload an attachment", str(session["uploadUrl"]), piece, headers)


def _pieces(content: bytes) -> Iterator[tuple[int, bytes]]:
    for first in range(0, len(content), _PIECE):
        yield first, content[first : first + _PIECE]
