"""What the watch over a mailbox remembers, and what it asks the queue: does a run make sense now?"""

from sqlalchemy import Connection, delete, func, insert, or_, select

from gevinst.items.intakes import Held, looks, room_in
from gevinst.items.model import State
from gevinst.items.queues import pause_of
from gevinst.items.stops import is_stopped
from gevinst.store.clock import local_date, now_us
from gevinst.store.tables import items, watches


def token_of(connection: Connection, mailbox: str) -> str:
    """How far a mailbox had been looked through when the last run was started; empty for never."""
    found = select(watches.c.token).where(watches.c.mailbox == mailbox)
    return connection.execute(found).scalar_one_or_none() or ""


def remember_start(connection: Connection, mailbox: str, token: str) -> None:
    """A run was started for all that had come up to here."""
    connection.execute(delete(watches).where(watches.c.mailbox == mailbox))
    connection.execute(insert(watches).values(mailbox=mailbox, token=token, started_at=now_us()))


def may_run(connection: Connection, mailbox: str) -> bool:
    """Whether a run over the mailbox could do anything: its queue neither waits for something nor is stopped.

    A mailbox that no run has looked into yet has no queue that could wait.
    """
    queues = [each.queue for each in looks(connection, mailbox=mailbox)]
    free = [name for name in queues if pause_of(connection, name) is None and not is_stopped(connection, name)]
    return bool(free) or not queues


def is_due(connection: Connection, mailbox: str) -> bool:
    """Whether there is work without new post: items an earlier run left, or mail it left in the inbox that now fits."""
    return any(_is_due(connection, look) for look in looks(connection, mailbox=mailbox))


def _is_due(connection: Connection, look: Held) -> bool:
    if look.over_queue and not room_in(connection, look.queue).is_full:
        return True
    now: int = connection.execute(select(now_us())).scalar_one()
    if look.over_sender and local_date(look.looked_at) < local_date(now):
        return True
    mine = (items.c.queue == look.queue, items.c.state == State.NEW)
    ripe = or_(items.c.defer_until.is_(None), items.c.defer_until <= now_us())
    return connection.execute(select(func.count()).where(*mine, ripe)).scalar_one() > 0
