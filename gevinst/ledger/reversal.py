"""Correct the ledger without changing it: an entry is taken back by a reversal, and may be replaced by another."""

from typing import Any

from sqlalchemy import Connection, Row, insert, select

from gevinst.errors import Refused
from gevinst.ledger.periods import lock_open_period
from gevinst.redaction import redact
from gevinst.staff import staff_id
from gevinst.store.clock import now_us
from gevinst.store.tables import ledger_entries, ledger_notes

COPIED = (
    "kind",
    "potential_id",
    "item_id",
    "question_id",
    "source",
    "source_key",
    "activity",
    "units",
    "baseline_id",
    "unit",
    "potential_kind",
    "occurred_at",
    "flow_run",
)
"""What a correction takes over from the entry it corrects."""


def reverse(connection: Connection, entry_id: int, *, reason: str, initials: str) -> int:
    """Take an entry back; returns the reversal's id. The reversal carries the same seconds with the other sign.

    The robot's own time stays with the original: it was used, whatever it turned out to be worth.

    It is posted in the month of the original if that is open, else in the earliest open one.

    Raises:
        Refused: When there is no such entry, it is a reversal itself, or it is reversed already.
    """
    if redact(reason) != reason or not reason.strip():
        raise Refused("a reversal needs a reason, and the reason may not hold a CPR number")
    original = _entry(connection, entry_id)
    if original.role == "reversal":
        raise Refused(f"entry {entry_id} is itself a reversal; post a new entry instead")
    known = connection.execute(select(ledger_entries.c.id).where(ledger_entries.c.reverses == entry_id)).scalar()
    if known is not None:
        raise Refused(f"entry {entry_id} is already reversed by entry {known}")
    copied = {name: getattr(original, name) for name in COPIED}
    number: int = connection.execute(
        insert(ledger_entries)
        .values(
            **copied,
            role="reversal",
            seconds=-original.seconds,
            amount_ore=None if original.amount_ore is None else -original.amount_ore,
            recorded_at=now_us(),
            period=lock_open_period(connection, original.occurred_at),
            reverses=entry_id,
        )
        .returning(ledger_entries.c.id)
    ).scalar_one()
    connection.execute(
        insert(ledger_notes).values(entry_id=number, reason=reason, staff_id=staff_id(connection, initials))
    )
    return number


def _entry(connection: Connection, entry_id: int) -> Row[Any]:
    row = connection.execute(select(ledger_entries).where(ledger_entries.c.id == entry_id)).one_or_none()
    if row is None:
        raise Refused(f"the ledger has no entry {entry_id}")
    return row
