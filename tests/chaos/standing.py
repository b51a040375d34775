"""How things stand in the house's own database: is there work to claim now, has everything ended, who holds what."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, func, or_, select

from gevinst.items.model import State
from gevinst.store.clock import now_us
from gevinst.store.patience import patiently
from gevinst.store.tables import attempts, items, queues
from tests.chaos.house import House


@dataclass(frozen=True)
class Standing:
    """Counts.

    Attributes:
        arriving: Mails that are no item yet.
        claimable: Items a worker would get now.
        open: Items that haven't ended, and those that wait for a person.
        paused: Whether the queue waits.
    """

    arriving: int
    claimable: int
    open: int
    paused: bool

    @property
    def to_do(self) -> int:
        """What could be worked on."""
        return self.arriving + self.claimable

    @property
    def can_go_on(self) -> bool:
        """Whether a worker would find something."""
        return self.to_do > 0 and not self.paused

    @property
    def all_ended(self) -> bool:
        """Whether nothing is left."""
        return self.arriving == 0 and self.open == 0


def stands(house: House) -> Standing:
    """Ask."""
    due = and_(items.c.state == State.NEW, or_(items.c.defer_until.is_(None), items.c.defer_until <= now_us()))
    lapsed = and_(items.c.state == State.IN_PROGRESS, items.c.lease_until < now_us())

    def ask() -> tuple[Any, ...]:
        with house.engine.connect() as connection:
            known = connection.execute(select(func.count()).select_from(items)).scalar_one()
            claimable = connection.execute(select(func.count()).where(or_(due, lapsed))).scalar_one()
            left = connection.execute(select(func.count()).where(items.c.state != State.COMPLETED)).scalar_one()
            paused = connection.execute(select(func.count()).where(queues.c.paused_until > now_us())).scalar_one()
        return house.delivered - known, claimable, left, paused > 0

    return Standing(*patiently(ask))


def is_taken_over(house: House, worker: str) -> bool:
    """Whether somebody else has claimed the item that this worker claimed last."""

    def ask() -> bool:
        mine = select(attempts.c.item_id, attempts.c.claim_no).where(attempts.c.worker == worker)
        with house.engine.connect() as connection:
            last = connection.execute(mine.order_by(attempts.c.id.desc()).limit(1)).one_or_none()
            if last is None:
                return False
            number = connection.execute(select(items.c.claim_no).where(items.c.id == last.item_id)).scalar_one()
        return bool(number > last.claim_no)

    return patiently(ask)


def describe(house: House) -> str:
    """The items by state, for an error."""

    def ask() -> dict[str, int]:
        with house.engine.connect() as connection:
            rows = connection.execute(select(items.c.state, func.count().label("number")).group_by(items.c.state)).all()
        return {row.state: row.number for row in rows}

    return str(patiently(ask))
