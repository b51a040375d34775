"""Drafts, sending, and finding what was sent."""

from email import message_from_bytes

import pytest

from connectors.mail.errors import MailNotFound
from connectors.mail.port import Folder, Mailbox
from tests.connectors.mail.contract.posts import Post
from tests.connectors.mail.contract.written import answer, letter

OURS = "<gev-1042-send@robot.example>"


def test_a_draft_is_found_in_drafts_and_after_the_send_in_sent_only(box: Mailbox) -> None:
    """That is how a run that died finds out whether the answer went."""
    draft = box.draft(answer(OURS))
    assert box.find(Folder.DRAFTS, OURS) == [draft]
    assert box.find(Folder.SENT, OURS) == []
    box.send(draft)
    assert box.find(Folder.DRAFTS, OURS) == []
    assert len(box.find(Folder.SENT, OURS)) == 1


def test_a_draft_is_sent_once(box: Mailbox) -> None:
    """The second time there is no such draft."""
    draft = box.draft(answer(OURS))
    box.send(draft)
    with pytest.raises(MailNotFound):
        box.send(draft)
    assert len(box.find(Folder.SENT, OURS)) == 1


def test_the_headers_that_stop_loops_and_keep_the_thread_are_sent(box: Mailbox) -> None:
    """As they were composed."""
    box.send(box.draft(answer(OURS)))
    (sent,) = box.find(Folder.SENT, OURS)
    with box.mime(sent) as stream:
        message = message_from_bytes(stream.read())
    assert message["Message-ID"] == OURS
    assert message["Auto-Submitted"] == "auto-replied"
    assert message["X-Auto-Response-Suppress"] == "All"
    assert message["In-Reply-To"] == "<1@klinik.example>"
    assert message["References"] == "<0@klinik.example> <1@klinik.example>"


def test_a_search_finds_the_message_id_and_nothing_else(post: Post, box: Mailbox) -> None:
    """Not part of one, not in other case, and not in another folder; all that have it."""
    post.deliver(letter(1), letter(1, text="En rettelse\n"), letter(11))
    first, second, _ = box.mails(Folder.INBOX)
    assert sorted(box.find(Folder.INBOX, "<1@klinik.example>")) == sorted([first.id, second.id])
    for nothing in ("<1@klinik", "<1@KLINIK.example>", "<kontrol@nobody.invalid>", "' or 1 eq 1", "<a&b\"'@x>"):
        assert box.find(Folder.INBOX, nothing) == []
    assert box.find(Folder.SENT, "<1@klinik.example>") == []


def test_a_category_tells_mails_apart_that_the_message_id_does_not(post: Post, box: Mailbox) -> None:
    """Two with one Message-ID, and two with none; a part of a category is none."""
    post.deliver(letter(1), letter(1), letter(None), letter(None))
    mails = box.mails(Folder.INBOX)
    for number, each in enumerate(mails):
        box.mark(each.id, categories=(f"GEV-{number}", "Dublet"))
    assert box.find(Folder.INBOX, "<1@klinik.example>", category="GEV-1") == [mails[1].id]
    assert box.find(Folder.INBOX, "", category="GEV-3") == [mails[3].id]
    assert len(box.find(Folder.INBOX, "")) == 2
    assert len(box.find(Folder.INBOX, "", category="Dublet")) == 2
    assert box.find(Folder.INBOX, "<1@klinik.example>", category="GEV-3") == []
    assert box.find(Folder.INBOX, "<1@klinik.example>", category="GEV") == []
