"""Folders, and what changed in them."""

from connectors.mail.port import Folder, Mailbox
from tests.connectors.mail.contract.posts import Post
from tests.connectors.mail.contract.written import letter


def test_the_check_of_a_mailbox_that_is_in_order_says_nothing(box: Mailbox) -> None:
    """It reaches the folders."""
    box.check()


def test_system_folders_are_there_with_their_counts(post: Post, box: Mailbox) -> None:
    """Whatever the mailbox calls them."""
    post.deliver(letter(1), letter(2), letter(3))
    box.mark(box.mails(Folder.INBOX)[0].id, read=True)
    states = {each.folder: each for each in box.folders()}
    assert (states[Folder.INBOX].total, states[Folder.INBOX].unread) == (3, 2)
    assert {Folder.DRAFTS, Folder.SENT} <= states.keys()


def test_a_folder_of_ours_is_made_once_under_its_set_name(post: Post, box: Mailbox) -> None:
    """By whoever comes first; a second process that wants it finds it."""
    with post.open() as other:
        other.ensure_folder(Folder.WORKING)
        box.ensure_folder(Folder.WORKING)
        other.ensure_folder(Folder.INBOX)
    made = [each for each in box.folders() if each.folder is Folder.WORKING]
    assert [(each.display_name, each.total) for each in made] == [("Under behandling", 0)]


def test_without_a_token_everything_has_changed(post: Post, box: Mailbox) -> None:
    """And nothing was missed."""
    post.deliver(letter(1), letter(2))
    changes = box.changes(Folder.INBOX)
    assert list(changes.mails) == box.mails(Folder.INBOX)
    assert changes.gone == ()
    assert changes.is_complete
    assert changes.token


def test_with_a_token_only_what_changed_since_is_told(post: Post, box: Mailbox) -> None:
    """New, marked and gone mails each once; then nothing, until something happens again."""
    post.deliver(letter(1), letter(2), letter(3))
    first, second, _ = box.mails(Folder.INBOX)
    before = box.changes(Folder.INBOX)
    post.deliver(letter(4))
    box.mark(first.id, categories=("GEV-1",))
    box.move(second.id, Folder.WORKING)
    changes = box.changes(Folder.INBOX, before.token)
    assert {each.message_id for each in changes.mails} == {"<1@klinik.example>", "<4@klinik.example>"}
    assert changes.gone == (second.id,)
    assert changes.is_complete
    after = box.changes(Folder.INBOX, changes.token)
    assert (after.mails, after.gone) == ((), ())


def test_a_mail_that_a_colleague_read_has_changed(post: Post, box: Mailbox) -> None:
    """The read mark alone is a change."""
    post.deliver(letter(1))
    before = box.changes(Folder.INBOX)
    box.mark(before.mails[0].id, read=True)
    (changed,) = box.changes(Folder.INBOX, before.token).mails
    assert changed.is_read


def test_a_mail_that_came_and_went_between_two_looks_is_no_new_mail(post: Post, box: Mailbox) -> None:
    """It may be told as gone, and never as one to take in."""
    before = box.changes(Folder.INBOX)
    post.deliver(letter(1))
    box.delete(box.mails(Folder.INBOX)[0].id)
    assert box.changes(Folder.INBOX, before.token).mails == ()


def test_a_token_that_is_none_gives_the_whole_folder_and_says_so(post: Post, box: Mailbox) -> None:
    """Nothing is lost by a token that is too old, from another folder or mangled."""
    post.deliver(letter(1))
    for token in ("nonsens", box.changes(Folder.SENT).token):
        changes = box.changes(Folder.INBOX, token)
        assert [each.message_id for each in changes.mails] == ["<1@klinik.example>"]
        assert not changes.is_complete
        assert box.changes(Folder.INBOX, changes.token).is_complete
