"""Add 10,000 items, each by its permanent reference, against the same rows in one executemany without any check.

Gevinst looks at each for a CPR number in the reference, for a payload that fits its model, and for one it knows already.
"""

import time

from pydantic import BaseModel
from sqlalchemy import Engine, delete, insert

from benchmarks.databases import BOTH, NAMES, fresh
from benchmarks.filling import QUEUE
from benchmarks.results import Lines, Measured, ratio
from benchmarks.timing import interleaved, percentile
from gevinst.items.queues import Queue, ensure_queue, put_in
from gevinst.store.tables import items

ROUNDS = 5


class Payload(BaseModel):
    """What an item of a mail carries."""

    mailbox: str
    mail: str


LINE = Queue(QUEUE, None, payload=Payload)


def run(*, quick: bool) -> Lines:
    """Both databases; all items in one transaction."""
    count = 1_000 if quick else 10_000
    for dialect in BOTH:
        with fresh(dialect) as engine:
            with engine.begin() as connection:
                ensure_queue(connection, LINE)
            found = interleaved(
                {"ours": lambda each=engine: _ours(each, count), "bare": lambda each=engine: _bare(each, count)}, ROUNDS
            )
        seconds = {name: percentile(spent, 50) for name, spent in found.items()}
        name = f"{NAMES[dialect]}: adding {count:,} items"
        yield Measured(name, f"{seconds['ours']:.2f} s, {count / seconds['ours']:,.0f} a second")
        yield Measured(f"{name} by executemany", f"{seconds['bare']:.2f} s, {count / seconds['bare']:,.0f} a second")
        yield ratio(f"{name}: Gevinst to executemany", seconds["ours"], seconds["bare"])


def _ours(engine: Engine, count: int) -> float:
    began = time.perf_counter()
    with engine.begin() as connection:
        for number in range(count):
            number_given = put_in(
                connection, LINE, reference=f"{number:064x}", content_hash=f"{number:064x}", payload=_payload(number)
            )
            assert number_given is not None
    spent = time.perf_counter() - began
    _empty(engine)
    return spent


def _bare(engine: Engine, count: int) -> float:
    fixed = {"queue": QUEUE, "state": "new", "created_at": 1, "updated_at": 1}
    began = time.perf_counter()
    with engine.begin() as connection:
        rows = [
            {**fixed, "reference": f"{number:064x}", "content_hash": f"{number:064x}", "payload": _payload(number)}
            for number in range(count)
        ]
        connection.execute(insert(items), rows)
    spent = time.perf_counter() - began
    _empty(engine)
    return spent


def _payload(number: int) -> dict[str, str]:
    return {"mailbox": QUEUE, "mail": f"<{number}@example>"}


def _empty(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(delete(items))
