"""Put items in, claim one, sweep what was left: the statements every worker shares.

A claim is a new token, `claim_no` + 1 and a lease. Nothing here trusts a host's clock or memory: the row decides.
"""

import secrets
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ValidationError
from sqlalchemy import BigInteger, Connection, Text, and_, bindparam, exists, insert, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from gevinst.codes import Code
from gevinst.errors import Refused
from gevinst.items.choices import Choice
from gevinst.items.model import Item, State
from gevinst.items.stops import stops_on
from gevinst.redaction import redact
from gevinst.settings import settings
from gevinst.store.clock import MICROSECONDS, now_us
from gevinst.store.tables import CLAIM_ORDER, CLAIMED, attempts, items, queue_systems, queues

LAPSED = "lapsed"
"""How an attempt ended whose lease ran out."""


@dataclass(frozen=True)
class Queue:
    """One process' queue.

    Attributes:
        name: Short, stable, lower case.
        potential_id: The potential its items count for; copied to each item when it is put in.
        systems: The outside systems its flow needs; when one is down, the queue waits.
        payload: The model every payload must fit; a payload that doesn't is refused when it is put in.
        retention_days: How long case data of a completed item is kept (`gevinst retention`); None keeps it for ever.
        journalising_act: The act that files an original outside. An item the robot completed keeps its case data until
            each of its originals has that act's receipt. Empty where the process files nothing.
        two_people: The answers that nobody gives alone: a colleague must confirm them.
    """

    name: str
    potential_id: str | None
    systems: tuple[str, ...] = ()
    payload: type[BaseModel] | None = None
    retention_days: int | None = None
    journalising_act: str = ""
    two_people: frozenset[Choice] = frozenset()


@dataclass(frozen=True)
class Placing:
    """Where in the line an item stands.

    Attributes:
        priority: Higher is claimed first.
        due_at: The instant it should be done by; among equals the earliest is claimed first, those without one last.
        defer_until: The instant before which it isn't claimed.
        parent_id: The item it was split off from.
    """

    priority: int = 0
    due_at: int | None = None
    defer_until: int | None = None
    parent_id: int | None = None


def _upsert(connection: Connection, table: Any) -> Any:  # noqa: ANN401 (two dialects' insert share no base for this)
    return (postgresql if connection.dialect.name == "postgresql" else sqlite).insert(table)


def ensure_queue(connection: Connection, queue: Queue) -> None:
    """Make the queue known, or bring its potential and systems up to date; safe to call at the start of every run."""
    values = {
        "potential_id": queue.potential_id,
        "retention_days": queue.retention_days,
        "journalising_act": queue.journalising_act or None,
        "two_people": sorted(queue.two_people) or None,
    }
    statement = _upsert(connection, queues).values(name=queue.name, **values)
    connection.execute(statement.on_conflict_do_update(index_elements=["name"], set_=values))
    connection.execute(queue_systems.delete().where(queue_systems.c.queue == queue.name))
    for system in queue.systems:
        connection.execute(insert(queue_systems).values(queue=queue.name, system=system))


def put_in(
    connection: Connection,
    queue: Queue,
    *,
    reference: str,
    content_hash: str,
    payload: dict[str, Any],
    placing: Placing | None = None,
) -> int | None:
    """Insert an item by its permanent reference; None when the reference is known with the same content.

    A known reference with other content makes a second item that goes straight to a person (`CONTENT_CHANGED`): the
    reference is derived from something a sender controls.

    Raises:
        Refused: When the reference looks like a CPR number (references are keyed hashes), or the payload doesn't fit
            the queue's model.
    """
    if redact(reference) != reference:
        raise Refused("a reference must be a keyed hash, and this one looks like a CPR number: nothing was put in")
    _must_fit(queue, payload)
    placing = placing or Placing()
    number = _insert(connection, queue, reference, content_hash, payload, placing, code=None)
    if number is not None:
        return number
    known = connection.execute(
        select(items.c.content_hash).where(items.c.queue == queue.name, items.c.reference == reference)
    ).scalar_one()
    if known == content_hash:
        return None
    return _insert(
        connection,
        queue,
        f"{reference}+{content_hash}",
        content_hash,
        payload,
        placing,
        code=Code.CONTENT_CHANGED,
    )


