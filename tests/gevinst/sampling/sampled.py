"""What the tests of the sample share: cases the robot completes, all of them drawn, and people who check them."""

from datetime import UTC, datetime

from sqlalchemy import Engine

from gevinst.items.case import Case, Credit
from gevinst.items.queues import Queue, ensure_queue, put_in
from gevinst.ledger.human_time import TimeBand
from gevinst.sampling.checking import Checked, Finding, check
from gevinst.sampling.listing import Drawn, drawn_items
from gevinst.sampling.words import ErrorKind, Result
from gevinst.store import clock
from tests.gevinst.core import QUEUE, put, run


def at(day: str) -> None:
    """Let the clock stand at noon of a day."""
    noon = clock.from_datetime(datetime.fromisoformat(f"{day}T12:00:00").replace(tzinfo=UTC))
    clock.offset.microseconds = 0
    clock.offset.microseconds = noon - clock.host_now_us()


def work(case: Case) -> None:
    """Read once and register twice: 180 seconds of a person's by the tests' baselines."""
    case.checkpoint("read", str, lambda: "", Credit("read"))
    case.checkpoint("register", str, lambda: "", Credit("register", units=2))


def completed(engine: Engine, *references: str) -> list[int]:
    """Items the robot has completed."""
    numbers = [put(engine, reference) for reference in references]
    run(engine, work)
    return numbers


def put_many(engine: Engine, count: int, queue: Queue = QUEUE) -> list[int]:
    """Many new items in one transaction."""
    with engine.begin() as connection:
        ensure_queue(connection, queue)
        found = [
            put_in(connection, queue, reference=f"{queue.name} {number}", content_hash="c", payload={})
            for number in range(count)
        ]
    return [number for number in found if number is not None]


def says(
    engine: Engine,
    number: int,
    result: Result = Result.IN_ORDER,
    error: ErrorKind = ErrorKind.NONE,
    *,
    time: TimeBand = TimeBand.NOT_GIVEN,
    initials: str = "KON",
) -> Checked:
    """A person checks an item."""
    with engine.begin() as connection:
        return check(connection, number, Finding(result, error, time), initials=initials)


def sample_of(engine: Engine, *, waiting: bool = False) -> dict[int, Drawn]:
    """The sample by item number."""
    with engine.connect() as connection:
        return {each.item_id: each for each in drawn_items(connection, waiting=waiting)}
