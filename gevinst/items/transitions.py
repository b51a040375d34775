"""Where an item goes when its case ends: one function from what happened to the next state, each change fenced."""

import logging
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, and_, bindparam, func, insert, select, update
from sqlalchemy.exc import DBAPIError

from gevinst.codes import Code
from gevinst.errors import (
    BusinessError,
    ConfigurationError,
    GevinstError,
    LeaseLost,
    ProcessError,
    RetryLater,
    SetAside,
    SystemDown,
    Uncertain,
)
from gevinst.items.lease import MINE, fenced, fenced_update
from gevinst.items.model import DUPLICATES, Item, Outcome, State
from gevinst.items.queues import LAPSED, pause_queue, pause_system
from gevinst.items.steps import note_error, note_step
from gevinst.ledger.posting import post_item
from gevinst.private_files import write_private
from gevinst.sampling.drawing import draw
from gevinst.settings import settings
from gevinst.store.clock import MICROSECONDS, now_us
from gevinst.store.patience import is_gone, patiently
from gevinst.store.tables import attempts, items, questions

log = logging.getLogger(__name__)

SYSTEM_WAIT_SECONDS = 300
CONFIGURATION_WAIT_SECONDS = 900
FIRST_BACKOFF_SECONDS = 60


@dataclass(frozen=True)
class Ending:
    """How a case ended.

    Attributes:
        state: The item's new state; None when the item was no longer ours and was dropped.
        outcome: For a completed item.
        code: The reason, from the closed list.
        stops_run: The error goes on out of the `with` block: no further item makes sense.
        is_unknown: Nobody foresaw the error; several in a row stop the run.
        notice: One English sentence for operations, at most once per pause.
    """

    state: State | None
    outcome: Outcome | None = None
    code: Code | None = None
    stops_run: bool = False
    is_unknown: bool = False
    notice: str = ""


def end(engine: Engine, item: Item, error: BaseException | None, *, evidence: Path) -> Ending:
    """Make the one transition the error's class asks for; without an error, complete the item and post its entries.

    A database that went away is waited for, and asked whether the transition went through before it is made again.
    """
    try:
        return patiently(lambda: _once(engine, item, lambda: _end(engine, item, error, evidence)))
    except LeaseLost:
        log.warning("%s, claim %s: the lease is lost; dropped", item.label, item.claim_no)
        stops = error is not None and not isinstance(error, Exception)
        return Ending(state=None, code=Code.LEASE_LOST, stops_run=stops)


def _end(  # noqa: C901 (one case per row of the errors table)
    engine: Engine, item: Item, error: BaseException | None, evidence: Path
) -> Ending:
    match error:
        case None:
            return _complete_by_robot(engine, item)
        case LeaseLost():
            raise error
        case SetAside():
            outcome = Outcome.DUPLICATE if error.code in DUPLICATES else Outcome.SET_ASIDE
            return _complete(engine, item, outcome, error.code)
        case BusinessError() | Uncertain():
            return _ask(engine, item, error)
        case RetryLater():
            return _retry_later(engine, item, error)
        case SystemDown():
            return _wait_for_system(engine, item, error)
        case ConfigurationError():
            return _wait_for_configuration(engine, item, error)
        case ProcessError():
            return _fail(engine, item, error.code, error, evidence, is_unknown=error.code is Code.UNKNOWN_FAILURE)
        case DBAPIError() if is_gone(error):
            return _give_back(engine, item, "database gone")
        case GevinstError() | Exception():
            return _fail(engine, item, Code.UNKNOWN_FAILURE, error, evidence, is_unknown=True)
        case _:  # the process is told to stop: give the item back untouched
            return _give_back(engine, item, "given back", stops_run=True)


def _once(engine: Engine, item: Item, act: Callable[[], Ending]) -> Ending:
    """Make the transition; where our claim is gone, see whether it was this very transition that took it.

    A connection may die after the commit and before its answer: then the attempt of our own claim has an end that no
    sweep gave it, and the item stands where we put it.
    """
    try:
        return act()
    except LeaseLost:
        made = _already_made(engine, item)
        if made is None:
            raise
        return made


def _already_made(engine: Engine, item: Item) -> Ending | None:
    with engine.connect() as connection:
        row = connection.execute(
            select(items.c.state, items.c.outcome, items.c.code, attempts.c.result)
            .join(attempts, and_(attempts.c.item_id == items.c.id, attempts.c.claim_no == items.c.claim_no))
            .where(items.c.id == item.id, items.c.claim_no == item.claim_no, attempts.c.ended_at.is_not(None))
        ).one_or_none()
    if row is None or row.result == LAPSED:
        return None
    outcome = Outcome(row.outcome) if row.outcome else None
    return Ending(State(row.state), outcome, Code(row.code) if row.code else None)


def _give_back(engine: Engine, item: Item, result: str, *, stops_run: bool = False) -> Ending:
    """Back to *new*, no attempt used, as if it had not been claimed."""
    with engine.begin() as connection:
        _leave(connection, item, result, state=State.NEW, code=None)
    return Ending(State.NEW, stops_run=stops_run)


def _leave(connection: Connection, item: Item, result: str, **values: Any) -> None:  # noqa: ANN401 (column values)
    """The fenced change that gives up the claim, with the attempt's own history."""
    fenced_update(connection, item, lease_token=None, lease_until=None, **values)
    _end_attempt(connection, item, result, values.get("code"))


