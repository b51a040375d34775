"""`gevinst ledger verify` on 1,000,000 entries, every ended month closed, against one bare pass over the same rows.

No budget is set for it in the design; it must stay something one lets run before a meeting: under a minute.
"""

import time

from sqlalchemy import Connection, Engine, text

from benchmarks.databases import BOTH, NAMES, fresh, settle
from benchmarks.filling import finished, register
from benchmarks.report import MONTHS, POTENTIALS
from benchmarks.results import Lines, Measured, at_most, ratio
from benchmarks.timing import percentile, seconds
from gevinst.ledger.closing import close_month
from gevinst.ledger.export import COLUMNS
from gevinst.ledger.periods import month_of
from gevinst.ledger.verify import verify
from gevinst.store.clock import host_now_us
from gevinst.store.engine import reading

SECONDS = 60.0
AT_A_TIME = 5_000


def run(*, quick: bool) -> Lines:
    """Both databases."""
    cases = 5_000 if quick else 250_000
    for dialect in BOTH:
        with fresh(dialect) as engine:
            fill(engine, cases)
            closed, closing = _close_all(engine)
            settle(engine)
            with reading(engine) as connection:
                assert verify(connection) == []
                ours = seconds(lambda each=connection: verify(each))
                bare = percentile([seconds(lambda each=connection: _one_pass(each)) for _ in range(3)], 50)
        name = f"{NAMES[dialect]}, {cases * 4:,} entries"
        yield Measured(f"{name}: closing {closed} months", f"{closing:.2f} s")
        yield Measured(f"{name}: one bare pass over the rows", f"{bare:.2f} s")
        yield at_most(f"{name}: ledger verify", ours, SECONDS, unit="s")
        yield ratio(f"{name}: ledger verify to the bare pass", ours, bare)


def fill(engine: Engine, cases: int) -> None:
    """Completed cases with their entries, credits and attempts."""
    with engine.begin() as connection:
        register(connection, POTENTIALS)
        finished(connection, cases, MONTHS)
    settle(engine)


def _close_all(engine: Engine) -> tuple[int, float]:
    """Close every month that has ended; how many, and in how many seconds."""
    ended = [month for month in MONTHS if month < month_of(host_now_us())]
    began = time.perf_counter()
    for month in ended:
        with engine.begin() as connection:
            close_month(connection, month, initials="ABC")
    return len(ended), time.perf_counter() - began


def _one_pass(connection: Connection) -> None:
    """Every column of every entry into Python, once."""
    cursor = connection.execution_options(yield_per=AT_A_TIME).execute(
        text(f"SELECT {', '.join(COLUMNS)} FROM ledger_entries")
    )
    for _rows in cursor.partitions():
        pass
