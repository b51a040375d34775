"""Lists longer than a page: nothing is left out, nothing asked for twice, and no token goes elsewhere."""

import pytest

from connectors.mail.errors import MailUnavailable
from connectors.mail.graph import summaries
from connectors.mail.graph.mailbox import GraphMailbox
from connectors.mail.port import Folder, Mailbox
from tests.connectors.mail.graph.conftest import Online
from tests.connectors.mail.samples import mail

LONG = f"<{'a' * 3000}@klinik.example>"


@pytest.fixture(autouse=True)
def three_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small pages, so that a few mails are many pages."""
    monkeypatch.setattr("connectors.mail.graph.mailbox.PAGE", 3)
    monkeypatch.setattr("connectors.mail.graph.searching.PAGE", 3)
    monkeypatch.setattr("connectors.mail.graph.changes._PAGED", {"Prefer": "odata.maxpagesize=3"})


def numbered(count: int) -> list[bytes]:
    """So many mails, each with an id of its own."""
    return [mail(message_id=f"<{number}@klinik.example>") for number in range(count)]


def test_every_page_is_read_in_order(online: Online, box: Mailbox) -> None:
    """Seven mails are three pages, and the oldest comes first."""
    online.deliver(*numbered(7))
    assert [each.message_id for each in box.mails(Folder.INBOX)] == [
        f"<{number}@klinik.example>" for number in range(7)
    ]
    assert len(online.calls("list")) == 3


@pytest.mark.parametrize(("limit", "calls"), [(1, 1), (3, 1), (4, 2), (6, 2), (100, 3)])
def test_no_page_is_asked_for_that_the_limit_cuts_off(online: Online, box: Mailbox, limit: int, calls: int) -> None:
    """A run takes a bounded number of mails, and asks for no more of a large mailbox."""
    online.deliver(*numbered(7))
    assert len(box.mails(Folder.INBOX, limit=limit)) == min(limit, 7)
    assert len(online.calls("list")) == calls


def test_a_listing_asks_only_for_light_fields(online: Online, box: Mailbox) -> None:
    """A mail of ten megabytes costs a listing no more than an empty one, and its size is told all the same."""
    large = mail(text="x" * 100 + "\n" + "linje\n" * 300_000)
    online.deliver(large)
    (summary,) = box.mails(Folder.INBOX)
    assert summary.size == len(large)
    assert "body" not in summaries.FIELDS["$select"]


def test_the_changes_of_many_pages_are_one_answer(online: Online, box: Mailbox) -> None:
    """The token is the last page's."""
    online.deliver(*numbered(7))
    changes = box.changes(Folder.INBOX)
    assert len(changes.mails) == 7
    assert box.changes(Folder.INBOX, changes.token).mails == ()
    assert len(online.calls("delta")) == 4


def test_a_folder_beyond_the_first_page_is_found(online: Online, box: Mailbox) -> None:
    """A mailbox may have hundreds of folders beside the inbox."""
    for number in range(105):
        online.model.create_folder(online.address, "msgfolderroot", f"Sag {number:03}")
    online.model.create_folder(online.address, "msgfolderroot", "under BEHANDLING")
    box.ensure_folder(Folder.WORKING)
    assert online.calls("create-folder") == []
    assert Folder.WORKING in {state.folder for state in box.folders()}


def test_a_message_id_too_long_for_an_address_is_found_all_the_same(online: Online, box: Mailbox) -> None:
    """It is the sender's, and a sender may write anything."""
    online.deliver(*numbered(4), mail(message_id=LONG))
    assert len(box.find(Folder.INBOX, LONG)) == 1
    assert len(box.find(Folder.INBOX, "<3@klinik.example>")) == 1


def test_an_address_on_another_server_is_not_followed(box: Mailbox) -> None:
    """The token would go along to whoever is there."""
    assert isinstance(box, GraphMailbox)
    with pytest.raises(MailUnavailable, match="another server"):
        box._transport.get("list mails", "https://elsewhere.example/v1.0/users/x/messages")
