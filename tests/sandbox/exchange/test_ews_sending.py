"""exchangelib, as it is, writes and sends on the EWS face."""

import pytest
from exchangelib import Account, FileAttachment, HTMLBody, Mailbox, Message
from exchangelib.errors import ErrorInvalidRecipients, ErrorStaleObject, TransportError

from sandbox.exchange.faults import Switch
from tests.sandbox.exchange.conftest import Box
from tests.sandbox.exchange.samples import plain

TO = "kontakt@klinik.example"


def test_a_mime_draft_keeps_its_headers_when_sent(account: Account, box: Box) -> None:
    """Message-ID and Auto-Submitted are what the writer gave, in Drafts and in Sent."""
    mail = plain(to=TO)
    mail["Auto-Submitted"] = "auto-replied"
    draft = Message(account=account, folder=account.drafts, mime_content=mail.as_bytes()).save()
    assert [each.is_draft for each in box.items("drafts")] == [True]
    assert box.exchange.sendings() == [] or box.exchange.sendings()[-1].mailbox != box.address
    draft.send()
    sent = account.sent.get(message_id="<1@klinik.example>")
    assert sent.mime_content == mail.as_bytes()
    assert box.items("drafts") == []
    assert box.operations().count("SendItem") == 1


def test_a_mail_of_fields_is_composed(account: Account, box: Box) -> None:
    """Recipients, subject, body and files become a mail; without a copy nothing is in Sent."""
    mail = Message(
        account=account,
        subject="Kvittering på brød",
        body=HTMLBody("<p>Hej Søren</p>"),
        to_recipients=[Mailbox(name="Søren, klinikken", email_address=TO)],
        cc_recipients=[box.server.robot_address],
        attachments=[FileAttachment(name="kvittering.txt", content=b"invented")],
    )
    mail.send_and_save()
    sent = account.sent.get()
    assert (sent.subject, str(sent.body).strip(), sent.to_recipients[0].name) == (
        "Kvittering på brød",
        "<p>Hej Søren</p>",
        "Søren, klinikken",
    )
    assert sent.attachments[0].content == b"invented"
    arrived = box.exchange.items(box.server.robot_address, "inbox")[0]
    assert arrived.subject == "Kvittering på brød"
    Message(account=account, subject="uden kopi", to_recipients=[TO]).send(save_copy=False)
    assert len(box.items("sentitems")) == 1
    assert box.exchange.sendings()[-1].recipients == TO


def test_a_file_is_attached_to_a_draft_that_is_there(account: Account, box: Box) -> None:
    """The draft's change key is another then, and the client has it."""
    draft = Message(account=account, folder=account.drafts, subject="Udkast", to_recipients=[TO]).save()
    draft.attach(FileAttachment(name="bilag.pdf", content=b"%PDF", content_type="application/pdf"))
    draft.send()
    assert [each.name for each in account.sent.get().attachments] == ["bilag.pdf"]
    assert box.items("drafts") == []


def test_a_reply_belongs_to_its_thread(account: Account, box: Box) -> None:
    """In-Reply-To and References name the mail that is answered."""
    box.deliver(plain(5).as_bytes())
    account.inbox.get().reply(subject="SV: Regning", body="Tak")
    sent = account.sent.get()
    assert (sent.in_reply_to, sent.references) == ("<5@klinik.example>", "<5@klinik.example>")
    assert sent.to_recipients[0].email_address == TO
    assert "Blåbærgrød" in sent.body


def test_a_draft_that_was_changed_meanwhile_is_not_sent(account: Account, box: Box) -> None:
    """A colleague's change must not leave unseen."""
    draft = Message(account=account, folder=account.drafts, subject="Udkast", to_recipients=[TO]).save()
    box.server.faults.arm(Switch.WRONG_ETAG, "SendItem")
    with pytest.raises(ErrorStaleObject):
        draft.send()
    assert len(box.items("drafts")) == 1


def test_a_draft_to_nobody_is_refused(account: Account, box: Box) -> None:
    """And stays a draft."""
    draft = Message(account=account, folder=account.drafts, mime_content=b"Subject: til ingen\r\n\r\nHej").save()
    with pytest.raises(ErrorInvalidRecipients):
        draft.send()
    assert len(box.items("drafts")) == 1


@pytest.mark.parametrize("switch", [Switch.UNAVAILABLE_AFTER, Switch.DROP_AFTER])
def test_a_send_whose_answer_is_lost_went_out_once(account: Account, box: Box, switch: Switch) -> None:
    """The client sees an error, and a search in Sent tells the truth."""
    draft = Message(account=account, folder=account.drafts, mime_content=plain(9, to=TO).as_bytes()).save()
    box.server.faults.arm(switch, "SendItem")
    with pytest.raises(TransportError):
        draft.send()
    assert account.sent.filter(message_id="<9@klinik.example>").count() == 1
    assert box.operations().count("SendItem") == 1


@pytest.mark.parametrize("switch", [Switch.UNAVAILABLE_BEFORE, Switch.DROP_BEFORE])
def test_a_send_that_never_began_left_a_draft(account: Account, box: Box, switch: Switch) -> None:
    """The same error to the client, and nothing in Sent."""
    draft = Message(account=account, folder=account.drafts, mime_content=plain(9, to=TO).as_bytes()).save()
    box.server.faults.arm(switch, "SendItem")
    with pytest.raises(TransportError):
        draft.send()
    assert (len(box.items("drafts")), box.items("sentitems")) == (1, [])
