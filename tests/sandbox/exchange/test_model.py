"""The mailbox model by itself: what every face relies on."""

from pathlib import Path

import pytest

from sandbox.exchange.entries import (
    ChangedMeanwhile,
    ChangeKind,
    FolderExists,
    ItemNotFound,
    MailboxNotFound,
    NoRecipients,
    NotADraft,
)
from sandbox.exchange.faults import Faults, Switch
from sandbox.exchange.model import Exchange
from tests.sandbox.exchange.samples import MAILBOX, plain, with_attachments

OTHER = "anden@eksempel.example"


@pytest.fixture
def exchange(tmp_path: Path) -> Exchange:
    """A model with two mailboxes."""
    model = Exchange(tmp_path / "exchange.sqlite")
    model.add_mailbox(MAILBOX)
    model.add_mailbox(OTHER)
    return model


def test_system_folders_have_danish_names(exchange: Exchange) -> None:
    """They are found by their well-known names, never by what a Danish mailbox calls them."""
    assert exchange.folder(MAILBOX, "inbox").name == "Indbakke"
    assert [each.name for each in exchange.folders(MAILBOX)][2:6] == [
        "Indbakke",
        "Kladder",
        "Sendt post",
        "Slettet post",
    ]


def test_content_is_kept_to_the_byte(exchange: Exchange) -> None:
    """What arrives is what is read, also when it is no good mail."""
    for mime in (plain().as_bytes(), b"Subject: S\xf8ren\n\nbl\xe5b\xe6r", b"", b"\x00\xff"):
        assert exchange.mime(exchange.deliver(MAILBOX, mime)) == mime


def test_headers_are_read_for_listings(exchange: Exchange) -> None:
    """Subject, Message-ID and attachments show without the content."""
    item = exchange.deliver(MAILBOX, with_attachments().as_bytes())
    assert (item.subject, item.message_id, item.has_attachments) == ("Regning på brød 7", "<7@klinik.example>", True)


def test_a_move_gives_another_id_and_keeps_the_immutable_one(exchange: Exchange) -> None:
    """The old id is gone in the same moment, so that a second mover finds out."""
    item = exchange.deliver(MAILBOX, plain().as_bytes())
    moved = exchange.move(MAILBOX, item.id, "deleteditems")
    assert moved.id != item.id
    assert moved.immutable_id == item.immutable_id
    with pytest.raises(ItemNotFound):
        exchange.move(MAILBOX, item.id, "inbox")
    assert exchange.item(MAILBOX, item.immutable_id) == moved


def test_every_change_gives_another_change_key(exchange: Exchange) -> None:
    """A writer who shows an old one is refused; who shows none overwrites."""
    item = exchange.deliver(MAILBOX, plain().as_bytes())
    read = exchange.update(MAILBOX, item.id, is_read=True)
    assert read.change_key != item.change_key
    with pytest.raises(ChangedMeanwhile):
        exchange.update(MAILBOX, item.id, categories=["Robot"], change_key=item.change_key)
    assert exchange.update(MAILBOX, item.id, categories=["Robot"]).categories == ("Robot",)


def test_a_folder_name_is_taken_once(exchange: Exchange) -> None:
    """Names are compared without case, as Exchange does."""
    exchange.create_folder(MAILBOX, "inbox", "Til manuel behandling")
    with pytest.raises(FolderExists):
        exchange.create_folder(MAILBOX, "inbox", "til manuel Behandling")


def test_sending_a_draft_moves_it_to_sent_and_delivers(exchange: Exchange) -> None:
    """A recipient whose mailbox is ours has it in the inbox, without the blind copies."""
    mail = plain(to=OTHER)
    mail["Bcc"] = "skjult@eksempel.example"
    draft = exchange.add(MAILBOX, "drafts", mail.as_bytes(), is_draft=True)
    sent = exchange.send(MAILBOX, draft.id)
    assert sent is not None
    assert (exchange.items(MAILBOX, "drafts"), exchange.items(MAILBOX, "sentitems")) == ([], [sent])
    assert not sent.is_draft
    arrived = exchange.items(OTHER, "inbox")[0]
    assert arrived.message_id == "<1@klinik.example>"
    assert b"skjult" not in exchange.mime(arrived)
    assert [each.message_id for each in exchange.sendings()] == ["<1@klinik.example>"]


