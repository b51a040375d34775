"""Four workers on one queue, each case waiting 20 ms for an outside system: nothing twice, and the rate of several.

Budget: at least 2.5 times one worker's rate on PostgreSQL. SQLite is for one host and one writer at a time; its figure is
for information.
"""

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

from sqlalchemy import Engine, func, select

from benchmarks.databases import BOTH, NAMES, fresh, settle
from benchmarks.filling import QUEUE, register, waiting
from benchmarks.results import Lines, Measured
from gevinst.items.model import State
from gevinst.store.tables import attempts, items

ROOT = Path(__file__).resolve().parent.parent
WORKERS = 4
TIMES = 2.5


def run(*, quick: bool) -> Lines:
    """One worker first, then four, on each database."""
    share = 25 if quick else 150
    for dialect in BOTH:
        alone = _rate(dialect, 1, share)
        together = _rate(dialect, WORKERS, share)
        name = NAMES[dialect]
        yield Measured(f"{name}: one worker, 20 ms a step", f"{alone:.1f} cases a second")
        yield Measured(f"{name}: {WORKERS} workers, no case twice", f"{together:.1f} cases a second")
        figure = f"{together / alone:.2f} x"
        if dialect == "postgresql":
            yield Measured(f"{name}: {WORKERS} workers to one", figure, f">= {TIMES} x", together >= TIMES * alone)
        else:
            yield Measured(f"{name}: {WORKERS} workers to one", figure)


def _rate(dialect: str, workers: int, share: int) -> float:
    """Cases a second, from when all start together until the last is done."""
    with fresh(dialect) as engine:
        with engine.begin() as connection:
            register(connection, 1)
            waiting(connection, workers * share)
        settle(engine)
        address = engine.url.render_as_string(hide_password=False)
        command = [sys.executable, "-m", "benchmarks.one_worker", address]
        processes = [
            subprocess.Popen(command, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
            for _ in range(workers)
        ]
        for process in processes:
            assert process.stdout
            assert process.stdout.readline() == "ready\n"
        for process in processes:
            assert process.stdin
            process.stdin.write("go\n")
            process.stdin.flush()
        told = [json.loads(process.communicate()[0]) for process in processes]
        done = Counter(number for each in told for number in each["done"])
        _once_each(engine, done, workers * share)
    return workers * share / (max(each["ended"] for each in told) - min(each["began"] for each in told))


def _once_each(engine: Engine, done: Counter[int], count: int) -> None:
    """By what the workers say they did, and by the database's own history."""
    assert len(done) == count
    assert set(done.values()) == {1}
    with engine.connect() as connection:
        completed = select(func.count()).where(items.c.queue == QUEUE, items.c.state == State.COMPLETED)
        assert connection.execute(completed).scalar_one() == count
        assert connection.execute(select(func.count()).select_from(attempts)).scalar_one() == count
