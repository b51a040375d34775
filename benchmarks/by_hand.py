"""One case's statements written out by hand: what anyone would send who wanted the same rows, without Gevinst.

`benchmarks.sending` sends them through SQLAlchemy Core and through the bare driver, and `benchmarks.claims` holds them
against the statements that Gevinst really sends: a floor can't drift from what it is the floor of.
"""

import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import BigInteger, Date, Text, and_, bindparam, exists, func, insert, or_, select, update

from benchmarks.filling import QUEUE
from benchmarks.sending import Begin
from gevinst.store.clock import now_us
from gevinst.store.tables import (
    CLAIMED,
    answers,
    attempts,
    baselines,
    credits_,
    items,
    ledger_entries,
    periods,
    potential_phases,
    potentials,
    questions,
    queue_systems,
    queues,
    stops,
)

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
_queue = bindparam("q", type_=Text)
_item = bindparam("i", type_=BigInteger)
_potential = bindparam("p", type_=Text)
_day = bindparam("d", type_=Date)

LOOK = select(
    (queues.c.paused_until > now_us()).label("waits"),
    exists()
    .where(
        or_(
            stops.c.scope == "everything",
            and_(stops.c.scope == "queue", stops.c.name == _queue),
            and_(
                stops.c.scope == "system",
                stops.c.name.in_(select(queue_systems.c.system).where(queue_systems.c.queue == _queue)),
            ),
        )
    )
    .label("stopped"),
    exists().where(items.c.queue == _queue, CLAIMED, items.c.lease_until < now_us()).label("lapsed"),
).where(queues.c.name == _queue)
TAKE = (
    update(items)
    .where(
        items.c.id
        == select(items.c.id)
        .where(items.c.queue == _queue, items.c.state == "new")
        .where(or_(items.c.defer_until.is_(None), items.c.defer_until <= now_us()))
        .order_by(items.c.priority.desc(), items.c.due_at.is_(None), items.c.due_at, items.c.id)
        .limit(1)
        .with_for_update(skip_locked=True)
        .scalar_subquery()
    )
    .values(
        state="in progress",
        claim_no=items.c.claim_no + 1,
        lease_token=bindparam("token"),
        lease_until=now_us() + bindparam("us", type_=BigInteger),
        flow_run=bindparam("run"),
        code_version=bindparam("version"),
        updated_at=now_us(),
    )
    .returning(*items.c)
)
ATTEMPT = insert(attempts).values(
    item_id=_item,
    claim_no=bindparam("n"),
    worker=bindparam("worker"),
    flow_run=bindparam("run"),
    code_version=bindparam("version"),
    started_at=now_us(),
)
COMPLETE = (
    update(items)
    .where(items.c.id == _item, items.c.lease_token == bindparam("token"), items.c.state == "in progress")
    .values(
        state="completed",
        code=None,
        outcome="by robot",
        defer_until=None,
        lease_token=None,
        lease_until=None,
        updated_at=now_us(),
        finished_at=now_us(),
    )
)
END_ATTEMPT = (
    update(attempts)
    .where(attempts.c.item_id == _item, attempts.c.claim_no == bindparam("n"))
    .values(ended_at=now_us(), result="completed", code=None)
)
CREDITS = select(credits_).where(credits_.c.item_id == _item).order_by(credits_.c.activity)
TERMS = (
    select(
        potentials.c.unit,
        potentials.c.kind,
        select(potential_phases.c.phase)
        .where(potential_phases.c.potential_id == _potential, potential_phases.c.valid_from <= _day)
        .order_by(potential_phases.c.valid_from.desc())
        .limit(1)
        .scalar_subquery()
        .label("phase"),
        baselines.c.id,
        baselines.c.activity,
        baselines.c.seconds_per_case,
    )
    .select_from(
        potentials.outerjoin(
            baselines,
            and_(
                baselines.c.potential_id == potentials.c.id,
                baselines.c.valid_from <= _day,
                or_(baselines.c.valid_to.is_(None), baselines.c.valid_to >= _day),
            ),
        )
    )
    .where(potentials.c.id == _potential)
)
HOLD_MONTH = select(periods.c.period).where(periods.c.period == bindparam("m", type_=Text)).with_for_update(read=True)
LAST_CLOSED = select(func.max(periods.c.period)).where(periods.c.closed_at.is_not(None))
ENTRIES = insert(ledger_entries).values(kind="saving", role="original", recorded_at=now_us())
ANSWERED = (
    select(answers.c.question_id, answers.c.time_band, answers.c.answered_at)
    .join(questions, questions.c.id == answers.c.question_id)
    .where(questions.c.item_id == _item)
    .order_by(answers.c.question_id)
)


def claim(begin: Begin) -> Any:  # noqa: ANN401 (a row of whichever driver)
    """Take the next case."""
    token = secrets.token_hex(16)
    with begin() as say:
        (seen,) = say(LOOK, q=QUEUE)
        assert not any((seen.waits, seen.stopped, seen.lapsed))
        (row,) = say(TAKE, q=QUEUE, token=token, us=300_000_000, run="run", version="1")
        say(ATTEMPT, i=row.id, n=row.claim_no, worker="host:1", run="run", version="1")
    return row


def complete(begin: Begin, row: Any, as_day: Callable[[datetime], Any]) -> None:  # noqa: ANN401
    """Finish it and write its entries."""
    with begin() as say:
        say(COMPLETE, i=row.id, token=row.lease_token)
        say(END_ATTEMPT, i=row.id, n=row.claim_no)
        done = say(CREDITS, i=row.id)
        at = datetime.fromtimestamp(done[0].occurred_at / 1_000_000, tz=UTC).astimezone(COPENHAGEN)
        month = at.strftime("%Y-%m")
        say(HOLD_MONTH, m=month)
        say(LAST_CLOSED)
        terms = say(TERMS, p=row.potential_id, d=as_day(at))
        baseline = {each.activity: each for each in terms}
        say(ENTRIES, many=[_entry(row, credit, baseline[credit.activity], month) for credit in done])
        say(ANSWERED, i=row.id)


def _entry(row: Any, credit: Any, terms: Any, month: str) -> dict[str, Any]:  # noqa: ANN401
    return {
        "potential_id": row.potential_id,
        "item_id": row.id,
        "unit": terms.unit,
        "potential_kind": terms.kind,
        "occurred_at": credit.occurred_at,
        "period": month,
        "flow_run": "run",
        "activity": credit.activity,
        "units": credit.units,
        "seconds": terms.seconds_per_case * credit.units,
        "robot_ms": credit.robot_ms,
        "baseline_id": terms.id,
    }
