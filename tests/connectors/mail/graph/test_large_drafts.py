"""Drafts larger than a call: whole in Drafts or not there at all."""

import os
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP, default

import pytest

from connectors.mail.errors import MailTooLarge, MailUnavailable
from connectors.mail.port import Folder, Mailbox
from sandbox.exchange.faults import Switch
from tests.connectors.mail.graph.conftest import Online

OURS = "<gev-1042-send@robot.example>"


def large(*contents: bytes, text: str = "Hej æøå\n") -> bytes:
    """A mail of the robot's with attachments."""
    message = EmailMessage(policy=SMTP)
    message["From"] = "helbredstillaeg@eksempel.example"
    message["To"] = "kontakt@klinik.example"
    message["Subject"] = "Kvittering"
    message["Message-ID"] = OURS
    message["Auto-Submitted"] = "auto-replied"
    message.set_content(text)
    for number, content in enumerate(contents, 1):
        message.add_attachment(content, maintype="application", subtype="pdf", filename=f"Bilag {number} æøå.pdf")
    return message.as_bytes()


def test_attachments_of_several_megabytes_go_by_upload_sessions(online: Online, box: Mailbox) -> None:
    """What is sent has the same headers, text and attachments, byte for byte; and the upload gets no token."""
    contents = [os.urandom(7_000_000), b"lille"]
    draft = box.draft(large(*contents))
    assert box.find(Folder.DRAFTS, OURS) == [draft]
    assert online.calls("begin-upload") == [201, 201]
    assert online.calls("upload") == [200, 201, 201]
    box.send(draft)
    (sent,) = box.find(Folder.SENT, OURS)
    with box.mime(sent) as stream:
        message = message_from_bytes(stream.read(), policy=default)
    assert message["Auto-Submitted"] == "auto-replied"
    assert message.get_body().get_content().strip() == "Hej æøå"
    assert [part.get_content() for part in message.iter_attachments()] == contents
    assert [part.get_filename() for part in message.iter_attachments()] == ["Bilag 1 æøå.pdf", "Bilag 2 æøå.pdf"]


@pytest.mark.parametrize("operation", ["begin-upload", "upload", "move"])
def test_a_draft_that_was_left_half_done_is_not_in_drafts(online: Online, box: Mailbox, operation: str) -> None:
    """The next attempt finds none there and begins anew: a mail without its attachments is never sent."""
    mime = large(os.urandom(4_000_000))
    online.running.faults.arm(Switch.DROP_BEFORE, operation, times=4)
    with pytest.raises(MailUnavailable):
        box.draft(mime)
    assert box.find(Folder.DRAFTS, OURS) == []
    online.running.faults.clear()
    draft = box.draft(mime)
    assert box.find(Folder.DRAFTS, OURS) == [draft]


def test_a_mail_just_below_the_limit_is_one_call(online: Online, box: Mailbox) -> None:
    """Base64 makes four bytes of three, and four megabytes are allowed."""
    box.draft(large(os.urandom(2_000_000)))
    assert online.calls("create") == [201]
    assert online.calls("begin-upload") == []


@pytest.mark.parametrize(
    "mime", [large(text="æ" * 3_000_000), large(b"x", text="æ" * 3_000_000)], ids=["bare", "attached"]
)
def test_a_text_too_large_for_any_call_is_a_persons(online: Online, box: Mailbox, mime: bytes) -> None:
    """Nothing of it is left behind."""
    with pytest.raises(MailTooLarge):
        box.draft(mime)
    assert online.calls("create") == []


def test_a_mail_larger_than_the_server_takes_is_a_persons(online: Online, box: Mailbox) -> None:
    """The server says so when the last piece has come, and the draft never reaches Drafts."""
    with pytest.raises(MailTooLarge):
        box.draft(large(bytes(30_000_000)))
    assert box.find(Folder.DRAFTS, OURS) == []
