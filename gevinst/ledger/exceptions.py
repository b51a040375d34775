"""What was done and could not be counted, for want of a potential, a phase or a baseline; and posting it later."""

from dataclasses import dataclass

from sqlalchemy import Connection, select, update

from gevinst.items.model import Item, label
from gevinst.ledger.posting import HANDOVER, CannotPost, Source, post_human_time, post_saving
from gevinst.ledger.rework import REWORK, post_rework
from gevinst.store.tables import items, ledger_exceptions


@dataclass(frozen=True)
class Uncounted:
    """One activity that waits to be counted."""

    id: int
    item: str
    activity: str
    units: int
    potential_id: str | None
    reason: str
    occurred_at: int


def unsettled(connection: Connection, *, most: int | None = None, skipped: int = 0) -> list[Uncounted]:
    """The list, oldest first; of a long one, at `most` so many after those that are `skipped`."""
    waits = ledger_exceptions.c
    in_order = select(ledger_exceptions).where(waits.settled_by.is_(None)).order_by(waits.occurred_at, waits.id)
    rows = connection.execute(in_order.limit(most).offset(skipped or None))
    return [
        Uncounted(row.id, label(row.item_id), row.activity, row.units, row.potential_id, row.reason, row.occurred_at)
        for row in rows
    ]


def settle(connection: Connection, *, potential_id: str = "") -> tuple[int, int]:
    """Post whatever can be posted now, by the baseline of the day it was done; returns (posted, still waiting).

    Args:
        connection: A write transaction.
        potential_id: Only this potential's; empty for all.
    """
    waiting = select(ledger_exceptions).where(ledger_exceptions.c.settled_by.is_(None))
    if potential_id:
        waiting = waiting.where(ledger_exceptions.c.potential_id == potential_id)
    rows = connection.execute(waiting.order_by(ledger_exceptions.c.id).with_for_update()).all()
    posted = 0
    for row in rows:
        item = Item.from_row(connection.execute(select(items).where(items.c.id == row.item_id)).one())
        try:
            if row.activity == HANDOVER:
                entry = post_human_time(connection, item)[-1]
            elif row.activity == REWORK:
                entry = post_rework(connection, item)
            else:
                entry = post_saving(connection, item, Source.of_credit(row))
        except CannotPost as missing:
            values: dict[str, object] = {"reason": missing.reason}
        else:
            values = {"settled_by": entry}
            posted += 1
        connection.execute(update(ledger_exceptions).where(ledger_exceptions.c.id == row.id).values(**values))
    return posted, len(rows) - posted
