"""exchangelib, as it is, reads and files mails on the EWS face."""

import pytest
from exchangelib import Account, FileAttachment, ItemAttachment
from exchangelib.errors import (
    ErrorFolderExists,
    ErrorInvalidSyncStateData,
    ErrorIrresolvableConflict,
    ErrorItemNotFound,
)
from exchangelib.folders import Messages

from sandbox.exchange.faults import Switch
from tests.sandbox.exchange.conftest import Box
from tests.sandbox.exchange.samples import plain, with_attachments


def test_folders_are_the_mailboxes_own(account: Account) -> None:
    """The whole tree comes in Danish, and system folders by their well-known names."""
    assert account.inbox.name == "Indbakke"
    assert account.sent.name == "Sendt post"
    assert {each.name for each in account.root.walk()} >= {"Indbakke", "Kladder", "Sendt post", "Slettet post"}


def test_a_folder_is_made_once(account: Account) -> None:
    """It can be found by its name afterwards, and making it again is refused."""
    Messages(parent=account.inbox, name="Under behandling").save()
    assert (account.inbox / "Under behandling").all().count() == 0
    with pytest.raises(ErrorFolderExists):
        Messages(parent=account.inbox, name="under behandling").save()


def test_unread_mails_are_found_by_one_search(account: Account, box: Box) -> None:
    """Light fields come with FindItem alone; nothing is opened for them."""
    first, second = (box.deliver(plain(n).as_bytes()) for n in (1, 2))
    box.exchange.update(box.address, first.id, is_read=True)
    account.inbox.refresh()
    box.exchange.forget_requests()
    found = list(account.inbox.filter(is_read=False).only("subject", "datetime_received", "size", "has_attachments"))
    assert [(each.id, each.subject, each.size) for each in found] == [(second.id, "Regning på brød 2", second.size)]
    assert box.operations() == ["FindItem"]


def test_searches_sort_and_page(account: Account, box: Box) -> None:
    """By Message-ID, by category, by part of a subject, in either order, over more than one page."""
    for number in range(1, 13):
        box.deliver(plain(number).as_bytes())
    box.exchange.update(box.address, box.items()[0].id, categories=["Gevinst 12"])
    inbox = account.inbox.all()
    inbox.page_size = 5
    assert [each.subject for each in inbox.only("subject").order_by("subject")][:3] == [
        "Regning på brød 1",
        "Regning på brød 10",
        "Regning på brød 11",
    ]
    assert account.inbox.filter(message_id="<7@klinik.example>").count() == 1
    assert account.inbox.filter(categories__contains=["Gevinst 12"]).count() == 1
    assert account.inbox.filter(subject__icontains="BRØD 1").count() == 4
    assert account.inbox.filter(datetime_received__gte=box.items()[-1].received_at).count() == 12
    newest = account.inbox.all().order_by("-datetime_received").only("subject")[:2]
    assert len(list(newest)) == 2


def test_a_mail_without_message_id_is_found_as_such(account: Account, box: Box) -> None:
    """It has none: that is not the same as an empty one."""
    box.deliver(plain().as_bytes())
    box.deliver(b"Subject: uden\r\n\r\nHej")
    found = account.inbox.filter(message_id__exists=False).only("subject")
    assert [each.subject for each in found] == ["uden"]


def test_the_mime_is_the_mail_as_it_came(account: Account, box: Box) -> None:
    """To the byte, with the headers that it has."""
    mail = plain().as_bytes()
    box.deliver(mail)
    item = account.inbox.get()
    assert item.mime_content == mail
    assert item.author.name == "Søren Ærø, klinikken"
    assert item.message_id == "<1@klinik.example>"
    assert "Blåbærgrød" in item.body
    assert {each.name for each in item.headers} >= {"From", "Date"}


def test_attachments_are_files_or_mails(account: Account, box: Box) -> None:
    """A file streams; an attached mail is an item with its own MIME."""
    box.deliver(with_attachments().as_bytes())
    attachments = account.inbox.get().attachments
    [file] = [each for each in attachments if isinstance(each, FileAttachment)]
    [mail] = [each for each in attachments if isinstance(each, ItemAttachment)]
    assert (file.name, file.content_type, file.size) == ("Regning på brød.pdf", "application/pdf", 17)
    with file.fp as stream:
        assert stream.read() == b"%PDF-1.7 invented"
    assert mail.item.subject == "Den gamle mail"
    assert mail.item.mime_content is not None
    assert b"<8@klinik.example>" in mail.item.mime_content


def test_colleagues_see_marks(account: Account, box: Box) -> None:
    """The read flag and the categories are in the model."""
    box.deliver(plain().as_bytes())
    item = account.inbox.get()
    item.is_read, item.categories = True, ["Gevinst 1042", "Robot"]
    item.save(update_fields=["is_read", "categories"])
    assert [(each.is_read, each.categories) for each in box.items()] == [(True, ("Gevinst 1042", "Robot"))]
    item.categories = None
    item.save(update_fields=["categories"])
    assert box.items()[0].categories == ()


