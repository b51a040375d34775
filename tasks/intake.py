"""Take in mail: the item's row first, then the mark and the move. What is killed in between the next run puts right.

A mail is known by its Message-ID and the item's number on it: two mails may have one Message-ID, or none.
"""

import logging
from collections.abc import Iterator
from datetime import UTC
from typing import Any

from sqlalchemy import Engine, select

from connectors.mail.acts import file_away
from connectors.mail.errors import MailNotFound
from connectors.mail.opening import open_mailbox
from connectors.mail.peeking import Peeked
from connectors.mail.port import Folder, Mailbox, MailSummary
from gevinst.codes import Code
from gevinst.errors import ProcessError
from gevinst.items import files
from gevinst.items.intakes import Room, remember_sender, room_in, write_down
from gevinst.items.model import label
from gevinst.items.queues import Queue, ensure_queue, put_in
from gevinst.keyed_hash import keyed_hash
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
    delivered twice is moved aside as a duplicate; the same Message-ID with other content is an item of its own. What is
    over a limit (`gevinst.items.intakes`) stays where it is.
    """
    engine = open_engine()
    new = 0
    with engine.begin() as connection:
        ensure_queue(connection, queue)
        room = room_in(connection, queue.name)
    with open_mailbox(mailbox) as box:
        for summary in box.mails(Folder.INBOX):
            try:
                new += _take_in(engine, queue, mailbox, box, summary, room)
            except MailNotFound:
                log.info("a mail was moved by somebody else while it was taken in")
    with engine.begin() as connection:
        write_down(connection, queue.name, mailbox, room)
    return new


def _take_in(engine: Engine, queue: Queue, mailbox: str, box: Mailbox, summary: MailSummary, room: Room) -> int:
    """One mail; 1 where it became an item. One that a killed run left half done is finished, whatever the limits say."""
    perhaps_left = not summary.message_id or _is_known(engine, queue, mailbox, summary.message_id)
    if room.is_full and not perhaps_left:
        room.over_queue += 1
        return 0
    with box.mime(summary.id) as stream:
        peeked = Peeked(stream)
        sender = keyed_hash("sender", peeked.sender)
        if not perhaps_left and not room.takes(sender):
            return 0
        stored = files.store_stream(peeked)
    names = references(mailbox, summary.message_id, stored.sha256)
    if perhaps_left and number_of(engine, queue, *names) is None and not room.takes(sender):
        return 0
    number = _put_in(engine, queue, names, _payload(mailbox, summary), stored, sender)
    if number is not None:
        room.took(sender)
    known = number or number_of(engine, queue, *names)
    if known is None:
        raise ProcessError("an item that was there is gone", code=Code.UNKNOWN_FAILURE)
    if number is None and _is_elsewhere(box, summary.message_id, label(known)):
        file_away(box, summary.id, Folder.DONE, categories=(DUPLICATE_CATEGORY, Code.DUPLICATE_MAIL.sentence))
    else:
        file_away(box, summary.id, Folder.WORKING, categories=(label(known),))
    return 0 if number is None else 1


def _put_in(
    engine: Engine, queue: Queue, names: tuple[str, str], payload: MailPayload, stored: files.Stored, sender: str
) -> int | None:
    """The item's row, the mail as it came, and who sent it: all or nothing. A mail too large to keep is a row only."""
    with engine.begin() as connection:
        number = put_in(
            connection, queue, reference=names[0], content_hash=names[1], payload=payload.model_dump(mode="json")
        )
        if number is None:
            return None
        remember_sender(connection, number, sender)
        if stored.is_kept:  # else its first step sends it to a person
            tie = {"role": "original", "file_name": "mail.eml", "media_type": MAIL_TYPE}
            files.attach(connection, number, sha256=stored.sha256, **tie)
        return number


def _is_known(engine: Engine, queue: Queue, mailbox: str, message_id: str) -> bool:
    """Whether a mail of that Message-ID was taken in before, so that this one may be a leftover of it."""
    reference, _ = references(mailbox, message_id, "")
    mine = (items.c.queue == queue.name, items.c.reference == reference)
    with reading(engine) as connection:
        return connection.execute(select(items.c.id).where(*mine)).first() is not None


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
