"""The framework's own time in one case: claim, heartbeat, 6 checkpoints, 5 guarded writes in memory, completion.

Budget (design, section 10): under 1 % of a case of 10 s beyond Prefect's, and under 3 % with it. The steps do nothing and
the outside system is a list, so all that is measured is ours. Prefect's share is that of as many task runs against a local
server of our settings (a flow run's own start is not a case's).
"""

import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from pydantic import BaseModel
from sqlalchemy import Engine

from benchmarks.databases import BOTH, NAMES, fresh, settle
from benchmarks.filling import ACTIVITIES, QUEUE, finished, register, waiting
from benchmarks.prefect_tasks import milliseconds_per_task
from benchmarks.results import Lines, Measured
from benchmarks.timing import percentile
from gevinst.items.act import Look, Ownership
from gevinst.items.case import Case, Credit
from gevinst.items.loop import Run
from gevinst.items.queues import Queue

CASE_MS = 10_000.0
STEPS = 6
WRITES = 5
OURS_PERCENT = 1.0
ALL_PERCENT = 3.0


class Receipt(BaseModel):
    """What the list shows."""

    number: str = ""


@dataclass
class InMemory:
    """An act on a list."""

    outside: list[str]
    key: str
    name: str = "register"
    system: str = "memory"
    deadline: timedelta = timedelta(seconds=20)
    receipt_type: type[Receipt] = Receipt

    def look(self) -> Look[Receipt]:
        """What carries our key."""
        return Look(ours=tuple(Receipt(number=each) for each in self.outside if each == self.key))

    def prepare(self) -> None:
        """Nothing to fill in."""

    def write(self, ownership: Ownership) -> None:
        """Ask the fence, then write."""
        ownership()
        self.outside.append(self.key)


def run(*, quick: bool) -> Lines:
    """Both databases, then Prefect."""
    cases, tasks = (20, 30) if quick else (200, 200)
    ours = {}
    for dialect in BOTH:
        with fresh(dialect) as engine:
            _fill(engine, cases)
            spent = [_case(case) for case in Run(engine, Queue(QUEUE, "P-001"), flow_run="run", limit=cases)]
        ours[dialect] = percentile(spent, 50)
        share = ours[dialect] / CASE_MS * 100
        what = f"{NAMES[dialect]}: ours in a case of 10 s"
        figure = f"{ours[dialect]:.1f} ms, {share:.2f} % (p99 {percentile(spent, 99):.1f} ms)"
        yield Measured(what, figure, f"< {OURS_PERCENT:g} %", share < OURS_PERCENT)
    with TemporaryDirectory() as folder, ExitStack() as stack:
        a_task = milliseconds_per_task(stack, Path(folder), tasks)
    yield Measured("Prefect: one task run against a local server", f"{a_task:.1f} ms")
    for dialect in BOTH:
        share = (ours[dialect] + STEPS * a_task) / CASE_MS * 100
        figure = f"{ours[dialect] + STEPS * a_task:.1f} ms, {share:.2f} %"
        what = f"{NAMES[dialect]}: ours and Prefect's {STEPS} task runs"
        yield Measured(what, figure, f"< {ALL_PERCENT:g} %", share < ALL_PERCENT)


def _fill(engine: Engine, cases: int) -> None:
    with engine.begin() as connection:
        register(connection, 10)
        finished(connection, 5_000, ["2026-01", "2026-02"])
        waiting(connection, cases)
    settle(engine)


def _case(case: Case) -> float:
    """Milliseconds of one case's framework; the claim is measured by `benchmarks.claims` and small beside this."""
    began = time.perf_counter()
    with case:
        outside: list[str] = []
        for number in range(STEPS):
            credit = Credit(ACTIVITIES[number]) if number < len(ACTIVITIES) else None
            case.checkpoint(f"step-{number}", int, _result_of(number), credit)
        for number in range(WRITES):
            case.guarded(InMemory(outside, key=f"{number}"))
    return (time.perf_counter() - began) * 1000


def _result_of(number: int) -> Callable[[], int]:
    return lambda: number
