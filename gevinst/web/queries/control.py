"""What keeps the figures honest: what couldn't be posted, closed months, what was taken home, and the reconciliation."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, func, select

from gevinst.redaction import redact
from gevinst.store.tables import harvests, ledger_exceptions, periods
from gevinst.web.asking import A_PAGE, offset


@dataclass(frozen=True)
class Exceptional:
    """An activity that was done and couldn't be counted."""

    item_id: int
    activity: str
    units: int
    potential_id: str | None
    reason: str
    occurred_at: int


@dataclass(frozen=True)
class Harvest:
    """One gain that was taken home, or the mirror image that takes one back."""

    id: int
    potential_id: str
    unit: str
    day: date
    is_lasting: bool
    hundredths_of_fte: int
    amount_dkk: int
    budget_reference: str
    reverses: int | None


@dataclass(frozen=True)
class ClosedMonth:
    """What a month's row says since it was closed."""

    entry_count: int
    seconds: int
    hash: str
    closed_at: int


_UNSETTLED = ledger_exceptions.c.settled_by.is_(None)


def count_exceptions(connection: Connection) -> dict[str, int]:
    """How many wait to be counted, by reason."""
    rows = connection.execute(
        select(ledger_exceptions.c.reason, func.count()).where(_UNSETTLED).group_by(ledger_exceptions.c.reason)
    )
    return {reason: count for reason, count in rows}  # noqa: C416 (rows are no pairs to a type checker)


def page_of_exceptions(connection: Connection, page: int) -> tuple[Exceptional, ...]:
    """One page of them, oldest first."""
    rows = connection.execute(
        select(ledger_exceptions).where(_UNSETTLED).order_by(ledger_exceptions.c.id).limit(A_PAGE).offset(offset(page))
    )
    return tuple(
        Exceptional(row.item_id, row.activity, row.units, row.potential_id, row.reason, row.occurred_at) for row in rows
    )


def harvests_through(connection: Connection, day: date) -> tuple[Harvest, ...]:
    """All with a first day up to and with a day, in the order of their days."""
    rows = connection.execute(
        select(harvests).where(harvests.c.harvested_on <= day).order_by(harvests.c.harvested_on, harvests.c.id)
    )
    return tuple(
        Harvest(
            row.id,
            row.potential_id,
            row.unit,
            row.harvested_on,
            row.permanence == "lasting",
            row.hundredths_of_fte,
            row.amount_dkk,
            redact(row.budget_reference),
            row.reverses,
        )
        for row in rows
    )


def closed_months(connection: Connection) -> dict[str, ClosedMonth]:
    """The closed months by their name."""
    rows = connection.execute(select(periods).where(periods.c.closed_at.is_not(None)))
    return {row.period: ClosedMonth(row.entry_count, row.seconds, row.hash, row.closed_at) for row in rows}
