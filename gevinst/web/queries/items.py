"""One work item as the page shows it: how it ended and why, what was posted for it, and the runs that had it in hand.

Its payload, files, questions and answers are never read here: they are a citizen's.
"""

from dataclasses import dataclass

from sqlalchemy import Connection, select

from gevinst.codes import Code
from gevinst.items.model import Outcome, State
from gevinst.store.tables import attempts, items, ledger_entries, ledger_exceptions
from gevinst.web.queries.baselines import baselines_of
from gevinst.web.queries.entries import Entry, as_entries


@dataclass(frozen=True)
class Attempt:
    """A run that had the item in hand."""

    number: int
    flow_run: str
    started_at: int
    ended_at: int | None
    result: str
    reason: str


@dataclass(frozen=True)
class Unposted:
    """An activity of it that couldn't be posted: why, and the entry that settled it later."""

    activity: str
    units: int
    reason: str
    occurred_at: int
    settled_by: int | None


@dataclass(frozen=True)
class ItemPage:
    """All that is shown of an item."""

    id: int
    queue: str
    state: State
    outcome: Outcome | None
    reason: str
    potential_id: str | None
    created_at: int
    finished_at: int | None
    attempts: tuple[Attempt, ...]
    entries: tuple[Entry, ...]
    unposted: tuple[Unposted, ...]


def item_page(connection: Connection, number: int) -> ItemPage | None:
    """An item by its number; None where there is none."""
    shown = ("id", "queue", "state", "outcome", "code", "potential_id", "created_at", "finished_at")
    row = connection.execute(select(*(items.c[name] for name in shown)).where(items.c.id == number)).one_or_none()
    if row is None:
        return None
    return ItemPage(
        id=row.id,
        queue=row.queue,
        state=State(row.state),
        outcome=Outcome(row.outcome) if row.outcome else None,
        reason=_sentence(row.code),
        potential_id=row.potential_id,
        created_at=row.created_at,
        finished_at=row.finished_at,
        attempts=_attempts(connection, number),
        entries=_entries_of(connection, number),
        unposted=tuple(
            Unposted(each.activity, each.units, each.reason, each.occurred_at, each.settled_by)
            for each in connection.execute(
                select(ledger_exceptions)
                .where(ledger_exceptions.c.item_id == number)
                .order_by(ledger_exceptions.c.activity)
            )
        ),
    )


def _attempts(connection: Connection, number: int) -> tuple[Attempt, ...]:
    rows = connection.execute(select(attempts).where(attempts.c.item_id == number).order_by(attempts.c.claim_no))
    return tuple(
        Attempt(
            row.claim_no,
            row.flow_run or "",
            row.started_at,
            row.ended_at,
            row.result or "",
            _sentence(row.code),
        )
        for row in rows
    )


def _entries_of(connection: Connection, number: int) -> tuple[Entry, ...]:
    """Every entry of an item, corrections too: they carry its number."""
    mine = select(ledger_entries).where(ledger_entries.c.item_id == number).order_by(ledger_entries.c.id)
    rows = connection.execute(mine).all()
    known = {
        each: baseline
        for potential in {row.potential_id for row in rows}
        for each, baseline in baselines_of(connection, potential).items()
    }
    return as_entries(connection, rows, known)


def _sentence(code: str | None) -> str:
    return Code(code).sentence if code else ""
