"""What the model keeps of a mail's headers. It must take in any mail, however broken: a real server does too."""

import re
from dataclasses import dataclass, field
from email import policy
from email.header import Header, decode_header, make_header
from email.message import Message
from email.parser import BytesHeaderParser
from email.utils import getaddresses

HEADER_BYTES = 2 << 20
END_OF_HEADERS = re.compile(rb"\r?\n\r?\n")
_ATTACHED = re.compile(rb"^content-(disposition:\s*attachment|type:\s*message/rfc822)", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True)
class Headers:
    """The fields that listings show and searches look at."""

    message_id: str = field(repr=False)
    subject: str = field(repr=False)
    sender: str = field(repr=False)
    recipients: tuple[str, ...] = field(repr=False)
    has_attachments: bool


def headers_of(mime: bytes) -> Headers:
    """Read them without parsing the body: a mail of 100,000 parts must not stop the server."""
    message = header_block(mime)
    return Headers(
        message_id=header(message, "Message-ID"),
        subject=header(message, "Subject"),
        sender=header(message, "From"),
        recipients=tuple(address for name in ("To", "Cc", "Bcc") for _, address in addresses(message, name)),
        has_attachments=_ATTACHED.search(mime) is not None,
    )


def header_block(mime: bytes) -> Message:
    """The headers alone, as they are written."""
    start = mime[:HEADER_BYTES]
    end = END_OF_HEADERS.search(start)
    return BytesHeaderParser(policy=policy.compat32).parsebytes(start[: end.end()] if end else start)


def header(message: Message, name: str) -> str:
    """A header as people read it, on one line; as it is written where it can't be decoded."""
    return decoded(message.get(name, ""))


def addresses(message: Message, name: str) -> list[tuple[str, str]]:
    """(name, address) of everybody in a header, the addresses in lower case; split before decoding: names hold commas."""
    written = [" ".join(str(each).split()) for each in message.get_all(name, [])]
    return [(decoded(shown), address.lower()) for shown, address in getaddresses(written) if address]


def decoded(written: str | Header) -> str:
    """What is written in a header, with its encoded words read."""
    try:
        text = str(make_header(decode_header(written)))
    except (LookupError, ValueError):
        text = str(written)
    return " ".join(text.split())
