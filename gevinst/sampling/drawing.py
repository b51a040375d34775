"""Draw the sample: each item the robot completes has the same chance, decided once, in the transaction that completes it.

An item's lot is a keyed hash of its number. So nobody without the installation's key can foresee it; nobody with it can
have it drawn again until it pleases, since a number is given out once and a drawn item can't be taken out; and whoever
has the key can draw again to see that it was done right (docs/adr/0015).
"""

from collections import defaultdict

from sqlalchemy import Connection, func, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from gevinst.items.model import Outcome
from gevinst.items.own import OWN_ERRANDS
from gevinst.keyed_hash import NUMBER_BITS, keyed_number
from gevinst.ledger.periods import month_instants, month_of, next_month, previous_month
from gevinst.sampling.words import Why
from gevinst.settings import settings
from gevinst.store.clock import MICROSECONDS, now_us
from gevinst.store.tables import items, sample_months, samples

_LOTS = 1 << NUMBER_BITS
_LAG_US = 3600 * MICROSECONDS
"""A transaction that completed an item at the very end of a month is over by then."""


def lot(item_id: int) -> int:
    """The item's lot, from 0 up to 2¹²⁸, each as likely as any other.

    Raises:
        ConfigurationError: When the secret `hash-key` is missing.
    """
    return keyed_number("sample", str(item_id))


def wins(item_id: int, one_in: int) -> bool:
    """Whether the item's lot is among the lowest `1 / one_in` of all."""
    return lot(item_id) * one_in < _LOTS


def draw(connection: Connection, item_id: int, queue: str) -> None:
    """Put an item into the sample if its lot is drawn; in the transaction in which the robot completes it.

    The house's own errands are nobody's case, so there is nothing to check.

    Raises:
        ConfigurationError: When the secret `hash-key` is missing.
    """
    if queue not in OWN_ERRANDS and wins(item_id, settings().sample_one_in):
        _put(connection, item_id, Why.CHANCE)


def settle_months(connection: Connection) -> None:
    """For each month that ended since the last time: a queue of which nothing was drawn gives its lowest lot.

    So no process runs for a month without anybody looking. Called at the start of every run and before the sample is
    listed; whoever comes second finds it done. The first time only the last month is looked at: what the robot did
    before there was a sample isn't made up for.

    Raises:
        ConfigurationError: When the secret `hash-key` is missing.
    """
    current = month_of(connection.execute(select(now_us() - _LAG_US)).scalar_one())
    last = connection.execute(select(func.max(sample_months.c.month))).scalar_one_or_none()
    month = next_month(last) if last else previous_month(current)
    while month < current:
        if _claim(connection, month):
            _settle(connection, month)
        month = next_month(month)


def _claim(connection: Connection, month: str) -> bool:
    """Whether it is ours to settle; waits for another transaction that is settling it."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    claimed = dialect.insert(sample_months).values(month=month, one_in=settings().sample_one_in, settled_at=now_us())
    claimed = claimed.on_conflict_do_nothing(index_elements=["month"]).returning(sample_months.c.month)
    return connection.execute(claimed).first() is not None


def _settle(connection: Connection, month: str) -> None:
    first, after = month_instants(month)
    within = (
        items.c.outcome == Outcome.BY_ROBOT,
        items.c.finished_at >= first,
        items.c.finished_at < after,
    )
    drawn = select(items.c.queue).join(samples, samples.c.item_id == items.c.id).where(*within)
    candidates = select(items.c.queue, items.c.id).where(
        *within, items.c.neutralised_at.is_(None), items.c.queue.not_in(drawn), items.c.queue.not_in(OWN_ERRANDS)
    )
    queues: dict[str, list[int]] = defaultdict(list)
    for row in connection.execute(candidates):
        queues[row.queue].append(row.id)
    for numbers in queues.values():
        _put(connection, min(numbers, key=lot), Why.ONE_A_MONTH)


def _put(connection: Connection, item_id: int, why: Why) -> None:
    connection.execute(
        insert(samples).values(item_id=item_id, why=why, one_in=settings().sample_one_in, drawn_at=now_us())
    )
