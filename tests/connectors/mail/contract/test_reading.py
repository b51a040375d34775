"""Listing and reading."""

from email import message_from_bytes

import pytest

from connectors.mail.errors import MailNotFound
from connectors.mail.port import Folder, Mailbox
from tests.connectors.mail.contract.posts import Post
from tests.connectors.mail.contract.written import letter, with_attachments


def test_a_mail_that_arrived_is_listed_and_read_byte_for_byte(post: Post, box: Mailbox) -> None:
    """What is filed on the case is what the sender sent."""
    post.deliver(letter(1))
    (summary,) = box.mails(Folder.INBOX)
    with box.mime(summary.id) as stream:
        assert stream.read(5) + stream.read() == letter(1)
    assert summary.folder is Folder.INBOX
    assert summary.message_id == "<1@klinik.example>"
    assert summary.size > 0
    assert not summary.is_read
    assert summary.received_at.utcoffset() is not None


def test_nothing_of_the_sender_shows_when_a_listing_is_printed(post: Post, box: Mailbox) -> None:
    """A Message-ID may hold an address, and a listing ends up in a log."""
    post.deliver(letter(1))
    (summary,) = box.mails(Folder.INBOX)
    box.mark(summary.id, categories=("Agnes Ahornblad",))
    shown = repr(box.mails(Folder.INBOX)) + repr(box.changes(Folder.INBOX))
    assert "klinik" not in shown
    assert "Ahornblad" not in shown


def test_the_oldest_mail_comes_first_and_the_limit_cuts_the_youngest_off(post: Post, box: Mailbox) -> None:
    """Who waited longest is served first, however few a run takes."""
    post.deliver(*map(letter, range(5)))
    everything = box.mails(Folder.INBOX)
    assert [each.message_id for each in everything] == [f"<{number}@klinik.example>" for number in range(5)]
    assert box.mails(Folder.INBOX, limit=2) == everything[:2]
    assert box.mails(Folder.INBOX, limit=0) == []


def test_a_folder_of_several_pages_is_listed_whole(post: Post, box: Mailbox) -> None:
    """Servers answer in pages; no mail is on a page nobody asked for."""
    post.deliver(*map(letter, range(230)))
    listed = [each.message_id for each in box.mails(Folder.INBOX)]
    assert listed == [f"<{number}@klinik.example>" for number in range(230)]
    assert len(box.changes(Folder.INBOX).mails) == 230


def test_only_unread_mails_can_be_asked_for(post: Post, box: Mailbox) -> None:
    """A colleague who read a mail in Outlook may have taken it."""
    post.deliver(letter(1), letter(2))
    first, second = box.mails(Folder.INBOX)
    box.mark(first.id, read=True)
    assert [each.id for each in box.mails(Folder.INBOX, unread=True)] == [second.id]
    box.mark(first.id, read=False)
    assert len(box.mails(Folder.INBOX, unread=True)) == 2


def test_only_mails_since_a_moment_can_be_asked_for(post: Post, box: Mailbox) -> None:
    """The moment itself is in it: of two mails of one second none is lost."""
    post.deliver(letter(1), letter(2), letter(3))
    _, second, third = box.mails(Folder.INBOX)
    assert box.mails(Folder.INBOX, since=second.received_at) == [second, third]
    assert box.mails(Folder.INBOX, since=second.received_at, unread=True, limit=1) == [second]


def test_a_mail_without_a_message_id_is_as_good_as_any(post: Post, box: Mailbox) -> None:
    """It is listed, with an empty one, and read."""
    post.deliver(letter(None))
    (summary,) = box.mails(Folder.INBOX)
    assert summary.message_id == ""
    with box.mime(summary.id) as stream:
        assert stream.read() == letter(None)


def test_attachments_are_told_apart_without_being_fetched(post: Post, box: Mailbox) -> None:
    """Name, kind, size, and whether the text shows it; a mail that is attached is one attachment."""
    post.deliver(with_attachments())
    (summary,) = box.mails(Folder.INBOX)
    found = {each.media_type: each for each in box.attachments(summary.id)}  # in the order the server likes
    scan, logo, inner = found["application/pdf"], found["image/png"], found["message/rfc822"]
    assert len(box.attachments(summary.id)) == 3
    assert (scan.name, scan.media_type, scan.is_inline) == ("Prisoverslag æøå.pdf", "application/pdf", False)
    assert (logo.name, logo.media_type, logo.is_inline) == ("logo.png", "image/png", True)
    assert inner.media_type == "message/rfc822"
    assert scan.size >= 3000
    assert "Prisoverslag" not in repr(scan)


def test_each_attachment_comes_as_it_was_sent(post: Post, box: Mailbox) -> None:
    """Bytes in, bytes out; an attached mail as its own MIME."""
    post.deliver(with_attachments())
    (summary,) = box.mails(Folder.INBOX)
    found = {each.media_type: each for each in box.attachments(summary.id)}  # in the order the server likes
    scan, logo, inner = found["application/pdf"], found["image/png"], found["message/rfc822"]
    assert len(box.attachments(summary.id)) == 3
    with box.attachment(summary.id, scan.number) as stream:
        assert stream.read(4) + stream.read() == b"%PDF" + bytes(range(256)) * 12
    with box.attachment(summary.id, logo.number) as stream:
        assert stream.read() == b"\x89PNG"
    with box.attachment(summary.id, inner.number) as stream:
        assert message_from_bytes(stream.read())["Message-ID"] == "<inner@klinik.example>"
    with pytest.raises(MailNotFound), box.attachment(summary.id, 99):
        pass


def test_a_mail_without_attachments_has_none(post: Post, box: Mailbox) -> None:
    """A text in two forms isn't one."""
    post.deliver(letter(1, html="<p>Hej</p>"))
    (summary,) = box.mails(Folder.INBOX)
    assert box.attachments(summary.id) == []
