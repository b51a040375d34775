"""A mailbox as the source of a process' cases."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from gevinst.items.case import Case
from gevinst.items.queues import Queue
from gevinst.items.transitions import Ending
from tasks.handing_over import hand_over_mail, settle_mail
from tasks.intake import preview_inbox, take_in_mail


@dataclass(frozen=True)
class MailSource:
    """The inbox of one mailbox, by its profile's name; its mails move from folder to folder as their cases do."""

    mailbox: str
    noun = "mail"

    def preview(self, queue: Queue) -> Iterable[dict[str, Any]]:
        """What lies in the inbox: a mail that is an item lies elsewhere."""
        return preview_inbox(self.mailbox)

    def take_in(self, queue: Queue) -> int:
        """Every mail of the inbox."""
        return take_in_mail(queue, self.mailbox)

    def settle(self, queue: Queue) -> None:
        """Move what was left to the folder where its item stands."""
        settle_mail(queue, self.mailbox)

    def hand_over(self, case: Case, ending: Ending) -> None:
        """Move it where colleagues look for it, with number and reason."""
        hand_over_mail(case, ending)
