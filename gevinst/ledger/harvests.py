"""What was taken home: årsværk and kroner that left a budget. Recorded by people, and never derived from logged time.

A lasting one counts each year from its day on; a one-off counts once. Nothing is changed: a wrong one is taken back by its
mirror image, and recorded anew under another key.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from sqlalchemy import Connection, func, insert, select

from gevinst.errors import Refused
from gevinst.ledger.by_hand import Posted
from gevinst.ledger.posting import CannotPost
from gevinst.potentials.register import get_potential
from gevinst.redaction import redact
from gevinst.staff import staff_id
from gevinst.store.clock import noon, now_us
from gevinst.store.tables import harvests


class Permanence(StrEnum):
    """Whether it comes again each year."""

    LASTING = "lasting"
    ONE_OFF = "one-off"


@dataclass(frozen=True)
class Harvest:
    """One gain that was taken home.

    Attributes:
        key: Its own name in the list it comes from.
        harvested_on: The first day it counts.
        hundredths_of_fte: Positions given up, in hundredths of an årsværk; 0 where only money was.
        amount_dkk: What left the budget, in whole kroner: a year's for a lasting one.
        budget_reference: Where it can be looked up: the account, or the decision.
        responsible: Initials of who answers for it.
    """

    key: str
    potential_id: str
    harvested_on: date
    permanence: Permanence
    hundredths_of_fte: int
    amount_dkk: int
    budget_reference: str
    responsible: str


@dataclass(frozen=True)
class Harvested:
    """What was taken home up to a day: an annual level of what lasts, and the sum of what came once."""

    fte: Fraction = Fraction(0)
    dkk_a_year: int = 0
    one_off_dkk: int = 0
    count: int = 0


def record(connection: Connection, harvest: Harvest) -> Posted:
    """Record one; a key that is known with other figures is `other`, and nothing is written.

    Raises:
        CannotPost: The potential isn't in the register.
    """
    potential = get_potential(connection, harvest.potential_id)
    if potential is None:
        raise CannotPost("no potential", noon(harvest.harvested_on))
    values = {
        "potential_id": harvest.potential_id,
        "harvested_on": harvest.harvested_on,
        "permanence": harvest.permanence,
        "hundredths_of_fte": harvest.hundredths_of_fte,
        "amount_dkk": harvest.amount_dkk,
        "budget_reference": harvest.budget_reference,
    }
    known = connection.execute(
        select(harvests).where(harvests.c.source_key == harvest.key, harvests.c.reverses.is_(None))
    ).one_or_none()
    if known is not None:
        return "known" if all(getattr(known, name) == value for name, value in values.items()) else "other"
    who = staff_id(connection, harvest.responsible)
    connection.execute(
        insert(harvests).values(
            **values, source_key=harvest.key, unit=potential.unit, staff_id=who, recorded_at=now_us()
        )
    )
    return "new"


def take_back(connection: Connection, number: int, *, reason: str, initials: str) -> int:
    """Take a recorded gain back by its mirror image; returns the mirror's number.

    Raises:
        Refused: There is no such gain, it is such a mirror itself, it is taken back already, or the reason is none.
    """
    if redact(reason) != reason or not reason.strip():
        raise Refused("a gain is taken back for a reason, and the reason may not hold a CPR number")
    row = connection.execute(select(harvests).where(harvests.c.id == number)).one_or_none()
    if row is None or row.reverses is not None:
        raise Refused(f"there is no harvested gain {number} to take back; see `gevinst ledger harvests`")
    if connection.execute(select(harvests.c.id).where(harvests.c.reverses == number)).first() is not None:
        raise Refused(f"the harvested gain {number} is taken back already")
    mirrored: int = connection.execute(
        insert(harvests)
        .values(
            source_key=row.source_key,
            potential_id=row.potential_id,
            unit=row.unit,
            harvested_on=row.harvested_on,
            permanence=row.permanence,
            hundredths_of_fte=-row.hundredths_of_fte,
            amount_dkk=-row.amount_dkk,
            budget_reference=reason,
            staff_id=staff_id(connection, initials),
            recorded_at=now_us(),
            reverses=number,
        )
        .returning(harvests.c.id)
    ).scalar_one()
    return mirrored


def harvested(connection: Connection, through: date) -> Harvested:
    """What was taken home with a first day up to and with `through`."""
    lasting = harvests.c.permanence == Permanence.LASTING
    rows = connection.execute(
        select(
            func.coalesce(func.sum(harvests.c.hundredths_of_fte).filter(lasting), 0).label("hundredths"),
            func.coalesce(func.sum(harvests.c.amount_dkk).filter(lasting), 0).label("a_year"),
            func.coalesce(func.sum(harvests.c.amount_dkk).filter(~lasting), 0).label("one_off"),
            (func.count().filter(harvests.c.reverses.is_(None)) - func.count(harvests.c.reverses)).label("records"),
        ).where(harvests.c.harvested_on <= through)
    ).one()
    return Harvested(Fraction(int(rows.hundredths), 100), int(rows.a_year), int(rows.one_off), int(rows.records))
