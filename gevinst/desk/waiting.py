"""What waits in somebody's units, for them or for operations, with the filters of the list."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Row, and_, func, or_, select

from gevinst.codes import Code
from gevinst.desk.due import Badge, badge_of
from gevinst.items.model import State, label
from gevinst.store.clock import MICROSECONDS, now_us
from gevinst.store.tables import items, potentials, proposed_answers, questions, queues

_DAY_US = 86_400 * MICROSECONDS


class Order(StrEnum):
    """How the list is sorted, as the address says it."""

    DUE = "frist"
    OLDEST = "aeldste"
    NEWEST = "nyeste"

    @property
    def danish(self) -> str:
        """As the list offers it."""
        return {Order.DUE: "frist først", Order.OLDEST: "ældste først", Order.NEWEST: "nyeste først"}[self]


class Age(StrEnum):
    """For how long a case has waited at least, as the address says it."""

    ANY = ""
    DAY = "1"
    THREE_DAYS = "3"
    WEEK = "7"

    @property
    def danish(self) -> str:
        """As the list offers it."""
        return {
            Age.ANY: "alle",
            Age.DAY: "over 1 dag",
            Age.THREE_DAYS: "over 3 dage",
            Age.WEEK: "over 7 dage",
        }[self]


@dataclass(frozen=True)
class Wanted:
    """What of the list somebody wants to see; what is empty excludes none."""

    unit: str = ""
    process: str = ""
    reason: str = ""
    age: Age = Age.ANY
    order: Order = Order.DUE


@dataclass(frozen=True)
class Waiting:
    """One case that waits.

    Attributes:
        item_id: Its number.
        question: What a person quotes, `1042-2`; empty where operations must act.
        process: The potential's title.
        since: When it began to wait (microseconds).
        is_proposed: Whether a colleague's answer waits to be confirmed.
    """

    item_id: int
    question: str
    unit: str
    process: str
    code: Code
    since: int
    due_at: int | None
    badge: Badge | None
    is_proposed: bool

    @property
    def label(self) -> str:
        """`GEV-1042`."""
        return label(self.item_id)

    @property
    def is_for_operations(self) -> bool:
        """Whether nobody here can answer it."""
        return not self.question


@dataclass(frozen=True)
class Choices:
    """What the filters offer: what there is among the cases that wait, whatever is chosen now."""

    units: tuple[str, ...]
    processes: tuple[tuple[str, str], ...]
    reasons: tuple[Code, ...]


@dataclass(frozen=True)
class Counted:
    """How many of the chosen cases wait for a person, how many of them are past their date, and how many are operations'.

    `oldest` is when the first of those that wait for a person began to; None where none does.
    """

    answerable: int
    overdue: int
    for_operations: int
    oldest: int | None

    @property
    def all(self) -> int:
        """The rows of the list."""
        return self.answerable + self.for_operations


_LATER = questions.alias("later")
_NEWEST = select(func.max(_LATER.c.number)).where(_LATER.c.item_id == items.c.id).correlate(items).scalar_subquery()
_SINCE = func.coalesce(questions.c.asked_at, items.c.updated_at)
_WAITING = (State.PENDING, State.FAILED)
_FROM = (
    items.join(potentials, potentials.c.id == items.c.potential_id)
    .outerjoin(
        questions,
        and_(items.c.state == State.PENDING, questions.c.item_id == items.c.id, questions.c.number == _NEWEST),
    )
    .outerjoin(proposed_answers, proposed_answers.c.question_id == questions.c.id)
)


def waiting(
    connection: Connection, units: Sequence[str], wanted: Wanted, *, most: int, skipped: int = 0
) -> list[Waiting]:
    """The cases of some units that wait, in the wanted order."""
    columns = (
        *(items.c.id, items.c.state, items.c.code, items.c.due_at, potentials.c.unit, potentials.c.title),
        *(questions.c.number, _SINCE.label("since"), proposed_answers.c.staff_id, now_us().label("now")),
    )
    statement = _of(select(*columns), units, wanted).order_by(*_ORDERS[wanted.order]).limit(most).offset(skipped)
    return [_as_waiting(row) for row in connection.execute(statement)]


def count_waiting(connection: Connection, units: Sequence[str], wanted: Wanted) -> Counted:
    """How many there are."""
    is_pending = items.c.state == State.PENDING
    statement = select(
        func.count().filter(is_pending).label("answerable"),
        func.count().filter(and_(is_pending, items.c.due_at < now_us())).label("overdue"),
        func.count().filter(items.c.state == State.FAILED).label("for_operations"),
        func.min(_SINCE).filter(is_pending).label("oldest"),
    )
    row = connection.execute(_of(statement, units, wanted)).one()
    return Counted(row.answerable, row.overdue, row.for_operations, row.oldest)


def choices_among(connection: Connection, units: Sequence[str]) -> Choices:
    """What can be chosen between."""
    found = connection.execute(
        _of(select(potentials.c.unit, items.c.queue, potentials.c.title, items.c.code).distinct(), units, Wanted())
    ).all()
    return Choices(
        units=tuple(sorted({row.unit for row in found})),
        processes=tuple(sorted({(row.queue, row.title) for row in found}, key=lambda each: each[1])),
        reasons=tuple(sorted({Code(row.code) for row in found if row.code}, key=lambda code: code.sentence)),
    )


_ORDERS: dict[Order, Sequence[Any]] = {
    # Failed ones last: nobody who reads the list can do anything about them.
    Order.DUE: (items.c.state == State.FAILED, items.c.due_at.is_(None), items.c.due_at, _SINCE, items.c.id),
    Order.OLDEST: (_SINCE, items.c.id),
    Order.NEWEST: (_SINCE.desc(), items.c.id.desc()),
}


def _of(statement: Any, units: Sequence[str], wanted: Wanted) -> Any:  # noqa: ANN401 (whatever it selects)
    # Each queue by its name: only so is the few that wait looked up in the index, however many are completed.
    known = select(queues.c.name)
    statement = statement.select_from(_FROM).where(
        items.c.queue.in_(known), items.c.state.in_(_WAITING), potentials.c.unit.in_(units)
    )
    if wanted.unit:
        statement = statement.where(potentials.c.unit == wanted.unit)
    if wanted.process:
        statement = statement.where(items.c.queue == wanted.process)
    if wanted.reason:
        statement = statement.where(items.c.code == wanted.reason)
    if wanted.age is not Age.ANY:
        statement = statement.where(now_us() - int(wanted.age) * _DAY_US > _SINCE)
    return statement.where(or_(items.c.state == State.FAILED, questions.c.id.is_not(None)))


def _as_waiting(row: Row[Any]) -> Waiting:
    return Waiting(
        item_id=row.id,
        question="" if row.number is None else f"{row.id}-{row.number}",
        unit=row.unit,
        process=row.title,
        code=Code(row.code),
        since=row.since,
        due_at=row.due_at,
        badge=badge_of(row.due_at, row.now),
        is_proposed=row.staff_id is not None,
    )