def _must_fit(queue: Queue, payload: dict[str, Any]) -> None:
    if queue.payload is None:
        return
    try:
        queue.payload.model_validate(payload)
    except ValidationError as error:
        fields = ", ".join(sorted({".".join(map(str, part["loc"])) or "as a whole" for part in error.errors()}))
        model = queue.payload.__name__
        raise Refused(f"the payload is no {model} of the queue '{queue.name}' ({fields}): nothing was put in") from None


def _insert(
    connection: Connection,
    queue: Queue,
    reference: str,
    content_hash: str,
    payload: dict[str, Any],
    placing: Placing,
    *,
    code: Code | None,
) -> int | None:
    row = {
        "queue": queue.name,
        "reference": reference,
        "content_hash": content_hash,
        "payload": payload,
        "state": State.NEW,
        "code": code,
        "priority": placing.priority,
        "due_at": placing.due_at,
        "defer_until": placing.defer_until,
        "parent_id": placing.parent_id,
        "potential_id": queue.potential_id,
    }
    number: int | None = connection.execute(_PUT[connection.dialect.name], row).scalar_one_or_none()
    return number


_PUT = {
    name: insertion.values(created_at=now_us(), updated_at=now_us())
    .on_conflict_do_nothing(index_elements=["queue", "reference"])
    .returning(items.c.id)
    for name, insertion in (("postgresql", postgresql.insert(items)), ("sqlite", sqlite.insert(items)))
}


def claim(connection: Connection, queue: str, *, worker: str, flow_run: str | None) -> Item | None:
    """Take the next item: by priority, due date (none last), age. None when nothing is due or the queue waits.

    On PostgreSQL rows another worker is claiming are skipped; on SQLite the transaction already holds the write lock.

    Raises:
        Refused: When there is no such queue.
    """
    seen = connection.execute(_LOOK, {"of_queue": queue}).one_or_none()
    if seen is None:
        raise _unknown(queue)
    if seen.lapsed:
        sweep(connection, queue)
    if seen.waits or seen.stopped:
        return None
    by = {"by_flow_run": flow_run, "by_version": code_version()}
    lease = {"new_token": secrets.token_hex(16), "for_us": settings().lease_seconds * MICROSECONDS}
    row = connection.execute(_TAKE, {"of_queue": queue, **by, **lease}).one_or_none()
    if row is None:
        return None
    connection.execute(_ATTEMPT, {"of_item": row.id, "as_claim": row.claim_no, "by_worker": worker, **by})
    return Item.from_row(row)


# Every worker says these for every case, so they are made once.
_OF_QUEUE = bindparam("of_queue", type_=Text)
_LAPSED = and_(CLAIMED, items.c.lease_until < now_us())
_LOOK = select(
    (queues.c.paused_until > now_us()).label("waits"),
    exists().where(stops_on(_OF_QUEUE)).label("stopped"),
    exists().where(items.c.queue == _OF_QUEUE, _LAPSED).label("lapsed"),
).where(queues.c.name == _OF_QUEUE)
_NEXT = (
    select(items.c.id)
    .where(items.c.queue == _OF_QUEUE, items.c.state == State.NEW)
    .where(or_(items.c.defer_until.is_(None), items.c.defer_until <= now_us()))
    .order_by(*CLAIM_ORDER)
    .limit(1)
    .with_for_update(skip_locked=True)
)
_TAKE = (
    update(items)
    .where(items.c.id == _NEXT.scalar_subquery())
    .values(
        state=State.IN_PROGRESS,
        claim_no=items.c.claim_no + 1,
        lease_token=bindparam("new_token"),
        lease_until=now_us() + bindparam("for_us", type_=BigInteger),
        flow_run=bindparam("by_flow_run"),
        code_version=bindparam("by_version"),
        updated_at=now_us(),
    )
    .returning(*items.c)
)
_ATTEMPT = insert(attempts).values(
    item_id=bindparam("of_item"),
    claim_no=bindparam("as_claim"),
    worker=bindparam("by_worker"),
    flow_run=bindparam("by_flow_run"),
    code_version=bindparam("by_version"),
    started_at=now_us(),
)


