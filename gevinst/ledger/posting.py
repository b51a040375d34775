"""Post what a completed item saved, in the transaction that completes it: nothing is posted while an item waits.

potential → baseline of the day → credit → entry. Where a link is missing the credit goes to the exceptions list:
it is reported, and can be posted later, but it is never guessed.
"""

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


def post_item(connection: Connection, item: Item, *, closed_by: ClosedBy) -> None:
    """Write the item's entries: its credits as savings, and the time people spent on its questions.

    Args:
        connection: The transaction that sets the item *completed*.
        item: The item; its potential is the one copied to it when it was put in.
        closed_by: The robot posts every credit; a person only those marked as counting then.
    """
    mine = connection.execute(select(credits_).where(credits_.c.item_id == item.id).order_by(credits_.c.activity)).all()
    flow_run = connection.execute(select(items.c.flow_run).where(items.c.id == item.id)).scalar_one()
    for credit in mine:
        if closed_by == "robot" or credit.counts_by_person:
            _post_saving(connection, item, credit, flow_run)
    _post_human_time(connection, item, {credit.activity for credit in mine}, flow_run)


def _post_saving(connection: Connection, item: Item, credit: Row[Any], flow_run: str | None) -> None:
    day = local_date(credit.occurred_at)
    potential = _potential(connection, item.potential_id)
    baseline = None
    if potential is None:
        reason = "no potential"
    elif phase_on(connection, potential.id, day) is not Phase.IN_OPERATION:
        reason = "not in operation"
    else:
        reason = "no baseline"
        baseline = baseline_on(connection, potential.id, credit.activity, day)
    if potential is None or baseline is None:
        connection.execute(
            insert(ledger_exceptions).values(
                item_id=item.id,
                activity=credit.activity,
                units=credit.units,
                robot_ms=credit.robot_ms,
                potential_id=item.potential_id,
                reason=reason,
                occurred_at=credit.occurred_at,
                recorded_at=now_us(),
            )
        )
        return
    connection.execute(
        insert(ledger_entries).values(
            kind="saving",
            role="original",
            potential_id=potential.id,
            item_id=item.id,
            activity=credit.activity,
            units=credit.units,
            seconds=baseline.seconds_per_case * credit.units,
            robot_ms=credit.robot_ms,
            baseline_id=baseline.id,
            unit=potential.unit,
            potential_kind=potential.kind,
            occurred_at=credit.occurred_at,
            recorded_at=now_us(),
            period=lock_open_period(connection, credit.occurred_at),
            flow_run=flow_run,
        )
    )


def _post_human_time(connection: Connection, item: Item, done: set[str], flow_run: str | None) -> None:
    """One entry for each answered question; the band a person gave, or an estimate from what was left to do."""
    potential = _potential(connection, item.potential_id)
    if potential is None:
        return
    answered = connection.execute(
        select(answers.c.question_id, answers.c.time_band, answers.c.answered_at)
        .join(questions, questions.c.id == answers.c.question_id)
        .where(questions.c.item_id == item.id)
        .order_by(answers.c.question_id)
    ).all()
    for answer in answered:
        seconds, source = human_seconds(connection, potential.id, answer.time_band, done, answer.answered_at)
        connection.execute(
            insert(ledger_entries).values(
                kind="human time",
                role="original",
                potential_id=potential.id,
                item_id=item.id,
                question_id=answer.question_id,
                source=source,
                source_key=str(answer.question_id),
                activity="handover",
                units=1,
                seconds=seconds,
                unit=potential.unit,
                potential_kind=potential.kind,
                occurred_at=answer.answered_at,
                recorded_at=now_us(),
                period=lock_open_period(connection, answer.answered_at),
                flow_run=flow_run,
            )
        )


def _potential(connection: Connection, potential_id: str | None) -> Row[Any, Any, Any] | None:
    if potential_id is None:
        return None
    return connection.execute(
        select(potentials.c.id, potentials.c.unit, potentials.c.kind).where(potentials.c.id == potential_id)
    ).one_or_none()
