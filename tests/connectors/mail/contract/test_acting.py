"""Marking, moving and deleting: what colleagues see, and how two movers find out."""

from collections.abc import Callable

import pytest

from connectors.mail.errors import MailChanged, MailNotFound
from connectors.mail.port import Folder, Mailbox
from tests.connectors.mail.contract.posts import Post
from tests.connectors.mail.contract.written import letter

MARKS = ("GEV-1042", "Mailen har ingen vedhæftet fil, æøå.")


def test_categories_are_seen_and_can_be_taken_away(post: Post, box: Mailbox) -> None:
    """Also those with a comma or Danish letters; None leaves them as they are."""
    post.deliver(letter(1))
    (summary,) = box.mails(Folder.INBOX)
    box.mark(summary.id, categories=MARKS)
    box.mark(summary.id, read=True)
    (marked,) = box.mails(Folder.INBOX)
    assert (marked.categories, marked.is_read, marked.id) == (MARKS, True, summary.id)
    box.mark(summary.id, categories=())
    (unmarked,) = box.mails(Folder.INBOX)
    assert (unmarked.categories, unmarked.is_read) == ((), True)


def test_a_mail_that_changed_since_it_was_listed_is_not_marked_over(post: Post, box: Mailbox) -> None:
    """A colleague's mark is never lost; with the present version, or none, the mark is set."""
    post.deliver(letter(1))
    (seen,) = box.mails(Folder.INBOX)
    box.mark(seen.id, categories=("Kollegaens",))
    with pytest.raises(MailChanged):
        box.mark(seen.id, categories=("Robottens",), version=seen.version)
    (present,) = box.mails(Folder.INBOX)
    assert present.categories == ("Kollegaens",)
    assert present.version != seen.version
    box.mark(seen.id, categories=("Robottens",), version=present.version)
    assert box.mails(Folder.INBOX)[0].categories == ("Robottens",)


def test_a_move_keeps_everything_but_the_folder(post: Post, box: Mailbox) -> None:
    """Content, marks, read mark and time of arrival go along."""
    post.deliver(letter(1))
    (summary,) = box.mails(Folder.INBOX)
    box.mark(summary.id, categories=MARKS, read=True)
    box.ensure_folder(Folder.WORKING)
    new = box.move(summary.id, Folder.WORKING)
    assert box.mails(Folder.INBOX) == []
    (moved,) = box.mails(Folder.WORKING)
    assert (moved.id, moved.categories, moved.is_read) == (new, MARKS, True)
    assert (moved.received_at, moved.message_id) == (summary.received_at, summary.message_id)
    with box.mime(new) as stream:
        assert stream.read() == letter(1)


def test_a_folder_of_ours_is_made_when_it_is_first_needed(post: Post, box: Mailbox) -> None:
    """Until then it is empty to whoever asks."""
    post.deliver(letter(1))
    assert Folder.MANUAL not in {each.folder for each in box.folders()}
    assert box.mails(Folder.MANUAL) == []
    assert box.find(Folder.MANUAL, "<1@klinik.example>") == []
    assert box.changes(Folder.MANUAL).mails == ()
    box.move(box.mails(Folder.INBOX)[0].id, Folder.MANUAL)
    assert len(box.mails(Folder.MANUAL)) == 1


def test_a_mail_is_put_away_or_removed_for_good(post: Post, box: Mailbox) -> None:
    """Either way it is in none of the folders a process looks into."""
    post.deliver(letter(1), letter(2))
    first, second = box.mails(Folder.INBOX)
    box.delete(first.id)
    box.delete(second.id, for_good=True)
    assert box.mails(Folder.INBOX) == []
    with pytest.raises(MailNotFound), box.mime(second.id):
        pass


ACTS: dict[str, Callable[[Mailbox, str], object]] = {
    "mark": lambda box, mail_id: box.mark(mail_id, categories=("x",)),
    "mark with a version": lambda box, mail_id: box.mark(mail_id, read=True, version="1"),
    "move": lambda box, mail_id: box.move(mail_id, Folder.DONE),
    "send": lambda box, mail_id: box.send(mail_id),
    "delete": lambda box, mail_id: box.delete(mail_id),
    "delete for good": lambda box, mail_id: box.delete(mail_id, for_good=True),
    "mime": lambda box, mail_id: box.mime(mail_id).__enter__(),
    "attachments": lambda box, mail_id: box.attachments(mail_id),
    "attachment": lambda box, mail_id: box.attachment(mail_id, 1).__enter__(),
}


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS.keys())
def test_a_mail_that_is_gone_is_not_found(post: Post, box: Mailbox, act: Callable[[Mailbox, str], object]) -> None:
    """A colleague removed it: the same error, whatever was to be done."""
    post.deliver(letter(1))
    (summary,) = box.mails(Folder.INBOX)
    box.delete(summary.id, for_good=True)
    with pytest.raises(MailNotFound) as caught:
        act(box, summary.id)
    assert "klinik" not in str(caught.value)


def test_an_id_that_never_was_is_not_found(box: Mailbox) -> None:
    """Nor does it break anything."""
    for act in ACTS.values():
        with pytest.raises(MailNotFound):
            act(box, "nonsens")
