"""Send once: a draft with a derived Message-ID, then the send; Sent and Drafts are searched first, always."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from pydantic import BaseModel, ConfigDict

from connectors.mail.errors import MailNotFound
from connectors.mail.opening import open_mailbox
from connectors.mail.port import Folder, Mailbox
from gevinst.errors import ProcessError
from gevinst.items.act import Look, Ownership


class MailReceipt(BaseModel):
    """The mail as it lies in Sent."""

    model_config = ConfigDict(frozen=True, extra="ignore")
    number: str = ""


_NOBODYS = "<kontrol@nobody.invalid>"


@dataclass
class SendOnce:
    """Send one composed mail from a mailbox."""

    mailbox: str
    mime: bytes
    message_id: str
    name: str = "send"
    key: str = "receipt"
    system: str = "mail"
    deadline: timedelta = timedelta(seconds=60)
    receipt_type: type[MailReceipt] = MailReceipt

    def look(self) -> Look[MailReceipt]:
        """In Sent: it went. Still in Drafts and not in Sent: it surely didn't.

        The control: a Message-ID that nobody has is found nowhere, so the search really filters.
        """
        with open_mailbox(self.mailbox, read_only=True) as box:
            if any(box.find(folder, _NOBODYS) for folder in (Folder.SENT, Folder.DRAFTS)):
                raise ProcessError("the mailbox's search finds what isn't there")
            sent = box.find(Folder.SENT, self.message_id)
            drafts = box.find(Folder.DRAFTS, self.message_id)
        return Look(ours=tuple(MailReceipt() for _ in sent), surely_not_done=bool(drafts) and not sent)

    def prepare(self) -> None:
        """Save the draft, unless an earlier attempt did: it is ours alone and nobody sees it."""
        with open_mailbox(self.mailbox) as box:
            if not box.find(Folder.DRAFTS, self.message_id):
                box.draft(self.mime)

    def write(self, ownership: Ownership) -> None:
        """Send the draft."""
        with open_mailbox(self.mailbox) as box:
            drafts = box.find(Folder.DRAFTS, self.message_id)
            if not drafts:
                raise MailNotFound("the draft is gone: somebody sent or removed it")
            ownership()
            box.send(drafts[0])


def file_away(box: Mailbox, mail_id: str, folder: Folder, *, categories: Sequence[str]) -> str:
    """Mark a mail for colleagues and move it; returns its new id.

    Marked first: a process killed between the two leaves it where the next run finds it and does both again.
    """
    box.mark(mail_id, categories=categories)
    return box.move(mail_id, folder)
