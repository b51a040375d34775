"""Take in mail: the item's row first, then the mark and the move. What is killed in between the next run puts right.

A mail is known by its Message-ID and the item's number on it: two mails may have one Message-ID, or none.
"""

import hashlib
import logging
from collections.abc import Iterator
from datetime import UTC
from typing import Any

from sqlalchemy import Engine, select

from connectors.mail.acts import file_away
from connectors.mail.opening import open_mailbox
from connectors.mail.port import Folder, Mailbox, MailNotFound, MailSummary
from gevinst.codes import Code
from gevinst.errors import ProcessError
from gevinst.items import files
from gevinst.items.model import label
from gevinst.items.queues import Queue, ensure_queue, put_in
from gevinst.keyed_hash import keyed_hash
from gevinst.settings import settings
from gevinst.store.engine import open_engine, reading
from gevinst.store.tables import items
from gevinst.values.personal import Personal
from tasks.mail_item import MailPayload
from tasks.step import chore

log = logging.getLogger(__name__)

MAIL_TYPE = "message/rfc822"
DUPLICATE_CATEGORY = "Dublet"


@chore("Hent post", repeatable=True)
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
            try:
                new += _take_in(engine, queue, mailbox, box, summary)
            except MailNotFound:
                log.info("a mail was moved by somebody else while it was taken in")
    return new


def _take_in(engine: Engine, queue: Queue, mailbox: str, box: Mailbox, summary: MailSummary) -> int:
    with box.mime(summary.id) as stream:
        content = stream.read()
    fits = len(content) <= settings().max_file_bytes  # a larger one isn't kept; its first step sends it to a person
    sha256 = files.store_file(content) if fits else hashlib.sha256(content).hexdigest()
    reference, content_hash = references(mailbox, summary.message_id, sha256)
    with engine.begin() as connection:
        number = put_in(
            connection,
            queue,
            reference=reference,
            content_hash=content_hash,
            payload=_payload(mailbox, summary).model_dump(mode="json"),
        )
        if number is not None and fits:
            files.attach(connection, number, role="original", sha256=sha256, file_name="mail.eml", media_type=MAIL_TYPE)
    known = number or number_of(engine, queue, reference, content_hash)
    if known is None:
        raise ProcessError("an item that was there is gone", code=Code.UNKNOWN_FAILURE)
    if number is None and _is_elsewhere(box, summary.message_id, label(known)):
        file_away(box, summary.id, Folder.DONE, categories=(DUPLICATE_CATEGORY, Code.DUPLICATE_MAIL.sentence))
    else:
        file_away(box, summary.id, Folder.WORKING, categories=(label(known),))
    return 0 if number is None else 1


def _payload(mailbox: str, summary: MailSummary) -> MailPayload:
    return MailPayload(
        mailbox=mailbox, message_id=Personal(summary.message_id), received_at=summary.received_at.astimezone(UTC)
    )


def references(mailbox: str, message_id: str, sha256: str) -> tuple[str, str]:
    """The permanent reference of a mail, and the hash of its content; neither can be turned back."""
    content_hash = keyed_hash("mail content", sha256)
    reference = keyed_hash("message-id", f"{mailbox}\0{message_id}") if message_id else content_hash
    return reference, content_hash


def _is_elsewhere(box: Mailbox, message_id: str, item_label: str) -> bool:
    """Whether the item's mail was moved on before: then the one in the inbox is a second delivery, not a leftover."""
    return any(
        box.find(folder, message_id, category=item_label) for folder in (Folder.WORKING, Folder.DONE, Folder.MANUAL)
    )


def number_of(engine: Engine, queue: Queue, reference: str, content_hash: str) -> int | None:
    """The item of a mail: the first with its reference, or the one made when that reference came with this content."""
    with reading(engine) as connection:
        return connection.execute(
            select(items.c.id).where(
                items.c.queue == queue.name,
                items.c.reference.in_((reference, f"{reference}+{content_hash}")),
                items.c.content_hash == content_hash,
            )
        ).scalar_one_or_none()


def preview_inbox(mailbox: str) -> Iterator[dict[str, Any]]:
    """The payloads the inbox would become, read only; for a dry run."""
    with open_mailbox(mailbox, read_only=True) as box:
        for summary in box.mails(Folder.INBOX):
            payload = _payload(mailbox, summary).model_copy(update={"inbox_id": summary.id})
            yield payload.model_dump(mode="json")
