"""The check that always holds: completed items = items with entries or a recorded reason. Findings, not exceptions."""

from dataclasses import dataclass

from sqlalchemy import Connection, and_, exists, select

from gevinst.items.model import Outcome, State, label
from gevinst.store.tables import credits_, items, ledger_entries, ledger_exceptions


@dataclass(frozen=True)
class Finding:
    """One thing that doesn't add up, by the number of what it is about."""

    about: str
    detail: str


def reconcile(connection: Connection) -> list[Finding]:
    """Every item the robot completed has an entry or an exception for each credit, and no waiting item has a saving."""
    posted = exists().where(
        ledger_entries.c.item_id == credits_.c.item_id,
        ledger_entries.c.activity == credits_.c.activity,
        ledger_entries.c.kind == "saving",
        ledger_entries.c.role == "original",
    )
    listed = exists().where(
        ledger_exceptions.c.item_id == credits_.c.item_id, ledger_exceptions.c.activity == credits_.c.activity
    )
    missing = (
        select(credits_.c.item_id, credits_.c.activity)
        .join(items, items.c.id == credits_.c.item_id)
        .where(items.c.state == State.COMPLETED, items.c.outcome == Outcome.BY_ROBOT, ~posted, ~listed)
    )
    findings = [
        Finding(label(row.item_id), f"completed, but '{row.activity}' is neither posted nor listed")
        for row in connection.execute(missing)
    ]
    early = (
        select(ledger_entries.c.id, ledger_entries.c.item_id)
        .join(items, items.c.id == ledger_entries.c.item_id)
        .where(and_(items.c.state != State.COMPLETED, ledger_entries.c.kind == "saving"))
    )
    return findings + [
        Finding(label(row.item_id), f"entry {row.id} was posted although the item is not completed")
        for row in connection.execute(early)
    ]
