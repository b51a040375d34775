"""What was taken home, gain by gain: the list behind the harvested figure, and what of it is new in a month."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, or_, select

from gevinst.ledger.harvests import Permanence
from gevinst.ledger.periods import month_end, month_instants
from gevinst.store.tables import harvests


@dataclass(frozen=True)
class TakenHome:
    """A harvested gain; or one that was taken back, with the opposite sign and why as its reference."""

    key: str
    unit: str
    day: date
    permanence: Permanence
    hundredths_of_fte: int
    amount_dkk: int
    budget_reference: str
    is_taken_back: bool


def all_taken_home(connection: Connection, through: date) -> tuple[TakenHome, ...]:
    """Every gain that counts on a day, the first one first."""
    return _list(connection, and_(_stands(), harvests.c.harvested_on <= through))


def taken_home_in(connection: Connection, month: str) -> tuple[TakenHome, ...]:
    """Gains whose first day lies in a month given as `YYYY-MM`, and earlier ones that were taken back in it."""
    last, (begins, ends) = month_end(month), month_instants(month)
    new = and_(_stands(), harvests.c.harvested_on.between(last.replace(day=1), last))
    back = and_(
        harvests.c.reverses.is_not(None),
        harvests.c.harvested_on < last.replace(day=1),
        harvests.c.recorded_at >= begins,
        harvests.c.recorded_at < ends,
    )
    return _list(connection, or_(new, back))


def _stands() -> ColumnElement[bool]:
    mirrors = harvests.alias()
    taken_back = select(mirrors.c.reverses).where(mirrors.c.reverses.is_not(None))
    return and_(harvests.c.reverses.is_(None), harvests.c.id.not_in(taken_back))


def _list(connection: Connection, condition: ColumnElement[Any]) -> tuple[TakenHome, ...]:
    rows = connection.execute(select(harvests).where(condition).order_by(harvests.c.harvested_on, harvests.c.id))
    return tuple(
        TakenHome(
            key=row.potential_id,
            unit=row.unit,
            day=row.harvested_on,
            permanence=Permanence(row.permanence),
            hundredths_of_fte=row.hundredths_of_fte,
            amount_dkk=row.amount_dkk,
            budget_reference=row.budget_reference,
            is_taken_back=row.reverses is not None,
        )
        for row in rows
    )