def test_only_a_draft_with_recipients_is_sent(exchange: Exchange) -> None:
    """Nothing leaves, and the draft stays, where it can't be sent."""
    draft = exchange.add(MAILBOX, "drafts", b"Subject: til ingen\r\n\r\nHej", is_draft=True)
    with pytest.raises(NoRecipients):
        exchange.send(MAILBOX, draft.id)
    with pytest.raises(NotADraft):
        exchange.send(MAILBOX, exchange.deliver(MAILBOX, plain().as_bytes()).id)
    assert exchange.sendings() == []
    assert len(exchange.items(MAILBOX, "drafts")) == 1


def test_what_is_sent_without_message_id_gets_one(exchange: Exchange) -> None:
    """So do a date and a sender; a Message-ID that is there stays."""
    sent = exchange.send_mime(MAILBOX, f"To: {OTHER}\r\n\r\nHej".encode())
    assert sent is not None
    assert sent.message_id.endswith("@exchange.example>")
    assert sent.sender == MAILBOX


def test_changes_are_net_and_resumable(exchange: Exchange) -> None:
    """An item is said once, as it is now; one that came and went isn't said at all; a limit loses nothing."""
    first, second, third = (exchange.deliver(MAILBOX, plain(n).as_bytes()) for n in (1, 2, 3))
    start = exchange.changes(MAILBOX, "inbox", limit=2)
    assert ([each.id for each in start.changes], start.more) == ([first.id, second.id], True)
    exchange.update(MAILBOX, third.id, is_read=True)
    rest = exchange.changes(MAILBOX, "inbox", start.number)
    assert [(each.kind, each.id) for each in rest.changes] == [(ChangeKind.CREATED, third.id)]
    exchange.update(MAILBOX, first.id, is_read=True)
    exchange.update(MAILBOX, third.id, categories=["Robot"])
    exchange.move(MAILBOX, second.id, "deleteditems")
    exchange.delete(MAILBOX, exchange.deliver(MAILBOX, plain(4).as_bytes()).id, for_good=True)
    now = exchange.changes(MAILBOX, "inbox", rest.number)
    assert {each.id: each.kind for each in now.changes} == {
        first.id: ChangeKind.READ,
        third.id: ChangeKind.UPDATED,
        second.id: ChangeKind.DELETED,
    }
    assert exchange.changes(MAILBOX, "inbox", now.number).changes == ()


def test_a_mail_that_came_back_is_there_for_one_who_knows_immutable_ids(exchange: Exchange) -> None:
    """By its immutable id it never left; by its short-lived id an old one is gone and a new one is there."""
    item = exchange.deliver(MAILBOX, plain().as_bytes())
    number = exchange.changes(MAILBOX, "inbox").number
    exchange.move(MAILBOX, exchange.move(MAILBOX, item.id, "deleteditems").id, "inbox")
    by_id = exchange.changes(MAILBOX, "inbox", number)
    assert [each.kind for each in by_id.changes] == [ChangeKind.DELETED, ChangeKind.CREATED]
    immutable = exchange.changes(MAILBOX, "inbox", number, immutable=True)
    assert [(each.kind, each.immutable_id) for each in immutable.changes] == [(ChangeKind.CREATED, item.immutable_id)]


def test_a_mailbox_is_opened_by_those_who_were_given_access(exchange: Exchange) -> None:
    """An administrator gives and takes it; an unknown mailbox is another refusal."""
    exchange.check_mailbox(MAILBOX)
    exchange.grant(MAILBOX, granted=False)
    with pytest.raises(MailboxNotFound) as refused:
        exchange.check_mailbox(MAILBOX)
    assert refused.value.denied
    with pytest.raises(MailboxNotFound) as unknown:
        exchange.check_mailbox("ukendt@eksempel.example")
    assert not unknown.value.denied


def test_a_fault_is_handed_out_as_often_as_armed(exchange: Exchange) -> None:
    """For its operation alone, oldest first, whoever asks."""
    faults = Faults(exchange.database)
    faults.arm(Switch.BUSY, "GetItem", times=2, seconds=1.5)
    faults.arm(Switch.SLOW)
    assert faults.left() == 3
    taken = [faults.take(operation) for operation in ("GetItem", "FindItem", "GetItem", "GetItem")]
    assert [each.switch if each else None for each in taken] == [Switch.BUSY, Switch.SLOW, Switch.BUSY, None]
    assert faults.left() == 0
