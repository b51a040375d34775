"""A kept mail on the desk: who wrote, when and what, and what its files were called; never an error."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from connectors.mail.shown import show_mail
from gevinst.codes import Code
from gevinst.desk.showing import CannotShow
from tests.tasks.mailroom import letter


def test_a_mail_is_shown_as_it_reads(tmp_path: Path) -> None:
    """With its files' own names, which people choose by the citizen's."""
    path = tmp_path / "0123"
    sent = "Fri, 20 Nov 2026 12:00:00 +0100"
    path.write_bytes(letter(("Regning Ib Holm.pdf", b"%PDF-1.4"), body="Hej\n\nTak for sidst.\n", Date=sent))
    mail = show_mail(path)
    assert (mail.sender, mail.subject, list(mail.names.values())) == (
        "kontakt@klinik.example", "Regning", ["Regning Ib Holm.pdf"],
    )  # fmt: skip
    assert "Tak for sidst." in mail.text
    assert mail.sent_at == datetime(2026, 11, 20, 11, tzinfo=UTC)
    assert "Ib" not in repr(mail)


def test_what_cannot_be_read_is_said(tmp_path: Path) -> None:
    """A mail that is gone, and one that is none."""
    with pytest.raises(CannotShow, match="can't be shown") as gone:
        show_mail(tmp_path / "nothing")
    assert gone.value.sentence == "Mailen findes ikke længere."
    path = tmp_path / "0123"
    path.write_bytes(b"Content-Type: multipart/mixed; boundary=x\r\n\r\nno part at all\r\n")
    with pytest.raises(CannotShow) as unreadable:
        show_mail(path)
    assert unreadable.value.sentence == Code.MAIL_UNREADABLE.sentence
