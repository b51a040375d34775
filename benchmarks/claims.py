"""Claim a case, complete it and write its four entries, with 100,000 items in the table, on both databases.

Budget (design, section 10): p99 under 30 ms, and at most 1.5 times the same statements by hand through SQLAlchemy Core.
Gevinst is measured whole: the run's iterator, the heartbeat thread, the error boundary, the fence.
"""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import date, datetime
from typing import Any

from sqlalchemy import Engine, event, insert

from benchmarks import by_hand
from benchmarks.databases import BOTH, NAMES, fresh, settle
from benchmarks.filling import ACTIVITIES, QUEUE, finished, register, waiting
from benchmarks.results import Lines, Measured, at_most, ratio
from benchmarks.sending import plain_engine, through_core, through_psycopg, through_sqlite3
from benchmarks.timing import interleaved, percentile
from gevinst.items.loop import Run
from gevinst.items.queues import Queue
from gevinst.store.clock import host_now_us
from gevinst.store.tables import credits_

P99_MS = 30.0
TO_CORE = 1.5
WARM_UP = 20
MONTHS = [f"2026-{month:02d}" for month in range(1, 11)]

Cycle = Callable[[], float]
"""One case, claimed and completed; milliseconds spent on it."""


def run(*, quick: bool) -> Lines:
    """Both databases."""
    for dialect in BOTH:
        yield from _on(dialect, rows=5_000 if quick else 100_000, rounds=100 if quick else 600)


def _on(dialect: str, *, rows: int, rounds: int) -> Lines:
    with fresh(dialect) as engine, ExitStack() as stack:
        fill(engine, rows)
        plain = plain_engine(engine)
        stack.callback(plain.dispose)
        contenders = {"Gevinst": ours(engine), "Core": core(plain, engine), "driver": driver(engine, stack)}
        _same_statements(engine, contenders["Gevinst"], plain, contenders["Core"])
        interleaved(contenders, WARM_UP)
        found = interleaved(contenders, rounds)
    name = f"{NAMES[dialect]}, {rows:,} items"
    for who, spent in found.items():
        figure = f"p50 {percentile(spent, 50):.2f} ms, p99 {percentile(spent, 99):.2f} ms"
        yield Measured(f"{name}: claim + complete + 4 entries, {who}", figure)
    middle = {who: percentile(spent, 50) for who, spent in found.items()}
    yield at_most(f"{name}: Gevinst's p99", percentile(found["Gevinst"], 99), P99_MS, unit="ms")
    yield ratio(f"{name}: Gevinst to the same by hand in Core", middle["Gevinst"], middle["Core"], TO_CORE)
    yield ratio(f"{name}: Gevinst to the bare driver", middle["Gevinst"], middle["driver"])


def fill(engine: Engine, rows: int) -> None:
    """Half of the items are completed with their entries, half wait in line."""
    with engine.begin() as connection:
        register(connection, 10)
        finished(connection, rows // 2, MONTHS)
        waiting(connection, rows - rows // 2)
    settle(engine)


def ours(engine: Engine) -> Cycle:
    """As a flow does it; the steps between claim and completion are not timed, only their credits are made."""
    cases = iter(Run(engine, Queue(QUEUE, "P-001"), flow_run="run", limit=10**9))

    def cycle() -> float:
        began = time.perf_counter()
        case = next(cases)
        claimed = time.perf_counter()
        _credit(engine, case.item.id)
        resumed = time.perf_counter()
        with case:
            pass
        return (claimed - began + time.perf_counter() - resumed) * 1000

    return cycle


def core(plain: Engine, engine: Engine) -> Cycle:
    """By hand through Core."""
    begin = through_core(plain)
    return _by_hand(begin, engine, datetime.date)


def driver(engine: Engine, stack: ExitStack) -> Cycle:
    """By hand through the driver alone."""
    if engine.dialect.name == "sqlite":
        assert engine.url.database
        begin, close = through_sqlite3(engine.url.database)
        as_day: Callable[[datetime], Any] = lambda at: at.date().isoformat()  # noqa: E731
    else:
        begin, close = through_psycopg(engine)
        as_day = datetime.date
    stack.callback(close)
    return _by_hand(begin, engine, as_day)


def _by_hand(begin: Any, engine: Engine, as_day: Callable[[datetime], date | str]) -> Cycle:  # noqa: ANN401
    def cycle() -> float:
        began = time.perf_counter()
        row = by_hand.claim(begin)
        claimed = time.perf_counter()
        _credit(engine, row.id)
        resumed = time.perf_counter()
        by_hand.complete(begin, row, as_day)
        return (claimed - began + time.perf_counter() - resumed) * 1000

    return cycle


def _credit(engine: Engine, item_id: int) -> None:
    fixed = {"item_id": item_id, "units": 1, "robot_ms": 900, "counts_by_person": False, "occurred_at": host_now_us()}
    with engine.begin() as connection:
        connection.execute(insert(credits_), [{**fixed, "activity": activity} for activity in ACTIVITIES])


def _same_statements(engine: Engine, mine: Cycle, plain: Engine, theirs: Cycle) -> None:
    """The floor is one only if it says what we say."""
    mine()  # the first case of a month also makes the month's row
    ours_said, theirs_said = _said(engine, mine), _said(plain, theirs)
    assert ours_said == theirs_said, "\n".join(["the floor says something else:", *ours_said, "--", *theirs_said])


def _said(engine: Engine, cycle: Cycle) -> list[str]:
    with _listening(engine) as said:
        cycle()
    return [each for each in said if "INTO credits" not in each and not each.startswith("BEGIN")]


@contextmanager
def _listening(engine: Engine) -> Iterator[list[str]]:
    said: list[str] = []

    def hear(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:  # noqa: ANN401
        said.append(re.sub(r"%\(\w+\)s", "?", " ".join(statement.split())))

    event.listen(engine, "before_cursor_execute", hear)
    yield said
    event.remove(engine, "before_cursor_execute", hear)
