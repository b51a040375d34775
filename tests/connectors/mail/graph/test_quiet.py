"""What reaches a log or an error: no address, no Message-ID, nothing of a mail, no token."""

import logging
from collections.abc import Callable

import httpx
import pytest

from connectors.mail.port import Folder, Mailbox
from gevinst.errors import GevinstError
from sandbox.exchange.faults import Switch
from tests.connectors.mail.graph.conftest import Online
from tests.connectors.mail.samples import mail

CITIZEN = "<agnes.ahornblad@borger.example>"


def test_no_request_is_logged_with_its_address(online: Online, box: Mailbox, caplog: pytest.LogCaptureFixture) -> None:
    """A search for a Message-ID stands in the address of the call; other clients of the process are still logged."""
    caplog.set_level(logging.DEBUG)
    online.deliver(mail(message_id=CITIZEN))
    assert len(box.find(Folder.INBOX, CITIZEN)) == 1
    (summary,) = box.mails(Folder.INBOX)
    with box.mime(summary.id) as stream:
        stream.read()
    with httpx.Client(transport=httpx.MockTransport(lambda _: httpx.Response(200))) as other:
        other.get("https://elsewhere.example/ok")
    assert "https://elsewhere.example/ok" in caplog.text
    for personal in ("ahornblad", online.address, "Prisoverslag", "Bearer"):
        assert personal not in caplog.text


ACTS: dict[str, tuple[str, Callable[[Mailbox, str], object]]] = {
    "find": ("list", lambda box, _: box.find(Folder.INBOX, CITIZEN)),
    "list": ("list", lambda box, _: box.mails(Folder.INBOX)),
    "read": ("mime", lambda box, mail_id: box.mime(mail_id).__enter__()),
    "mark": ("update", lambda box, mail_id: box.mark(mail_id, categories=("Agnes Ahornblad",))),
    "draft": ("create", lambda box, _: box.draft(mail(message_id=CITIZEN))),
}


@pytest.mark.parametrize(("operation", "act"), ACTS.values(), ids=ACTS.keys())
@pytest.mark.parametrize("switch", [Switch.FORBIDDEN, Switch.DROP_BEFORE, Switch.UNAVAILABLE_BEFORE])
def test_no_error_names_anybody(
    online: Online, box: Mailbox, switch: Switch, operation: str, act: Callable[[Mailbox, str], object]
) -> None:
    """Prefect pickles a failing flow's exception to disk, with what it was raised from."""
    online.deliver(mail(message_id=CITIZEN))
    (summary,) = box.mails(Folder.INBOX)
    online.running.faults.arm(switch, operation, times=9)
    with pytest.raises(GevinstError) as caught:
        act(box, summary.id)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__
    for personal in ("hornblad", online.address, summary.id):
        assert personal not in str(caught.value)
