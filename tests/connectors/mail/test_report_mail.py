"""The mail a report goes out with."""

import email
import email.policy
from pathlib import Path

import pytest

from connectors.mail import report_mail
from connectors.mail.report_mail import compose_report


def files(folder: Path, **sizes: int) -> list[Path]:
    """Files of these sizes, by suffix."""
    found = [folder / f"frigjort-tid-2026-10.{suffix}" for suffix in sizes]
    for path, size in zip(found, sizes.values(), strict=True):
        path.write_bytes(b"x" * size)
    return found


def test_a_file_without_room_is_named_and_the_others_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Mail servers refuse large mails as a whole: the small files go, and the text says where the large one lies."""
    monkeypatch.setattr(report_mail, "MOST_BYTES", 1000)
    mime = compose_report(
        "projektkontor",
        to=["kontor@proeveby.example"],
        subject="Registreret frigjort tid, oktober 2026",
        text="Her er rapporten.",
        files=files(tmp_path, pdf=400, xlsx=900, html=500),
        message_id="<a@robot.example>",
    )
    mail = email.message_from_bytes(mime, policy=email.policy.default)
    assert [part.get_filename() for part in mail.iter_attachments()] == [
        "frigjort-tid-2026-10.pdf",
        "frigjort-tid-2026-10.html",
    ]
    body = mail.get_body(("plain",))
    assert body is not None
    assert "frigjort-tid-2026-10.xlsx er for stor til at sende; den ligger i mappen" in body.get_content()
    assert (mail["Auto-Submitted"], mail["X-Auto-Response-Suppress"]) == ("auto-generated", "All")
