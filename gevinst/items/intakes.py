"""How much post a queue takes in at a time: over the limits it stays in the inbox, and the queue says so.

A mail bomb must become neither ten thousand items nor a person's morning. Nothing is refused or lost: what stays is
taken in when there is room.
"""

from collections import Counter
from dataclasses import dataclass, field

from sqlalchemy import Connection, delete, func, insert, select

from gevinst.items.model import State
from gevinst.settings import settings
from gevinst.store.clock import now_us, today
from gevinst.store.tables import intakes, items, senders


@dataclass
class Room:
    """What a queue still takes in.

    Attributes:
        items: How many more items.
        of_sender: How many came from each sender today, by keyed hash.
        over_queue: Mails that stayed, since enough items wait.
        over_sender: Mails that stayed, since their sender has sent enough today.
    """

    items: int
    of_sender: Counter[str] = field(default_factory=Counter, repr=False)
    over_queue: int = 0
    over_sender: int = 0

    @property
    def is_full(self) -> bool:
        """Whether no sender's mail is taken in any more."""
        return self.items <= 0

    def takes(self, sender_hash: str) -> bool:
        """Whether one more mail of a sender is taken in; one that stays is counted."""
        if self.is_full:
            self.over_queue += 1
            return False
        if self.of_sender[sender_hash] >= settings().intake_per_sender:
            self.over_sender += 1
            return False
        return True

    def took(self, sender_hash: str) -> None:
        """Count one that became an item."""
        self.items -= 1
        self.of_sender[sender_hash] += 1


@dataclass(frozen=True)
class Held:
    """What stayed in an inbox at the last look."""

    queue: str
    mailbox: str
    over_queue: int
    over_sender: int
    looked_at: int

    @property
    def count(self) -> int:
        """Both together."""
        return self.over_queue + self.over_sender

    @property
    def sentence(self) -> str:
        """What a caseworker reads of it, in Danish."""
        wanted = settings()
        whole = "1 mail bliver" if self.count == 1 else f"{self.count} mails bliver"
        reasons = []
        if self.over_queue:
            reasons.append(f"{self.over_queue}, fordi køen tager imod {wanted.intake_per_poll} ad gangen")
        if self.over_sender:
            reasons.append(
                f"{self.over_sender} fra afsendere, der har sendt mere end {wanted.intake_per_sender} mails i dag"
            )
        return f"{whole} i indbakken til senere: {'; '.join(reasons)}."


def room_in(connection: Connection, queue: str) -> Room:
    """What the queue takes in now: items that still wait from before count as taken."""
    waiting = select(func.count()).where(items.c.queue == queue, items.c.state == State.NEW)
    of_sender = (
        select(senders.c.sender_hash, func.count())
        .join(items, items.c.id == senders.c.item_id)
        .where(
            items.c.queue == queue, senders.c.day == today(connection).isoformat(), senders.c.sender_hash.is_not(None)
        )
        .group_by(senders.c.sender_hash)
    )
    return Room(
        items=settings().intake_per_poll - connection.execute(waiting).scalar_one(),
        of_sender=Counter(dict(connection.execute(of_sender).tuples().all())),
    )


def remember_sender(connection: Connection, item_id: int, sender_hash: str) -> None:
    """Write down who sent an item, in the transaction that puts it in."""
    connection.execute(
        insert(senders).values(item_id=item_id, sender_hash=sender_hash, day=today(connection).isoformat())
    )


def write_down(connection: Connection, queue: str, mailbox: str, room: Room) -> None:
    """Say what stayed in an inbox at this look, in place of what was said before."""
    here = (intakes.c.queue == queue, intakes.c.mailbox == mailbox)
    connection.execute(delete(intakes).where(*here))
    connection.execute(
        insert(intakes).values(
            queue=queue,
            mailbox=mailbox,
            over_queue=room.over_queue,
            over_sender=room.over_sender,
            looked_at=now_us(),
        )
    )


def looks(connection: Connection, *, mailbox: str = "") -> list[Held]:
    """The last look of each queue into its mailbox, whether anything stayed or not."""
    statement = select(intakes).order_by(intakes.c.queue, intakes.c.mailbox)
    if mailbox:
        statement = statement.where(intakes.c.mailbox == mailbox)
    return [Held(**row) for row in connection.execute(statement).mappings()]


def held(connection: Connection, *, queue: str = "") -> list[Held]:
    """Where mail stayed in an inbox at the last look, of one queue or of all."""
    return [each for each in looks(connection) if each.count and queue in ("", each.queue)]
