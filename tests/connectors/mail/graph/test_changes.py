"""Delta and its tokens, which the server may forget at any time; and folders that colleagues make anew."""

from connectors.mail.port import Folder, Mailbox
from sandbox.exchange.faults import Switch
from sandbox.exchange.schema import writing
from tests.connectors.mail.graph.conftest import Online
from tests.connectors.mail.samples import mail


def test_a_token_the_server_forgot_gives_the_whole_folder(online: Online, box: Mailbox) -> None:
    """After a 410 everything is listed again, and the answer says so."""
    online.deliver(mail(), mail(message_id="<2@klinik.example>"))
    token = box.changes(Folder.INBOX).token
    online.model.forget_requests()
    online.running.faults.arm(Switch.GONE, "delta")
    changes = box.changes(Folder.INBOX, token)
    assert len(changes.mails) == 2
    assert not changes.is_complete
    assert online.calls("delta") == [410, 200]
    assert box.changes(Folder.INBOX, changes.token).is_complete


def test_a_row_that_holds_only_the_read_mark_is_fetched_in_full(online: Online, box: Mailbox) -> None:
    """Delta tells of a mail a colleague opened no more than that: the rest is asked for."""
    online.deliver(mail())
    (summary,) = box.mails(Folder.INBOX)
    token = box.changes(Folder.INBOX).token
    online.model.update(online.address, summary.id, is_read=True)
    (changed,) = box.changes(Folder.INBOX, token).mails
    assert (changed.message_id, changed.is_read, changed.size) == (summary.message_id, True, summary.size)
    assert changed.version == box.mails(Folder.INBOX)[0].version


def test_a_mail_that_left_and_came_back_is_gone_and_new(online: Online, box: Mailbox) -> None:
    """It has another id by then, and whoever kept the old one has lost it."""
    online.deliver(mail())
    before = box.changes(Folder.INBOX)
    (summary,) = before.mails
    back = box.move(box.move(summary.id, Folder.WORKING), Folder.INBOX)
    changes = box.changes(Folder.INBOX, before.token)
    assert [each.id for each in changes.mails] == [back]
    assert changes.gone == (summary.id,)


def test_a_folder_that_a_colleague_made_anew_is_found_again(online: Online, box: Mailbox) -> None:
    """Its id is remembered for the process, and asked for again when the server doesn't know it any more."""
    online.deliver(mail(), mail(message_id="<2@klinik.example>"))
    first, second = box.mails(Folder.INBOX)
    box.move(first.id, Folder.WORKING)
    _forget_folder(online, "Under behandling")
    assert box.mails(Folder.WORKING) == []
    box.move(second.id, Folder.WORKING)
    assert [each.message_id for each in box.mails(Folder.WORKING)] == ["<2@klinik.example>"]
    with online.open() as other:
        assert len(other.mails(Folder.WORKING)) == 1


def test_our_folders_are_resolved_once_for_many_openings(online: Online) -> None:
    """Each step opens the mailbox anew, and moves into the same folder."""
    with online.open() as box:
        box.ensure_folder(Folder.DONE)
        box.mails(Folder.DONE)
    online.model.forget_requests()
    for _ in range(3):
        with online.open() as box:
            box.mails(Folder.DONE)
    assert online.calls("list-folders") == []


def _forget_folder(online: Online, name: str) -> None:
    """A colleague deletes a folder with all that is in it."""
    with writing(online.model.database) as connection:
        connection.execute("DELETE FROM folders WHERE mailbox = ? AND name = ?", (online.address, name))
