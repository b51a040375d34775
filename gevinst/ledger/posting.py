"""Post what a completed item saved, in the transaction that completes it: nothing is posted while an item waits.

potential → baseline of the day → credit → entry. Where a link is missing the credit goes to the exceptions list:
it is reported, and can be posted later, but it is never guessed.
"""

from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Connection, Row, insert, select

from gevinst.items.model import Item
from gevinst.ledger.human_time import human_seconds
from gevinst.ledger.periods import lock_open_period
from gevinst.potentials.baselines import baseline_on
from gevinst.potentials.register import Phase, phase_on
from gevinst.store.clock import local_date, now_us
from gevinst.store.tables import (
    answers,
    credits_,
    items,
    ledger_entries,
    ledger_exceptions,
    potentials,
    questions,
)

ClosedBy = Literal["robot", "person"]
Reason = Literal["no potential", "not in operation", "no baseline"]
HANDOVER = "handover"
"""The activity under which people's time on handed-over items is posted."""


def post_item(connection: Connection, item: Item, *, closed_by: ClosedBy) -> None:
    """Write the item's entries: its credits as savings, and the time people spent on its questions.

    Args:
        connection: The transaction that sets the item *completed*.
        item: The item; its potential is the one copied to it when it was put in.
        closed_by: The robot posts every credit; a person only those marked as counting then.
    """
    mine = connection.execute(select(credits_).where(credits_.c.item_id == item.id).order_by(credits_.c.activity)).all()
    for credit in mine:
        if closed_by == "robot" or credit.counts_by_person:
            source = Source.of_credit(credit)
            try:
                post_saving(connection, item, source)
            except CannotPost as missing:
                _list_exception(connection, item, source, missing.reason)
    try:
        post_human_time(connection, item)
    except CannotPost as missing:
        _list_exception(connection, item, Source(HANDOVER, 1, 0, missing.occurred_at), missing.reason)


class CannotPost(Exception):
    """A link from potential to entry is missing; nothing was written."""

    def __init__(self, reason: Reason, occurred_at: int) -> None:
        super().__init__(reason)
        self.reason = reason
        self.occurred_at = occurred_at


@dataclass(frozen=True)
class Source:
    """What a saving is made of: a credit, or what the exceptions list kept of one."""

    activity: str
    units: int
    robot_ms: int
    occurred_at: int

    @classmethod
    def of_credit(cls, row: Row[Any]) -> "Source":
        """From a row with these columns."""
        return cls(row.activity, row.units, row.robot_ms, row.occurred_at)


def post_saving(connection: Connection, item: Item, source: Source) -> int:
    """Write one saving by the baseline of its day; returns the entry's number.

    Raises:
        CannotPost: When the potential, its operation on that day, or the baseline is missing.
    """
    day = local_date(source.occurred_at)
    potential = _potential(connection, item.potential_id)
    if potential is None:
        raise CannotPost("no potential", source.occurred_at)
    if phase_on(connection, potential.id, day) is not Phase.IN_OPERATION:
        raise CannotPost("not in operation", source.occurred_at)
    baseline = baseline_on(connection, potential.id, source.activity, day)
    if baseline is None:
        raise CannotPost("no baseline", source.occurred_at)
    number: int = connection.execute(
        insert(ledger_entries)
        .values(
            kind="saving",
            role="original",
            potential_id=potential.id,
            item_id=item.id,
            activity=source.activity,
            units=source.units,
            seconds=baseline.seconds_per_case * source.units,
            robot_ms=source.robot_ms,
            baseline_id=baseline.id,
            unit=potential.unit,
            potential_kind=potential.kind,
            occurred_at=source.occurred_at,
            recorded_at=now_us(),
            period=lock_open_period(connection, source.occurred_at),
            flow_run=_flow_run(connection, item.id),
        )
        .returning(ledger_entries.c.id)
    ).scalar_one()
    return number


def _list_exception(connection: Connection, item: Item, source: Source, reason: Reason) -> None:
    """Keep what can't be posted, with its reason: it is reported, and posted once the link is there."""
    connection.execute(
        insert(ledger_exceptions).values(
            item_id=item.id,
            activity=source.activity,
            units=source.units,
            robot_ms=source.robot_ms,
            potential_id=item.potential_id,
            reason=reason,
            occurred_at=source.occurred_at,
            recorded_at=now_us(),
        )
    )


def post_human_time(connection: Connection, item: Item) -> list[int]:
    """One entry for each answered question: the band a person gave, or an estimate from what was left to do.

    Raises:
        CannotPost: When the item's potential is not in the register.
    """
    answered = connection.execute(
        select(answers.c.question_id, answers.c.time_band, answers.c.answered_at)
        .join(questions, questions.c.id == answers.c.question_id)
        .where(questions.c.item_id == item.id)
        .order_by(answers.c.question_id)
    ).all()
    if not answered or item.potential_id is None:
        return []
    potential = _potential(connection, item.potential_id)
    if potential is None:
        raise CannotPost("no potential", answered[-1].answered_at)
    mine = select(credits_.c.activity).where(credits_.c.item_id == item.id)
    done = set(connection.execute(mine).scalars())
    numbers = []
    for answer in answered:
        seconds, source = human_seconds(connection, potential.id, answer.time_band, done, answer.answered_at)
        entry = connection.execute(
            insert(ledger_entries)
            .values(
                kind="human time",
                role="original",
                potential_id=potential.id,
                item_id=item.id,
                question_id=answer.question_id,
                source=source,
                source_key=str(answer.question_id),
                activity=HANDOVER,
                units=1,
                seconds=seconds,
                unit=potential.unit,
                potential_kind=potential.kind,
                occurred_at=answer.answered_at,
                recorded_at=now_us(),
                period=lock_open_period(connection, answer.answered_at),
                flow_run=_flow_run(connection, item.id),
            )
            .returning(ledger_entries.c.id)
        )
        numbers.append(entry.scalar_one())
    return numbers


def _flow_run(connection: Connection, item_id: int) -> str | None:
    run: str | None = connection.execute(select(items.c.flow_run).where(items.c.id == item_id)).scalar_one()
    return run


def _potential(connection: Connection, potential_id: str | None) -> Row[Any, Any, Any] | None:
    if potential_id is None:
        return None
    return connection.execute(
        select(potentials.c.id, potentials.c.unit, potentials.c.kind).where(potentials.c.id == potential_id)
    ).one_or_none()
