"""What is attached to a mail that lies in a file; a stranger wrote it, so the limited child opens it."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from connectors.mail.errors import MailNotFound, MailTooLarge
from connectors.mail.port import AttachmentInfo
from gevinst.child import ChildFailed, LimitExceeded, Limits, call_limited

_LIMITS = Limits(seconds=30, memory_bytes=1 << 30)


def attachments_of(path: Path) -> list[AttachmentInfo]:
    """What is attached, numbered from 1 in the order it stands in the mail.

    Raises:
        MailTooLarge: It can't be taken apart within the child's limits.
    """
    return [AttachmentInfo(**each) for each in _asked("list_parts", path)]


@contextmanager
def attachment_of(path: Path, number: int) -> Iterator[BinaryIO]:
    """One attachment's content; a mail that is attached is its MIME.

    Raises:
        MailNotFound: There is none of that number.
        MailTooLarge: It can't be taken apart within the child's limits.
    """
    with tempfile.TemporaryDirectory(prefix="gevinst-") as folder:
        out = Path(folder) / "attachment"
        if not _asked("write_part", path, number=number, out=str(out)):
            raise MailNotFound(f"attachment {number}")
        with out.open("rb") as stream:
            yield stream


def _asked(function: str, path: Path, **arguments: Any) -> Any:  # noqa: ANN401 (JSON)
    try:
        return call_limited(
            f"connectors.mail.attached_parts:{function}", limits=_LIMITS, path=str(path.resolve()), **arguments
        )
    except (LimitExceeded, ChildFailed):
        raise MailTooLarge("a mail that can't be taken apart within the limits") from None
