"""The mail a report goes out with: to colleagues of the house, with files, and nothing personal in it."""

from collections.abc import Sequence
from pathlib import Path

from connectors.mail.notice import headed_notice
from gevinst.profile import load_profile

MOST_BYTES = 10 << 20
"""Of all attached files together: mail servers often refuse more than 25 MB, and a file grows by a third on its way."""
_TYPES: dict[str, tuple[str, str, dict[str, str]]] = {
    ".pdf": ("application", "pdf", {}),
    ".xlsx": ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet", {}),
    ".html": ("text", "html", {"charset": "utf-8"}),
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
    mail = headed_notice(mailbox=mailbox, to=", ".join(to), subject=subject, message_id=message_id)
    said = [text, *(f"{each.name} er for stor til at sende; den ligger i mappen med rapporter." for each in left_out)]
    mail.set_content("\n\n".join([*said, f"Venlig hilsen\n{load_profile().name}\n"]), cte="quoted-printable")
    mail["Content-Language"] = "da"  # after the content, which would take it away
    for path in attached:
        kind, subtype, more = _TYPES[path.suffix]
        mail.add_attachment(path.read_bytes(), maintype=kind, subtype=subtype, filename=path.name, params=more)
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
