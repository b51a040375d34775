"""The project office's side of the monthly report: its mailbox, its folder, and the morning on which it is made."""

import email
import email.policy
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import pytest

from connectors.mail.local import LocalMailbox
from connectors.mail.port import Folder
from gevinst.store import clock

BOX = "projektkontor"
TO = "kontor@proeveby.example, direktion@proeveby.example"


def in_november(monkeypatch: pytest.MonkeyPatch, house: Path, day: int = 4) -> None:
    """It is ten o'clock on a day of November 2026 (the 4th is the third working day), and reports are mailed."""
    monkeypatch.setenv("GEVINST_REPORTS_MAILBOX", BOX)
    monkeypatch.setenv("GEVINST_REPORTS_TO", TO)
    monkeypatch.setenv("GEVINST_REPORTS_FOLDER", str(house / "rapporter"))
    moment = clock.from_datetime(datetime(2026, 11, day, 9, tzinfo=UTC))
    machine = clock.host_now_us() - clock.offset.microseconds
    monkeypatch.setattr(clock.offset, "microseconds", moment - machine)


def sent() -> list[EmailMessage]:
    """What lies in the mailbox's sent mails."""
    return _mails(Folder.SENT)


def drafts() -> list[EmailMessage]:
    """What lies in its drafts."""
    return _mails(Folder.DRAFTS)


def _mails(folder: Folder) -> list[EmailMessage]:
    box = LocalMailbox(BOX)
    found = []
    for summary in box.mails(folder):
        with box.mime(summary.id) as stream:
            found.append(email.message_from_binary_file(stream, policy=email.policy.default))
    return found


def attached(mail: EmailMessage) -> dict[str, bytes]:
    """Its files by their names."""
    found = {}
    for part in mail.iter_attachments():
        content = part.get_content()
        found[str(part.get_filename())] = content.encode() if isinstance(content, str) else content
    return found


def text_of(mail: EmailMessage) -> str:
    """What it says."""
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())
