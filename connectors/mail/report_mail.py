"""The mail a report goes out with: to colleagues of the house, with files, and nothing personal in it."""

from collections.abc import Sequence
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr
from pathlib import Path

from connectors.mail.profiles import LocalMail, mailbox_profile
from gevinst.profile import load_profile

MOST_BYTES = 10 << 20
"""Of all attached files together: mail servers often refuse more than 25 MB, and a file grows by a third on its way."""
_TYPES = {
    ".pdf": ("application", "pdf"),
    ".xlsx": ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ".html": ("text", "html"),
}


def compose_report(
    mailbox: str, *, to: Sequence[str], subject: str, text: str, files: Sequence[Path], message_id: str
) -> bytes:
    """The mail as MIME. Files are attached in the order they are given, as long as there is room; the text says which aren't.

    Raises:
        ConfigurationError: Mailbox or municipality aren't set up.
        OSError: A file can't be read.
    """
    attached, left_out = _with_room(files)
    sender = load_profile().name
    mail = EmailMessage(policy=SMTP)
    mail["From"] = formataddr((sender, _address(mailbox)))
    mail["To"] = ", ".join(to)
    mail["Subject"] = subject
    mail["Date"] = format_datetime(datetime.now(tz=UTC))
    mail["Message-ID"] = message_id
    mail["Auto-Submitted"] = "auto-generated"
    mail["X-Auto-Response-Suppress"] = "All"
    said = [text, *(f"{each.name} er for stor til at sende; den ligger i mappen med rapporter." for each in left_out)]
    mail.set_content("\n\n".join([*said, f"Venlig hilsen\n{sender}\n"]), cte="quoted-printable")
    mail["Content-Language"] = "da"  # after the content, which would take it away
    for path in attached:
        kind, subtype = _TYPES[path.suffix]
        mail.add_attachment(path.read_bytes(), maintype=kind, subtype=subtype, filename=path.name)
    return mail.as_bytes()


def _with_room(files: Sequence[Path]) -> tuple[list[Path], list[Path]]:
    attached: list[Path] = []
    left_out: list[Path] = []
    used = 0
    for path in files:
        size = path.stat().st_size
        if used + size > MOST_BYTES:
            left_out.append(path)
        else:
            attached.append(path)
            used += size
    return attached, left_out


def _address(mailbox: str) -> str:
    profile = mailbox_profile(mailbox)
    return load_profile().mailbox_address if isinstance(profile, LocalMail) else profile.address
