"""Throttling and lost connections: waits as long as the server asks, and never does anything twice."""

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest

from connectors.mail.errors import MailBlocked, MailThrottled, MailUnavailable
from connectors.mail.port import Folder, Mailbox
from gevinst.errors import GevinstError
from sandbox.exchange.faults import Switch
from tests.connectors.mail.graph.conftest import Online
from tests.connectors.mail.samples import mail

OURS = "<gev-1042-send@robot.example>"


@pytest.mark.parametrize("switch", [Switch.THROTTLED, Switch.UNAVAILABLE_BEFORE, Switch.UNAVAILABLE_AFTER])
def test_a_read_waits_as_long_as_the_server_asks_and_goes_on(online: Online, box: Mailbox, switch: Switch) -> None:
    """Retry-After is honoured to the second."""
    online.deliver(mail())
    online.running.faults.arm(switch, "list", times=2, seconds=7)
    assert len(box.mails(Folder.INBOX)) == 1
    assert online.pauses == [7.0, 7.0]


def test_a_wait_longer_than_a_worker_should_stand_still_is_handed_to_the_queue(online: Online, box: Mailbox) -> None:
    """The error says how long; nobody sleeps through it."""
    online.running.faults.arm(Switch.THROTTLED, "list", seconds=900)
    with pytest.raises(MailThrottled) as caught:
        box.mails(Folder.INBOX)
    assert caught.value.after == timedelta(seconds=900)
    assert online.pauses == []
    assert len(online.calls("list")) == 1


def test_a_server_that_stays_busy_ends_in_its_own_wait(online: Online, box: Mailbox) -> None:
    """After four calls it is the queue's turn to wait."""
    online.running.faults.arm(Switch.THROTTLED, "list", times=9, seconds=2)
    with pytest.raises(MailThrottled) as caught:
        box.mails(Folder.INBOX)
    assert caught.value.after == timedelta(seconds=2)
    assert online.calls("list") == [429] * 4


@pytest.mark.parametrize("switch", [Switch.DROP_BEFORE, Switch.DROP_AFTER])
def test_a_read_whose_connection_is_lost_is_made_again(online: Online, box: Mailbox, switch: Switch) -> None:
    """Four times at most; then the server counts as down."""
    online.deliver(mail())
    online.running.faults.arm(switch, "mime")
    (summary,) = box.mails(Folder.INBOX)
    with box.mime(summary.id) as stream:
        assert stream.read() == mail()
    online.running.faults.arm(switch, "list", times=9)
    with pytest.raises(MailUnavailable):
        box.mails(Folder.INBOX)
    assert online.pauses == [1.0, 1.0, 2.0, 4.0]


def test_a_server_that_is_slower_than_allowed_is_down(online: Online) -> None:
    """The sentence names the seconds."""
    online.running.faults.arm(Switch.SLOW, "get-folder", times=9, seconds=60)
    with online.open(timeout_seconds=1) as box, pytest.raises(MailUnavailable, match="within 1 s"):
        box.folders()


AFTER = (Switch.UNAVAILABLE_AFTER, Switch.DROP_AFTER)
BEFORE = (Switch.UNAVAILABLE_BEFORE, Switch.DROP_BEFORE)
REFUSED = (Switch.BUSY, Switch.THROTTLED, Switch.FORBIDDEN, Switch.UNAUTHORIZED)


@pytest.mark.parametrize("switch", [*AFTER, *BEFORE, *REFUSED])
def test_a_send_is_made_once_whatever_becomes_of_it(online: Online, box: Mailbox, switch: Switch) -> None:
    """It raises, and a look at Sent tells whether it went: it did exactly where the answer alone was lost."""
    draft = box.draft(mail(message_id=OURS))
    online.running.faults.arm(switch, "send", seconds=5)
    with pytest.raises(GevinstError) as caught:
        box.send(draft)
    assert isinstance(caught.value, MailUnavailable) == (switch not in REFUSED)
    went = switch in AFTER
    assert len(online.calls("send")) == 1
    assert online.sent() == went
    online.running.faults.clear()
    with online.open() as again:
        assert len(again.find(Folder.SENT, OURS)) == went
        assert len(again.find(Folder.DRAFTS, OURS)) == (not went)


