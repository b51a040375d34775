"""The time it took to put right what the sample found: human time in the ledger, so that net includes it."""

from sqlalchemy import Connection, func, select

from gevinst.items.model import Item
from gevinst.ledger.human_time import TimeBand, seconds_of_band
from gevinst.ledger.posting import Books, CannotPost
from gevinst.store.clock import local_date
from gevinst.store.tables import ledger_entries, sample_checks

REWORK = "rework"
"""The activity under which it is posted; the entry's source key names the item's place in the sample."""


def post_rework(connection: Connection, item: Item) -> int:
    """Post the time of an item whose check found an error that was put right; returns the entry's number.

    It is posted once, in the month in which it was put right, or the earliest open one. Where nobody said how long it
    took, the case is taken to have been done over: all that it freed, marked as an estimate. So a case that was wrong
    frees nothing, whatever was measured since.

    Args:
        connection: The transaction that records the check.
        item: The item; it has a potential.

    Raises:
        CannotPost: When the item's potential is not in the register.
    """
    check = connection.execute(select(sample_checks).where(sample_checks.c.item_id == item.id)).one()
    books = Books(connection, item)
    terms = books.terms(local_date(check.checked_at))
    if terms is None:
        raise CannotPost("no potential", check.checked_at)
    seconds = seconds_of_band(TimeBand(check.time_band))
    source = "band"
    if seconds is None:
        seconds, source = _done_over(connection, item), "estimate"
    return books.write_human_time(
        terms,
        check.checked_at,
        activity=REWORK,
        question_id=check.question_id,
        seconds=seconds,
        source=source,
        source_key=f"sample {item.id}",
    )


def _done_over(connection: Connection, item: Item) -> int:
    """What the case freed, as it stands: corrections included, and nothing that was never counted."""
    entries = ledger_entries.c
    freed = select(func.coalesce(func.sum(entries.seconds), 0)).where(
        entries.item_id == item.id, entries.item_id.is_not(None), entries.kind == "saving"
    )
    return int(connection.execute(freed).scalar_one())
