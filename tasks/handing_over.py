"""Hand mail over: whatever has become of an item, its mail lies where colleagues look for it, with number and reason."""

import logging

from sqlalchemy import Engine, select

from connectors.mail.acts import file_away
from connectors.mail.errors import MailNotFound
from connectors.mail.opening import open_mailbox
from connectors.mail.port import Folder, Mailbox, MailSummary
from gevinst.codes import Code
from gevinst.items.case import Case
from gevinst.items.files import hash_of
from gevinst.items.model import Outcome, State, label
from gevinst.items.queues import Queue
from gevinst.items.transitions import Ending
from gevinst.store.engine import open_engine, reading
from gevinst.store.tables import items
from tasks.intake import number_of, references
from tasks.mail_item import MailPayload
from tasks.step import chore

log = logging.getLogger(__name__)

FOLDER_OF = {
    State.COMPLETED: Folder.DONE,
    State.FAILED: Folder.MANUAL,
    State.PENDING: Folder.MANUAL,
}
"""Where an item's mail belongs; in the other states it stays where it is."""


def hand_over_mail(case: Case, ending: Ending) -> None:
    """Move the mail of a case that just ended where colleagues look for it, marked with its number and one sentence."""
    if ending.state is None or case.dry_run:
        return
    payload = case.payload(MailPayload)
    with open_mailbox(payload.mailbox) as box:
        mine = [
            mail_id
            for folder in (Folder.WORKING, Folder.MANUAL)
            for mail_id in box.find(folder, payload.message_id.reveal(), category=case.item.label)
        ]
        for mail_id in mine:
            _settle(box, mail_id, case.item.label, ending.state, ending.code)


@chore("Ryd op i postkassen", repeatable=True)
def settle_mail(queue: Queue, mailbox: str) -> int:
    """Move what a killed run left where its item has gone meanwhile; returns how many.

    Under *Under behandling*: whatever has ended. In *Til manuel behandling*: what the robot finished after an answer.
    """
    moved = 0
    engine = open_engine()
    with open_mailbox(mailbox) as box:
        for folder in (Folder.WORKING, Folder.MANUAL):
            for summary in box.mails(folder):
                try:
                    moved += _settle_leftover(engine, queue, mailbox, box, summary)
                except MailNotFound:
                    log.info("a mail was moved by somebody else while it was put in its place")
    return moved


def _settle_leftover(engine: Engine, queue: Queue, mailbox: str, box: Mailbox, summary: MailSummary) -> int:
    number = _number_on(summary)
    if number is None and summary.folder is Folder.WORKING:  # somebody took it off
        with box.mime(summary.id) as stream:
            sha256 = hash_of(stream)
        number = number_of(engine, queue, *references(mailbox, summary.message_id, sha256))
    with reading(engine) as connection:
        row = connection.execute(
            select(items.c.id, items.c.state, items.c.outcome, items.c.code).where(
                items.c.queue == queue.name, items.c.id == number
            )
        ).one_or_none()
    if row is None or FOLDER_OF.get(State(row.state), summary.folder) is summary.folder:
        return 0
    if summary.folder is Folder.MANUAL and row.outcome in (Outcome.BY_PERSON, Outcome.REJECTED):
        return 0  # whoever settled it moves it when they are done with it
    _settle(box, summary.id, label(row.id), State(row.state), Code(row.code) if row.code else None)
    return 1


def _number_on(summary: MailSummary) -> int | None:
    for category in summary.categories:
        digits = category.rpartition("-")[2]
        if digits.isdecimal() and category == label(int(digits)):
            return int(digits)
    return None


def _settle(box: Mailbox, mail_id: str, item_label: str, state: State, code: Code | None) -> None:
    target = FOLDER_OF.get(state)
    if target is not None:
        file_away(box, mail_id, target, categories=(item_label,) if code is None else (item_label, code.sentence))
