"""Take in mail: the item's row first, then the move. Whatever is killed in between is put right by the next run."""

import hashlib
from collections.abc import Iterator
from datetime import UTC
from typing import Any

from prefect import task
from prefect.cache_policies import NO_CACHE
from sqlalchemy import Engine, select

from connectors.mail.opening import open_mailbox
from connectors.mail.port import Folder, Mailbox, MailSummary
from gevinst.codes import Code
from gevinst.items import files
from gevinst.items.case import Case
from gevinst.items.model import State, label
from gevinst.items.queues import Queue, ensure_queue, put_in
from gevinst.items.transitions import Ending
from gevinst.keyed_hash import keyed_hash
from gevinst.store.engine import open_engine
from gevinst.store.tables import items
from gevinst.values.personal import Personal
from tasks.mail_item import MailPayload

MAIL_TYPE = "message/rfc822"
DUPLICATE_CATEGORY = "Dublet"


@task(name="Hent post", cache_policy=NO_CACHE, persist_result=False)
def take_in_mail(queue: Queue, mailbox: str) -> int:
    """Put every mail of the inbox in as an item and move it to *Under behandling*; returns how many were new.

    The reference is a keyed hash of mailbox and Message-ID, or of the content where there is none. The same mail
    delivered twice is moved aside as a duplicate; the same Message-ID with other content is an item of its own.
    """
    engine = open_engine()
    new = 0
    with engine.begin() as connection:
        ensure_queue(connection, queue)
    with open_mailbox(mailbox) as box:
        for summary in box.mails(Folder.INBOX):
            new += _take_in(engine, queue, mailbox, box, summary)
    return new


def _take_in(engine: Engine, queue: Queue, mailbox: str, box: Mailbox, summary: MailSummary) -> int:
    with box.mime(summary.id) as stream:
        content = stream.read()
    sha256 = files.store_file(content)
    reference, content_hash = references(mailbox, summary.message_id, sha256)
    payload = MailPayload(
        mailbox=mailbox, message_id=Personal(summary.message_id), received_at=summary.received_at.astimezone(UTC)
    )
    with engine.begin() as connection:
        number = put_in(
            connection,
            queue,
            reference=reference,
            content_hash=content_hash,
            payload=payload.model_dump(mode="json"),
        )
        if number is not None:
            files.attach(connection, number, role="original", sha256=sha256, file_name="mail.eml", media_type=MAIL_TYPE)
    if number is None and _is_elsewhere(box, summary.message_id):
        box.mark(box.move(summary.id, Folder.DONE), categories=(DUPLICATE_CATEGORY, Code.DUPLICATE_MAIL.sentence))
        return 0
    known = number if number is not None else _number(engine, queue, reference, content_hash)
    box.mark(box.move(summary.id, Folder.WORKING), categories=(label(known),))
    return 0 if number is None else 1


def references(mailbox: str, message_id: str, sha256: str) -> tuple[str, str]:
    """The permanent reference of a mail, and the hash of its content; neither can be turned back."""
    content_hash = keyed_hash("mail content", sha256)
    reference = keyed_hash("message-id", f"{mailbox}\0{message_id}") if message_id else content_hash
    return reference, content_hash


def _is_elsewhere(box: Mailbox, message_id: str) -> bool:
    """Whether the mail was moved on before: then the one in the inbox is a second delivery, not a leftover."""
    return any(box.find(folder, message_id) for folder in (Folder.WORKING, Folder.DONE, Folder.MANUAL))


def _number(engine: Engine, queue: Queue, reference: str, content_hash: str) -> int:
    with engine.connect() as connection:
        return int(
            connection.execute(
                select(items.c.id).where(
                    items.c.queue == queue.name,
                    items.c.reference.in_((reference, f"{reference}+{content_hash}")),
                    items.c.content_hash == content_hash,
                )
            ).scalar_one()
        )


def preview_inbox(mailbox: str) -> Iterator[dict[str, Any]]:
    """The payloads the inbox would become, read only; for a dry run."""
    with open_mailbox(mailbox, read_only=True) as box:
        for summary in box.mails(Folder.INBOX):
            yield MailPayload(
                mailbox=mailbox, message_id=Personal(summary.message_id), received_at=summary.received_at
            ).model_dump(mode="json")


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
        _settle(box, payload.message_id.reveal(), case.item.label, ending.state, ending.code)


@task(name="Ryd op i postkassen", cache_policy=NO_CACHE, persist_result=False)
def settle_mail(queue: Queue, mailbox: str) -> int:
    """Move what a killed run left: every mail under *Under behandling* whose item has ended; returns how many."""
    moved = 0
    engine = open_engine()
    with open_mailbox(mailbox) as box, engine.connect() as connection:
        for summary in box.mails(Folder.WORKING):
            with box.mime(summary.id) as stream:
                sha256 = hashlib.sha256(stream.read()).hexdigest()
            reference, content_hash = references(mailbox, summary.message_id, sha256)
            row = connection.execute(
                select(items.c.id, items.c.state, items.c.code).where(
                    items.c.queue == queue.name,
                    items.c.reference.in_((reference, f"{reference}+{content_hash}")),
                    items.c.content_hash == content_hash,
                )
            ).one_or_none()
            if row is not None and State(row.state) in FOLDER_OF:
                code = Code(row.code) if row.code else None
                _settle(box, summary.message_id, label(row.id), State(row.state), code, mail_id=summary.id)
                moved += 1
    return moved


def _settle(
    box: Mailbox, message_id: str, item_label: str, state: State, code: Code | None, *, mail_id: str = ""
) -> None:
    target = FOLDER_OF.get(state)
    if target is None:
        return
    categories = (item_label,) if code is None else (item_label, code.sentence)
    found = (
        [mail_id] if mail_id else [each for f in (Folder.WORKING, Folder.MANUAL) for each in box.find(f, message_id)]
    )
    for each in found:
        box.mark(box.move(each, target), categories=categories)
