"""Content of any size: put down on the disk in pieces, never held in memory."""

import gc
import tracemalloc

import pytest

from connectors.mail.port import Folder, Mailbox
from sandbox.exchange.faults import Switch
from tests.connectors.mail.graph.conftest import Online
from tests.connectors.mail.samples import mail

MEGABYTE = 1 << 20


def piecewise(stream: object) -> int:
    """Read it as a caller does that minds its memory; returns how much there was."""
    return sum(len(piece) for piece in iter(lambda: stream.read(MEGABYTE), b""))  # type: ignore[attr-defined]


def test_a_large_mail_and_its_attachment_cost_next_to_no_memory(online: Online, box: Mailbox) -> None:
    """Thirty megabytes pass through less than four."""
    online.deliver(mail(pdf="x" * (22 * MEGABYTE)))
    (summary,) = box.mails(Folder.INBOX)
    (attached,) = box.attachments(summary.id)
    gc.collect()
    tracemalloc.start()
    try:
        with box.mime(summary.id) as stream:
            whole = piecewise(stream)
        with box.attachment(summary.id, attached.number) as stream:
            content = piecewise(stream)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert whole == summary.size
    assert content == 22 * MEGABYTE
    assert peak < 4 * MEGABYTE


def test_a_stream_that_is_read_slowly_keeps_nobody_waiting(online: Online, box: Mailbox) -> None:
    """Five mails lie open at once, and the mailbox serves only four calls at a time."""
    online.deliver(mail())
    (summary,) = box.mails(Folder.INBOX)
    with (
        box.mime(summary.id) as one,
        box.mime(summary.id) as two,
        box.mime(summary.id) as three,
        box.mime(summary.id) as four,
        box.mime(summary.id) as five,
    ):
        assert {stream.read() for stream in (one, two, three, four, five)} == {mail()}


@pytest.mark.parametrize("switch", [Switch.UNAVAILABLE_BEFORE, Switch.DROP_AFTER])
def test_a_stream_that_broke_begins_anew(online: Online, box: Mailbox, switch: Switch) -> None:
    """Nothing of the first attempt is left in the second."""
    online.deliver(mail())
    (summary,) = box.mails(Folder.INBOX)
    online.running.faults.arm(switch, "mime", times=2)
    with box.mime(summary.id) as stream:
        assert stream.read() == mail()
