"""Draw again, as an auditor does: what is missing from the sample, and what is in it and shouldn't be.

It needs the installation's key. The share that held for a case that was not drawn is nowhere written down; the smallest
that was drawn by in its month is taken, or that held when the month was settled. So a share that somebody lowered for a
while, and set back, shows as cases that are missing.
"""

from collections.abc import Iterator

from sqlalchemy import Connection, func, select

from gevinst.items.model import Outcome, label
from gevinst.items.own import OWN_ERRANDS
from gevinst.ledger.checks import Finding
from gevinst.ledger.periods import month_of
from gevinst.sampling.drawing import wins
from gevinst.sampling.words import Why
from gevinst.settings import settings
from gevinst.store.tables import items, sample_months, samples


def redraw(connection: Connection) -> list[Finding]:
    """Everything that is wrong with the draw; nothing when all holds.

    Looked at is what the robot completed since the first item was drawn. An item's lot is computed again for each, which
    takes a minute for a million.

    Raises:
        ConfigurationError: When the secret `hash-key` is missing.
    """
    return [*_wrongly_drawn(connection), *_missing(connection)]


def _wrongly_drawn(connection: Connection) -> Iterator[Finding]:
    drawn = select(samples.c.item_id, samples.c.one_in).where(samples.c.why == Why.CHANCE).order_by(samples.c.item_id)
    for row in connection.execute(drawn):
        if not wins(row.item_id, row.one_in):
            yield Finding(
                label(row.item_id), f"is in the sample, and its lot is not among the lowest 1 in {row.one_in}"
            )


def _missing(connection: Connection) -> Iterator[Finding]:
    first = connection.execute(select(func.min(samples.c.drawn_at)).where(samples.c.why == Why.CHANCE)).scalar_one()
    if first is None:
        return
    shares = {row.month: row.one_in for row in connection.execute(select(sample_months))}
    shown = select(items.c.finished_at, samples.c.one_in).join(samples, samples.c.item_id == items.c.id)
    for row in connection.execute(shown.where(samples.c.why == Why.CHANCE)):
        month = month_of(row.finished_at)
        shares[month] = max(row.one_in, shares.get(month, 0))
    undrawn = (
        select(items.c.id, items.c.finished_at)
        .outerjoin(samples, samples.c.item_id == items.c.id)
        .where(items.c.outcome == Outcome.BY_ROBOT, items.c.finished_at >= first, samples.c.item_id.is_(None))
        .where(items.c.queue.not_in(OWN_ERRANDS))
        .order_by(items.c.id)
    )
    for row in connection.execute(undrawn):
        one_in = shares.get(month_of(row.finished_at)) or settings().sample_one_in
        if wins(row.id, one_in):
            yield Finding(label(row.id), f"has a lot among the lowest 1 in {one_in}, and is not in the sample")