def test_an_old_change_key_is_a_conflict_where_asked(account: Account, box: Box) -> None:
    """NeverOverwrite finds out that a colleague changed the mail; the default overwrites in silence."""
    mail = box.deliver(plain().as_bytes())
    item = account.inbox.all().only("is_read").get()
    box.exchange.update(box.address, mail.id, categories=["Kollega"])
    item.is_read = True
    with pytest.raises(ErrorIrresolvableConflict):
        item.save(update_fields=["is_read"], conflict_resolution="NeverOverwrite")
    assert not box.items()[0].is_read
    item.save(update_fields=["is_read"])
    assert box.items()[0].is_read


def test_a_conflict_can_be_ordered(account: Account, box: Box) -> None:
    """With the switch somebody else changes the mail right before the write."""
    box.deliver(plain().as_bytes())
    item = account.inbox.all().only("is_read").get()
    box.server.faults.arm(Switch.WRONG_ETAG, "UpdateItem")
    item.is_read = True
    with pytest.raises(ErrorIrresolvableConflict):
        item.save(update_fields=["is_read"], conflict_resolution="NeverOverwrite")


def test_a_move_gives_a_new_id_and_the_old_one_is_gone(account: Account, box: Box) -> None:
    """That is how the second of two movers finds out."""
    box.deliver(plain().as_bytes())
    folder = Messages(parent=account.inbox, name="Under behandling").save()
    item, same = account.inbox.get(), account.inbox.get()
    before = item.id
    item.move(folder)
    assert item.id != before
    assert folder.all().only("subject").get().id == item.id
    with pytest.raises(ErrorItemNotFound):
        same.move(folder)
    assert box.items() == []


def test_deleting_puts_into_the_deleted_items_or_removes(account: Account, box: Box) -> None:
    """As the caller asks."""
    for number in (1, 2):
        box.deliver(plain(number).as_bytes())
    account.inbox.get(message_id="<1@klinik.example>").move_to_trash()
    account.inbox.get(message_id="<2@klinik.example>").delete()
    assert box.items() == []
    assert [each.message_id for each in box.items("deleteditems")] == ["<1@klinik.example>"]


def test_sync_tells_what_changed_since_its_state(account: Account, box: Box) -> None:
    """New, read, changed and gone; the state goes on where it was."""
    first, second = (box.deliver(plain(n).as_bytes()) for n in (1, 2))
    inbox = account.inbox
    assert [kind for kind, _ in inbox.sync_items(only_fields=["subject"])] == ["create", "create"]
    state = inbox.item_sync_state
    box.exchange.update(box.address, first.id, is_read=True)
    box.exchange.move(box.address, second.id, "deleteditems")
    third = box.deliver(plain(3).as_bytes())
    found = list(inbox.sync_items(sync_state=state, only_fields=["subject"]))
    assert [kind for kind, _ in found] == ["read_flag_change", "delete", "create"]
    assert found[2][1].id == third.id
    assert list(inbox.sync_items(sync_state=inbox.item_sync_state, only_fields=["subject"])) == []


def test_a_sync_state_can_be_too_old(account: Account, box: Box) -> None:
    """By order, and where it is none of this folder."""
    list(account.inbox.sync_items())
    box.server.faults.arm(Switch.GONE, "SyncFolderItems")
    with pytest.raises(ErrorInvalidSyncStateData):
        list(account.inbox.sync_items(sync_state=account.inbox.item_sync_state))
    with pytest.raises(ErrorInvalidSyncStateData):
        list(account.sent.sync_items(sync_state=account.inbox.item_sync_state))


def test_text_that_xml_cannot_hold_still_comes(account: Account, box: Box) -> None:
    """A control character in a subject must not break the answer for the mails beside it."""
    box.deliver(b"Subject: =?utf-8?q?a=00b?=\r\nFrom: x@klinik.example\r\n\r\nx\x0by")
    assert account.inbox.get().subject == "a\N{REPLACEMENT CHARACTER}b"


def test_hostile_mail_is_served_as_any_other(account: Account, box: Box) -> None:
    """Levels without end and headers that nobody can read: listed, and fetched to the byte; the server goes on."""
    nested = plain(1).as_bytes()
    for _ in range(300):
        nested = b"Subject: lag\r\nContent-Type: message/rfc822\r\n\r\n" + nested
    given = [
        nested,
        b"Message-ID: <[abc@@]>\r\nFrom: S\xf8ren\r\nContent-Type: text/plain; charset=ukendt\r\n\r\nbl\xe5",
        b"",
    ]
    for mime in given:
        box.deliver(mime)
    found = account.inbox.all().order_by("datetime_received").only("mime_content", "body", "attachments", "author")
    assert [each.mime_content or b"" for each in found] == given