def _end_attempt(connection: Connection, item: Item, result: str, code: Code | None) -> None:
    ended = {"of_item": item.id, "of_claim": item.claim_no, "with_result": result, "with_code": code}
    connection.execute(_END_ATTEMPT, ended)


def _complete_by_robot(engine: Engine, item: Item) -> Ending:
    """Without the secret that lots are drawn with the case can't be completed; what was done stays done."""
    try:
        return _complete(engine, item, Outcome.BY_ROBOT, None)
    except ConfigurationError as missing:
        return _wait_for_configuration(engine, item, missing)


def _complete(engine: Engine, item: Item, outcome: Outcome, code: Code | None) -> Ending:
    with engine.begin() as connection:
        fenced(connection, item, _COMPLETE, with_outcome=outcome, with_code=code)
        _end_attempt(connection, item, "completed", code)
        post_item(connection, item, outcome)
        if outcome is Outcome.BY_ROBOT:
            draw(connection, item.id, item.queue)
    return Ending(State.COMPLETED, outcome, code)


# Said for nearly every case, so made once.
_COMPLETE = MINE.values(
    state=State.COMPLETED,
    outcome=bindparam("with_outcome"),
    code=bindparam("with_code"),
    lease_token=None,
    lease_until=None,
    defer_until=None,
    finished_at=now_us(),
    updated_at=now_us(),
)
_END_ATTEMPT = (
    update(attempts)
    .where(attempts.c.item_id == bindparam("of_item"), attempts.c.claim_no == bindparam("of_claim"))
    .values(ended_at=now_us(), result=bindparam("with_result"), code=bindparam("with_code"))
)


def _ask(engine: Engine, item: Item, error: BusinessError | Uncertain) -> Ending:
    with engine.begin() as connection:
        _leave(connection, item, "handed over", state=State.PENDING, code=error.code)
        number = connection.execute(
            select(func.coalesce(func.max(questions.c.number), 0) + 1).where(questions.c.item_id == item.id)
        ).scalar_one()
        connection.execute(
            insert(questions).values(
                item_id=item.id,
                number=number,
                code=error.code,
                act=error.act if isinstance(error, Uncertain) else None,
                act_key=error.key if isinstance(error, Uncertain) else None,
                candidates=list(error.candidates),
                asked_at=now_us(),
            )
        )
    return Ending(State.PENDING, code=error.code)


def _retry_later(engine: Engine, item: Item, error: RetryLater) -> Ending:
    used = item.attempts_used + 1
    with engine.begin() as connection:
        if used >= settings().max_attempts:
            _leave(
                connection,
                item,
                "failed",
                state=State.FAILED,
                code=Code.ATTEMPTS_EXHAUSTED,
                attempts_used=used,
            )
            return Ending(State.FAILED, code=Code.ATTEMPTS_EXHAUSTED)
        wait = error.after.total_seconds() if error.after else FIRST_BACKOFF_SECONDS * 2 ** (used - 1)
        _leave(
            connection,
            item,
            "retry later",
            state=State.NEW,
            code=error.code,
            attempts_used=used,
            defer_until=now_us() + int(wait * MICROSECONDS),
        )
    return Ending(State.NEW, code=error.code)


def _wait_for_system(engine: Engine, item: Item, error: SystemDown) -> Ending:
    with engine.begin() as connection:
        _leave(connection, item, "system down", state=State.NEW, code=error.code)
        notice = let_system_wait(connection, item.queue, error)
    return Ending(State.NEW, code=error.code, notice=notice)


def let_system_wait(connection: Connection, queue: str, error: SystemDown) -> str:
    """Let every queue that needs the system wait; returns the one notice of this pause, or nothing.

    The queue that found out needs it, whether it names the system or not: else its run claims the item again at once.
    """
    wait = int(error.after.total_seconds()) if error.after else SYSTEM_WAIT_SECONDS
    is_news = pause_queue(connection, queue, code=error.code, detail=error.detail, seconds=wait)
    is_news |= pause_system(connection, error.system, detail=error.detail, seconds=wait)
    return f"{error.detail}: every queue that needs {error.system} waits {wait} s" if is_news else ""


def _wait_for_configuration(engine: Engine, item: Item, error: ConfigurationError) -> Ending:
    with engine.begin() as connection:
        _leave(connection, item, "misconfigured", state=State.NEW, code=error.code)
        let_queue_wait(connection, item.queue, error)
    return Ending(State.NEW, code=error.code, stops_run=True, notice=error.detail)


def let_queue_wait(connection: Connection, queue: str, error: ConfigurationError) -> None:
    """Let the queue wait until somebody has had time to set what is missing."""
    pause_queue(connection, queue, code=error.code, detail=error.detail, seconds=CONFIGURATION_WAIT_SECONDS)


def _fail(engine: Engine, item: Item, code: Code, error: BaseException, evidence: Path, *, is_unknown: bool) -> Ending:
    with suppress(OSError):  # a full disk: the item fails all the same
        write_private(evidence / "traceback.txt", "".join(traceback.format_exception(error)))
        note_step(evidence)
        note_error(evidence, error)
    with engine.begin() as connection:
        _leave(connection, item, "failed", state=State.FAILED, code=code)
        connection.execute(
            update(attempts)
            .where(attempts.c.item_id == item.id, attempts.c.claim_no == item.claim_no)
            .values(evidence=str(evidence))
        )
    log.error("%s failed: %s (evidence in %s)", item.label, type(error).__name__, evidence)
    return Ending(State.FAILED, code=code, is_unknown=is_unknown)
