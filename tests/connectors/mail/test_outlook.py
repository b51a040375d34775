"""A `.msg` that a colleague saved from Outlook and put into the drop folder."""

from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest

from connectors.mail.local import LocalMailbox
from connectors.mail.port import Folder
from tests.connectors.mail.killed import run_and_die
from tests.connectors.mail.outlook_properties import outlook_file
from tests.connectors.mail.samples import parsed

CLASS, SUBJECT, BODY, HTML, HEADERS, MESSAGE_ID, RTF = 0x001A, 0x0037, 0x1000, 0x1013, 0x007D, 0x1035, 0x1009
SENDER, SENDER_ADDRESS, SENT, CODEPAGE = 0x0C1A, 0x5D01, 0x0039, 0x3FDE
NAME, METHOD, DATA, MEDIA_TYPE, CONTENT_ID = 0x3707, 0x3705, 0x3701, 0x370E, 0x3712
PDF = b"%PDF" + bytes(range(256)) * 30
MAIL = {
    CLASS: "IPM.Note",
    SUBJECT: "Prisoverslag på æøå",
    BODY: "Hej\r\n\r\nHermed prisoverslag til Søren.\r\n",
    SENDER: "Tandklinikken Prøvetand",
    SENDER_ADDRESS: "kontakt@klinik.example",
    MESSAGE_ID: "<1@klinik.example>",
    SENT: datetime(2026, 3, 2, 8, 30, tzinfo=UTC),
}
FILE = {NAME: "Prisoverslag æøå.pdf", METHOD: 1, DATA: PDF, MEDIA_TYPE: "application/pdf"}


@pytest.fixture
def box() -> LocalMailbox:
    """An empty mailbox on disk."""
    return LocalMailbox("helbredstillaeg")


def taken(box: LocalMailbox, content: bytes) -> EmailMessage:
    """Drop the file, and read the mail it became."""
    (box.folder / "drop" / "Prisoverslag.MSG").write_bytes(content)
    (summary,) = box.mails(Folder.INBOX)
    with box.mime(summary.id) as stream:
        return message_from_bytes(stream.read(), policy=default)  # type: ignore[return-value]


def test_it_becomes_a_mail_with_its_text_sender_and_attachment(box: LocalMailbox) -> None:
    """And is one: it is found by its Message-ID."""
    message = taken(box, outlook_file(MAIL, [FILE]))
    assert message["From"] == "Tandklinikken Prøvetand <kontakt@klinik.example>"
    assert message["Subject"] == "Prisoverslag på æøå"
    assert message["Date"].datetime == datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
    body = message.get_body()
    assert body is not None
    assert "Hermed prisoverslag til Søren." in body.get_content()
    (attached,) = message.iter_attachments()
    assert (attached.get_filename(), attached.get_content()) == ("Prisoverslag æøå.pdf", PDF)
    assert len(box.find(Folder.INBOX, "<1@klinik.example>")) == 1


def test_the_mail_kit_reads_it_as_any_other(box: LocalMailbox, house: Path) -> None:
    """Text, kind and attachment."""
    taken(box, outlook_file(MAIL, [FILE]))
    (summary,) = box.mails(Folder.INBOX)
    with box.mime(summary.id) as stream:
        mail = parsed(house, stream.read())
    assert mail.problem is None
    assert "Søren" in mail.body.reveal()
    assert [each.media_type for each in mail.attachments] == ["application/pdf"]


def test_the_headers_it_came_with_are_kept_so_that_loops_are_seen(box: LocalMailbox) -> None:
    """Also those that are folded; but those about its old form in MIME are not."""
    headers = (
        "From: Automat <automat@klinik.example>\r\nAuto-Submitted: auto-replied\r\nReferences: <0@x.example>\r\n"
        " <9@x.example>\r\nContent-Type: multipart/mixed; boundary=gammel\r\nMIME-Version: 1.0\r\n"
    )
    message = taken(box, outlook_file(MAIL | {HEADERS: headers}, [FILE]))
    assert message["Auto-Submitted"] == "auto-replied"
    assert message["References"] == "<0@x.example> <9@x.example>"
    assert message["From"] == "Automat <automat@klinik.example>"
    assert message["Message-ID"] == "<1@klinik.example>"
    assert message.get_boundary() != "gammel"
    assert len(message.get_all("MIME-Version", [])) == 1


def test_both_forms_of_a_text_and_a_shown_picture_are_kept(box: LocalMailbox) -> None:
    """The picture as one that the text shows."""
    html = "<p>Kære <b>kommune</b> æøå <img src='cid:logo'></p>".encode()
    picture = {NAME: "logo.png", METHOD: 1, DATA: b"\x89PNG", MEDIA_TYPE: "image/png", CONTENT_ID: "logo"}
    message = taken(box, outlook_file(MAIL | {HTML: html, CODEPAGE: 65001}, [picture]))
    assert [part.get_content_type() for part in message.walk()] == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "image/png",
    ]
    (summary,) = box.mails(Folder.INBOX)
    assert [each.is_inline for each in box.attachments(summary.id)] == [True]


def test_a_value_can_begin_no_header_of_its_own(box: LocalMailbox) -> None:
    """A subject with a line break in it stays one subject."""
    message = taken(box, outlook_file(MAIL | {SUBJECT: "Hej\r\nBcc: alle@x.example"}, []))
    assert message["Bcc"] is None
    assert message["Subject"] == "Hej Bcc: alle@x.example"


UNCONVERTIBLE = {
    "no compound file": b"not a msg at all",
    "cut off": outlook_file(MAIL, [FILE])[:2000],
    "an appointment": outlook_file(MAIL | {CLASS: "IPM.Appointment"}, []),
    "only rich text": outlook_file({key: MAIL[key] for key in (CLASS, SUBJECT)} | {RTF: b"compressed"}, []),
    "a mail inside": outlook_file(MAIL, [{NAME: "Videresendt", METHOD: 5}]),
    "an object": outlook_file(MAIL, [{NAME: "Regneark", METHOD: 6, DATA: b"ole"}]),
}


@pytest.mark.parametrize("content", UNCONVERTIBLE.values(), ids=UNCONVERTIBLE.keys())
def test_what_cannot_be_carried_over_is_attached_whole(box: LocalMailbox, content: bytes) -> None:
    """Nothing of it is lost, nothing guessed: a mail without a sender, for a person to open."""
    message = taken(box, content)
    assert message["From"] is None
    (attached,) = message.iter_attachments()
    assert (attached.get_content_type(), attached.get_content()) == ("application/vnd.ms-outlook", content)
    assert list((box.folder / "taking").iterdir()) == []


KILLED = """
    from connectors.mail import local
    from connectors.mail.local import LocalMailbox
    from connectors.mail.port import Folder
    box = LocalMailbox("helbredstillaeg")
    local.Path.unlink = die
    box.mails(Folder.INBOX)
"""


def test_one_whose_taking_was_killed_is_taken_in_once(box: LocalMailbox) -> None:
    """As any other delivery."""
    (box.folder / "drop" / "a.msg").write_bytes(outlook_file(MAIL, [FILE]))
    run_and_die(KILLED)
    assert len(box.mails(Folder.INBOX)) == 1


def test_the_same_file_always_gives_the_same_mail(box: LocalMailbox) -> None:
    """So that one dropped twice is seen to be the same."""
    for name in ("a.msg", "b.msg"):
        (box.folder / "drop" / name).write_bytes(outlook_file(MAIL, [FILE]))
    assert len(box.mails(Folder.INBOX)) == 2
    assert len(list((box.folder / "eml").iterdir())) == 1
