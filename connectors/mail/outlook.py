"""A dropped file as MIME: `.eml` as it is, Outlook's `.msg` converted; one that can't be is attached to a mail whole."""

import io
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import BinaryIO

from gevinst.child import ChildFailed, LimitExceeded, Limits, call_limited

_LIMITS = Limits(seconds=60, memory_bytes=1 << 30)


@contextmanager
def as_mime(path: Path) -> Iterator[BinaryIO]:
    """The mail in a dropped file, as a stream of MIME.

    A stranger wrote the `.msg`, so the limited child reads it. Where that fails (encrypted, a mail inside it, only rich
    text, broken, too large) nothing is guessed: a mail without a sender holds the file, and a person gets it.
    """
    if path.suffix.lower() != ".msg":
        with path.open("rb") as stream:
            yield stream
        return
    with tempfile.TemporaryDirectory(prefix="gevinst-") as folder:
        out = Path(folder) / "mail.eml"
        try:
            call_limited(
                "connectors.mail.outlook_msg:write_mime", limits=_LIMITS, path=str(path.resolve()), out=str(out)
            )
        except (ChildFailed, LimitExceeded):
            out.write_bytes(_wrapped(path.read_bytes()))
        with io.FileIO(out) as stream:
            yield io.BufferedReader(stream)


def _wrapped(content: bytes) -> bytes:
    message = EmailMessage(policy=SMTP)
    message["Subject"] = "Outlook-fil"
    message.set_content("Filen kunne ikke læses af robotten og er vedhæftet, som den kom.\n")
    message.add_attachment(content, maintype="application", subtype="vnd.ms-outlook", filename="mail.msg")
    return message.as_bytes()