def test_a_mail_that_was_taken_and_is_not_seen_in_sent_is_no_success(
    online: Online, box: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exchange takes a mail first and sends it a moment later; what wasn't seen is for a look to find."""
    draft = box.draft(mail(message_id=OURS))
    monkeypatch.setattr(box, "find", lambda *_, **__: [])
    with pytest.raises(MailUnavailable, match="Sent"):
        box.send(draft)
    assert online.calls("send") == [202]
    assert 10 < sum(online.pauses) < 30


ONCE: dict[str, tuple[str, Callable[[Mailbox, str], object]]] = {
    "draft": ("create", lambda box, _: box.draft(mail(message_id=OURS))),
    "move": ("move", lambda box, mail_id: box.move(mail_id, Folder.SENT)),
    "delete": ("move", lambda box, mail_id: box.delete(mail_id)),
    "delete for good": ("delete-for-good", lambda box, mail_id: box.delete(mail_id, for_good=True)),
}


@pytest.mark.parametrize(("operation", "act"), ONCE.values(), ids=ONCE.keys())
@pytest.mark.parametrize("switch", [*AFTER, *BEFORE])
def test_an_act_that_could_happen_twice_is_not_made_again(
    online: Online, box: Mailbox, switch: Switch, operation: str, act: Callable[[Mailbox, str], object]
) -> None:
    """After an unclear answer the caller looks; here it would make a second draft, or miss the mail it moved itself."""
    online.deliver(mail())
    (summary,) = box.mails(Folder.INBOX)
    online.running.faults.arm(switch, operation)
    with pytest.raises(MailUnavailable):
        act(box, summary.id)
    assert len(online.calls(operation)) == 1
    assert len(box.find(Folder.DRAFTS, OURS)) <= 1


@pytest.mark.parametrize(("operation", "act"), ONCE.values(), ids=ONCE.keys())
def test_an_act_that_the_server_put_off_is_made_when_it_says(
    online: Online, box: Mailbox, operation: str, act: Callable[[Mailbox, str], object]
) -> None:
    """A 429 means that nothing was begun."""
    online.deliver(mail())
    (summary,) = box.mails(Folder.INBOX)
    online.running.faults.arm(Switch.THROTTLED, operation, seconds=3)
    act(box, summary.id)
    assert online.pauses == [3.0]


@pytest.mark.parametrize("switch", [*AFTER, *BEFORE])
def test_a_mark_may_be_set_twice(online: Online, box: Mailbox, switch: Switch) -> None:
    """It is the same mark."""
    online.deliver(mail())
    (summary,) = box.mails(Folder.INBOX)
    online.running.faults.arm(switch, "update")
    box.mark(summary.id, categories=("GEV-1042",))
    assert box.mails(Folder.INBOX)[0].categories == ("GEV-1042",)


def test_a_refusal_is_not_tried_again(online: Online, box: Mailbox) -> None:
    """Somebody has to grant something first."""
    online.running.faults.arm(Switch.FORBIDDEN, "list", times=9)
    with pytest.raises(MailBlocked):
        box.mails(Folder.INBOX)
    assert online.calls("list") == [403]


def test_no_more_than_four_calls_are_under_way_at_once(online: Online) -> None:
    """A fifth would be refused by the mailbox: nine threads over two openings, and none was."""
    online.deliver(mail())
    online.running.faults.arm(Switch.SLOW, "mime", times=9, seconds=0.2)
    with online.open() as one, online.open() as other:
        (summary,) = one.mails(Folder.INBOX)
        read: list[bytes] = []

        def look(box: Mailbox) -> None:
            with box.mime(summary.id) as stream:
                read.append(stream.read())

        threads = [threading.Thread(target=look, args=(box,)) for box in (one, other, one) * 3]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert read == [mail()] * 9
    assert online.calls("mime") == [200] * 9