def sweep(connection: Connection, queue: str | None = None) -> list[int]:
    """Give lapsed items back: one statement per transition; returns the ids that moved.

    A lapse uses an attempt; an item that has used them all goes to *failed*, so a case that kills its worker can't go
    round for ever. An item whose row is locked is being changed by its owner at this moment, or by one that stands still
    in the middle of it: it is left for the next sweep, and no queue waits for it.
    """
    lapsed = _LAPSED if queue is None else and_(_LAPSED, items.c.queue == queue)
    moved: list[int] = []
    limit = settings().max_attempts
    for condition, state, code in (
        (items.c.attempts_used + 1 < limit, State.NEW, None),
        (items.c.attempts_used + 1 >= limit, State.FAILED, Code.ATTEMPTS_EXHAUSTED),
    ):
        free = select(items.c.id).where(lapsed, condition).with_for_update(skip_locked=True)
        rows = connection.execute(
            update(items)
            .where(items.c.id.in_(free))
            .values(
                state=state,
                code=code,
                lease_token=None,
                lease_until=None,
                attempts_used=items.c.attempts_used + 1,
                updated_at=now_us(),
            )
            .returning(items.c.id, items.c.claim_no)
        ).all()
        for row in rows:
            connection.execute(
                update(attempts)
                .where(attempts.c.item_id == row.id, attempts.c.claim_no == row.claim_no)
                .where(attempts.c.ended_at.is_(None))
                .values(ended_at=now_us(), result=LAPSED)
            )
            moved.append(row.id)
    return moved


@dataclass(frozen=True)
class Pause:
    """Why a queue waits, in a code and one English sentence, and until when by itself."""

    code: Code
    until: int
    detail: str


def pause_of(connection: Connection, queue: str) -> Pause | None:
    """What the queue waits for now; None when it runs.

    Raises:
        Refused: When there is no such queue.
    """
    row = connection.execute(
        select(
            *(queues.c.pause_code, queues.c.pause_detail, queues.c.paused_until),
            (queues.c.paused_until > now_us()).label("waits"),
        ).where(queues.c.name == queue)
    ).one_or_none()
    if row is None:
        raise _unknown(queue)
    return Pause(Code(row.pause_code), row.paused_until, row.pause_detail or "") if row.waits else None


def _unknown(queue: str) -> Refused:
    return Refused(f"there is no queue '{queue}'; see `gevinst queues list` (a queue is made by its flow's first run)")


def pause(connection: Connection, queue: str) -> Code | None:
    """The code of what the queue waits for now; None when it runs."""
    found = pause_of(connection, queue)
    return None if found is None else found.code


def pause_queue(connection: Connection, queue: str, *, code: Code, detail: str, seconds: int) -> bool:
    """Let a queue wait; True when it wasn't waiting for this already, so that one notice goes out and not many.

    A queue that waits longer already goes on waiting for that: of two systems that are down the slower one decides.
    """
    already = pause(connection, queue) is code
    until = now_us() + seconds * MICROSECONDS
    connection.execute(
        update(queues)
        .where(queues.c.name == queue, or_(queues.c.paused_until.is_(None), queues.c.paused_until < until))
        .values(paused_until=until, pause_code=code, pause_detail=detail)
    )
    return not already


def pause_system(connection: Connection, system: str, *, detail: str, seconds: int) -> bool:
    """Let every queue that names the system wait; True when at least one wasn't waiting already."""
    names = connection.execute(select(queue_systems.c.queue).where(queue_systems.c.system == system)).scalars().all()
    news = [pause_queue(connection, name, code=Code.SYSTEM_DOWN, detail=detail, seconds=seconds) for name in names]
    return any(news)


def resume_queue(connection: Connection, queue: str) -> None:
    """End a pause by hand."""
    connection.execute(
        update(queues).where(queues.c.name == queue).values(paused_until=None, pause_code=None, pause_detail=None)
    )


def code_version() -> str:
    """The version written on attempts and entries."""
    from gevinst import __version__

    return settings().code_version or __version__
