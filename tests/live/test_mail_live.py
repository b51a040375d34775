"""What no stand-in can answer, each with a consequence that docs/mail-live.md tells."""

from email.parser import BytesHeaderParser

import pytest

from connectors.mail.errors import MailChanged, MailNotFound
from connectors.mail.port import Folder, Mailbox
from tests.live.conftest import Post


def test_login_and_permission_reach_the_mailbox(box: Mailbox) -> None:
    """The account gets in, and sees inbox, drafts and Sent."""
    box.check()
    assert {Folder.INBOX, Folder.DRAFTS, Folder.SENT} <= {each.folder for each in box.folders()}


def test_a_draft_keeps_its_message_id_when_it_is_sent(post: Post) -> None:
    """Whether it went is looked up by the Message-ID that we gave it."""
    post.send()
    assert post.wait_in(Folder.SENT)
    assert not post.box.find(Folder.DRAFTS, post.message_id)
    assert post.wait_in(Folder.INBOX)  # what isn't there yet isn't removed afterwards


def test_what_arrives_still_says_that_a_machine_sent_it(post: Post) -> None:
    """Two robots answer each other for ever where the server drops these headers."""
    post.send()
    with post.box.mime(post.wait_in(Folder.INBOX)) as stream:
        head = BytesHeaderParser().parse(stream)
    assert (head["Auto-Submitted"], head["X-Auto-Response-Suppress"]) == ("auto-replied", "All")
    assert head["Message-ID"].strip() == post.message_id


def test_a_mail_that_was_moved_is_gone_under_its_old_id(post: Post) -> None:
    """That is how two movers find out about each other."""
    post.send()
    old = post.wait_in(Folder.INBOX)
    post.box.ensure_folder(Folder.WORKING)
    assert post.box.move(old, Folder.WORKING) != old
    with pytest.raises(MailNotFound):
        post.box.move(old, Folder.DONE)


def test_a_mail_that_a_colleague_changed_is_not_overwritten(post: Post) -> None:
    """The version that was listed isn't the mail's any more."""
    post.send()
    mail_id = post.wait_in(Folder.INBOX)
    listed = next(each for each in post.box.mails(Folder.INBOX) if each.message_id == post.message_id)
    post.box.mark(mail_id, categories=["GEV-1"])
    with pytest.raises(MailChanged):
        post.box.mark(mail_id, read=True, version=listed.version)
    assert post.box.find(Folder.INBOX, post.message_id, category="GEV-1")


def test_a_large_draft_arrives_whole(post: Post) -> None:
    """Over 3 MB it is put together in pieces."""
    attached = bytes(range(256)) * (20 << 10)
    post.send(attached)
    mail_id = post.wait_in(Folder.INBOX)
    (info,) = post.box.attachments(mail_id)
    with post.box.attachment(mail_id, info.number) as stream:
        assert stream.read() == attached


def test_what_is_new_since_a_token_is_told_with_its_size(post: Post) -> None:
    """The watch starts runs by this."""
    token = post.box.changes(Folder.INBOX).token
    post.send()
    post.wait_in(Folder.INBOX)
    new = [each for each in post.box.changes(Folder.INBOX, token).mails if each.message_id == post.message_id]
    assert [each.size > 0 for each in new] == [True]
