"""What a server adds to a mail that leaves, and what it takes out of the copies."""

import re
import secrets
from email.utils import formatdate

from sandbox.exchange.reading_mime import END_OF_HEADERS, header, header_block

_BCC = re.compile(rb"^bcc:.*(?:\r?\n[ \t].*)*\r?\n", re.IGNORECASE | re.MULTILINE)


def ready_to_send(mime: bytes, mailbox: str) -> bytes:
    """The mail with a sender, a Message-ID and a date, where its writer gave none; the rest is untouched."""
    headers = header_block(mime)
    missing = []
    if not header(headers, "From"):
        missing.append(f"From: {mailbox}\r\n")
    if not header(headers, "Message-ID"):
        missing.append(f"Message-ID: <{secrets.token_hex(16)}@exchange.example>\r\n")
    if not header(headers, "Date"):
        missing.append(f"Date: {formatdate(usegmt=True)}\r\n")
    return "".join(missing).encode() + mime


def for_recipients(mime: bytes) -> bytes:
    """The copy that is delivered: nobody learns who had a blind copy."""
    end = END_OF_HEADERS.search(mime)
    position = end.end() if end else len(mime)
    return _BCC.sub(b"", mime[:position]) + mime[position:]
