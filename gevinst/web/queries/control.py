"""How much couldn't be posted and why, and every line of what was taken home."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, func, select

from gevinst.redaction import redact
from gevinst.store.tables import harvests, ledger_exceptions


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


_UNSETTLED = ledger_exceptions.c.settled_by.is_(None)


def count_exceptions(connection: Connection) -> dict[str, int]:
    """How many wait to be counted, by reason."""
    rows = connection.execute(
        select(ledger_exceptions.c.reason, func.count()).where(_UNSETTLED).group_by(ledger_exceptions.c.reason)
    )
    return {reason: count for reason, count in rows}  # noqa: C416 (rows are no pairs to a type checker)


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
