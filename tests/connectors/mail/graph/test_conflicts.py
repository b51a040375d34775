"""Two who change a mail at once: the later one is told, where it asked to be."""

import pytest

from connectors.mail.errors import MailChanged
from connectors.mail.port import Folder, Mailbox
from sandbox.exchange.faults import Switch
from tests.connectors.mail.graph.conftest import Online
from tests.connectors.mail.samples import mail


def test_a_mail_that_somebody_changed_a_moment_ago_is_not_marked(online: Online, box: Mailbox) -> None:
    """The etag doesn't fit any more, and the call isn't made again."""
    online.deliver(mail())
    (summary,) = box.mails(Folder.INBOX)
    online.running.faults.arm(Switch.WRONG_ETAG, "update")
    with pytest.raises(MailChanged):
        box.mark(summary.id, categories=("GEV-1",), version=summary.version)
    assert online.calls("update") == [412]
    assert box.mails(Folder.INBOX)[0].categories == ()


def test_our_own_change_is_never_taken_for_a_colleagues(online: Online, box: Mailbox) -> None:
    """After a lost answer a second call with the old version would meet our own mark: it isn't made."""
    online.deliver(mail())
    (summary,) = box.mails(Folder.INBOX)
    online.running.faults.arm(Switch.UNAVAILABLE_AFTER, "update")
    with pytest.raises(Exception) as caught:  # noqa: PT011 (which one it isn't is the point)
        box.mark(summary.id, categories=("GEV-1",), version=summary.version)
    assert not isinstance(caught.value, MailChanged)
    assert online.calls("update") == [503]


def test_without_a_version_the_last_one_wins(online: Online, box: Mailbox) -> None:
    """The item's row says whose the mail is; the mark only shows it."""
    online.deliver(mail())
    (summary,) = box.mails(Folder.INBOX)
    online.running.faults.arm(Switch.WRONG_ETAG, "update")
    box.mark(summary.id, categories=("GEV-1",))
    assert box.mails(Folder.INBOX)[0].categories == ("GEV-1",)
