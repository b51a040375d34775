"""A second opinion on the EWS face: a client that isn't exchangelib sees the mailbox that the model has."""

import email
import imaplib
from email.policy import SMTP
from pathlib import Path

from tests.sandbox.exchange.conftest import Box
from tests.sandbox.exchange.davmail import davmail
from tests.sandbox.exchange.samples import plain, with_attachments


def test_davmail_lists_and_reads_the_inbox(box: Box, tmp_path: Path) -> None:
    """Over IMAP it shows as many mails as the model has, in its order, each to the byte, and which are read."""
    given = [plain(1, to=box.address).as_bytes(), with_attachments().as_bytes(), _signed()]
    for mime in given:
        box.deliver(mime)
    box.exchange.update(box.address, box.items()[-1].id, is_read=True)
    folder = box.exchange.create_folder(box.address, "inbox", "Til manuel behandling")
    with davmail(box.server, tmp_path) as client:
        client.login(box.address, box.server.password)
        assert any(folder.name in line for line in _lines(client.list()))
        assert client.select("INBOX", readonly=True) == ("OK", [b"3"])
        bodies = [_fetched(client, uid) for uid in _lines(client.uid("SEARCH", "ALL"))[0].split()]
        unread = _lines(client.uid("SEARCH", "UNSEEN"))[0].split()
    assert bodies == [box.exchange.mime(item) for item in reversed(box.items())] == given
    assert len(unread) == 2
    assert [_subject(body) for body in bodies] == [item.subject for item in reversed(box.items())]


def _signed() -> bytes:
    """A mail of HTML with an inline picture, for a client that takes mails apart."""
    mail = plain(3)
    mail.add_alternative("<p>Hej <img src='cid:logo'></p>", subtype="html")
    mail.add_attachment(b"\x89PNG invented", maintype="image", subtype="png", cid="<logo>", disposition="inline")
    return mail.as_bytes()


def _fetched(client: imaplib.IMAP4, uid: str) -> bytes:
    kind, found = client.uid("FETCH", uid, "(BODY.PEEK[])")
    assert kind == "OK"
    assert isinstance(found[0], tuple)
    return bytes(found[0][1])


def _lines(answer: tuple[str, list[bytes]]) -> list[str]:
    kind, lines = answer
    assert kind == "OK"
    return [line.decode() for line in lines]


def _subject(mime: bytes) -> str:
    return str(email.message_from_bytes(mime, policy=SMTP)["Subject"])
