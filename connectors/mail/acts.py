"""Send once: a draft with a derived Message-ID, then the send; Sent and Drafts are searched first, always."""

from dataclasses import dataclass
from datetime import timedelta

from pydantic import BaseModel, ConfigDict

from connectors.mail.opening import open_mailbox
from connectors.mail.port import Folder
from gevinst.items.act import Look, Ownership


class MailReceipt(BaseModel):
    """The mail as it lies in Sent."""

    model_config = ConfigDict(frozen=True, extra="ignore")
    number: str = ""


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
        """In Sent: it went. Still in Drafts and not in Sent: it surely didn't."""
        with open_mailbox(self.mailbox, read_only=True) as box:
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
            (draft, *_) = box.find(Folder.DRAFTS, self.message_id)
            ownership()
            box.send(draft)
