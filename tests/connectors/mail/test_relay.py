"""Answers that leave the local mailbox by a relay: each once, and whatever is killed, never twice."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from connectors.mail.acts import SendOnce
from connectors.mail.errors import MailBlocked, MailTooLarge, MailUnavailable
from connectors.mail.local import LocalMailbox
from connectors.mail.opening import open_mailbox
from connectors.mail.port import Folder, Mailbox
from tests.connectors.mail.contract.written import answer
from tests.connectors.mail.killed import run_and_die

BOX = "helbredstillaeg"
OURS = "<ours@robot.example>"


class Sink:
    """A relay that keeps what it is given, or answers as told."""

    def __init__(self) -> None:
        self.taken: list[Envelope] = []
        self.says: dict[str, str] = {}
        self.is_lost = False

    async def handle_RCPT(  # noqa: N802 (aiosmtpd's)
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take a recipient."""
        if "RCPT" not in self.says:
            envelope.rcpt_tos.append(address)
        return self.says.get("RCPT", "250 OK")

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Take the mail."""
        if "DATA" in self.says:
            return self.says["DATA"]
        self.taken.append(envelope)
        if self.is_lost:
            assert server.transport is not None
            server.transport.abort()
        return "250 OK"


class AnyPort(Controller):
    """On a free port: the library connects to itself to see that it is up, and then must know which."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@pytest.fixture
def sink() -> Sink:
    """What the relay does."""
    return Sink()


@pytest.fixture
def relay(sink: Sink) -> Iterator[str]:
    """A relay on a free port of loopback."""
    controller = AnyPort(sink, hostname="127.0.0.1", port=0)
    controller.start()
    try:
        yield f"127.0.0.1:{controller.port}"
    finally:
        controller.stop()


@pytest.fixture
def box(relay: str, house: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Mailbox]:
    """A local mailbox with that relay in its profile."""
    point_at(relay, house, monkeypatch)
    with open_mailbox(BOX) as opened:
        yield opened


def point_at(relay: str, house: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Write the file of mailboxes."""
    file = house / "mailboxes.yaml"
    file.write_text(yaml.safe_dump({"mailboxes": {BOX: {"backend": "local", "relay": relay}}}))
    monkeypatch.setenv("GEVINST_MAILBOXES_FILE", str(file))


def test_an_answer_leaves_by_the_relay_and_is_found_in_sent(box: Mailbox, sink: Sink) -> None:
    """As it was composed, to whom it says, from the mailbox."""
    box.send(box.draft(answer(OURS)))
    (envelope,) = sink.taken
    assert envelope.content == answer(OURS)
    assert envelope.rcpt_tos == ["kontakt@klinik.example"]
    assert envelope.mail_from == "helbredstillaeg@eksempel.example"
    assert len(box.find(Folder.SENT, OURS)) == 1
    assert box.find(Folder.DRAFTS, OURS) == []


def test_whoever_gets_a_copy_unseen_stays_unseen(box: Mailbox, sink: Sink) -> None:
    """In the envelope, and in no header."""
    box.send(box.draft(b"Bcc: arkiv@eksempel.example\r\n" + answer(OURS)))
    (envelope,) = sink.taken
    assert envelope.rcpt_tos == ["kontakt@klinik.example", "arkiv@eksempel.example"]
    assert b"arkiv" not in bytes(envelope.content or b"")


REFUSALS = {
    "554 5.7.1 no relaying for kontakt@klinik.example": MailBlocked,
    "450 try later": MailUnavailable,
    "552 too much": MailTooLarge,
}


@pytest.mark.parametrize("at", ["RCPT", "DATA"])
@pytest.mark.parametrize(("says", "error"), REFUSALS.items())
def test_an_answer_that_the_relay_refused_is_a_draft_again(
    box: Mailbox, sink: Sink, at: str, says: str, error: type[Exception]
) -> None:
    """It surely didn't go, so the next attempt may send it; the relay's words, which name people, are not kept."""
    sink.says = {at: says}
    with pytest.raises(error) as caught:
        box.send(box.draft(answer(OURS)))
    assert "klinik" not in str(caught.value)
    assert len(box.find(Folder.DRAFTS, OURS)) == 1
    sink.says = {}
    box.send(box.find(Folder.DRAFTS, OURS)[0])
    assert len(sink.taken) == 1


def test_a_relay_that_is_not_there_leaves_the_draft(house: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing went, and everybody knows."""
    point_at("127.0.0.1:9", house, monkeypatch)
    with open_mailbox(BOX) as box:
        with pytest.raises(MailUnavailable, match=r"127\.0\.0\.1:9"):
            box.send(box.draft(answer(OURS)))
        assert len(box.find(Folder.DRAFTS, OURS)) == 1


def test_an_answer_whose_fate_is_unknown_is_neither_sent_nor_unsent(box: Mailbox, sink: Sink) -> None:
    """The relay took it and was gone: a look shows neither draft nor mail, so a person is asked, and nothing is resent."""
    sink.is_lost = True
    send = SendOnce(BOX, answer(OURS), OURS)
    send.prepare()
    with pytest.raises(MailUnavailable):
        send.write(lambda: None)
    assert len(sink.taken) == 1
    assert (send.look().ours, send.look().surely_not_done) == ((), False)


KILLED = """
    from connectors.mail import local
    from connectors.mail.opening import open_mailbox
    from connectors.mail.port import Folder
    real = local.hand_over
    {patch}
    with open_mailbox("helbredstillaeg") as box:
        box.send(box.find(Folder.DRAFTS, "<ours@robot.example>")[0])
"""
POINTS = {
    "before the relay has it": ("local.hand_over = die", 0),
    "when the relay has it": ("local.hand_over = lambda *a: (real(*a), die())", 1),
}


@pytest.mark.parametrize(("patch", "taken"), POINTS.values(), ids=POINTS.keys())
def test_killed_around_the_relay_it_is_never_sent_again_by_itself(
    box: Mailbox, sink: Sink, patch: str, taken: int
) -> None:
    """Whether it went, the mailbox can't know: neither Drafts nor Sent has it, and a person looks."""
    send = SendOnce(BOX, answer(OURS), OURS)
    send.prepare()
    run_and_die(KILLED.format(patch=patch))
    assert len(sink.taken) == taken
    assert (send.look().ours, send.look().surely_not_done) == ((), False)


def test_a_mail_that_is_no_draft_is_not_sent(box: Mailbox, sink: Sink) -> None:
    """What lies in the inbox was not composed by us."""
    LocalMailbox(BOX).draft(answer(OURS))
    moved = box.move(box.find(Folder.DRAFTS, OURS)[0], Folder.DONE)
    with pytest.raises(Exception, match="no draft"):
        box.send(moved)
    assert sink.taken == []
