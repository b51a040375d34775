"""Figures over 1,000,000 entries against the same sums in bare SQL, and the time of the whole HTML page.

Budget (design, section 10): figures under 2 s and at most 1.5 times the bare SQL; the page under 4 s.
Run: `python -m benchmarks.report [entries]` on SQLite, or with GEVINST_DATABASE_URL on an empty PostgreSQL database.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, insert, text

from gevinst.potentials.baselines import ApproverRole, Measurement, Method, add_baseline, approve
from gevinst.potentials.register import Phase, Potential, put_potential
from gevinst.reports.figures import compute_figures
from gevinst.reports.page import render_page
from gevinst.reports.parameters import seed_illustrative
from gevinst.store.clock import from_datetime, now_us
from gevinst.store.engine import open_engine
from gevinst.store.migrate import upgrade
from gevinst.store.tables import items, ledger_entries, periods, queues

POTENTIALS = 331
ACTIVITIES = ("read", "register", "file", "acknowledge")
MONTHS = [f"{year}-{month:02d}" for year in (2023, 2024, 2025, 2026) for month in range(1, 13)][:47]
CHUNK = 10_000

BARE = (
    "SELECT potential_id, unit, period, kind, baseline_id, sum(seconds), sum(amount_ore), sum(robot_ms)"
    " FROM ledger_entries WHERE period <= '2026-11' GROUP BY potential_id, unit, period, kind, baseline_id",
    "SELECT potential_id, unit, period, count(*) FROM (SELECT potential_id, unit, max(period) AS period FROM"
    " ledger_entries WHERE kind = 'saving' AND role = 'original' AND item_id IS NOT NULL"
    " GROUP BY item_id, potential_id, unit) AS i WHERE period <= '2026-11' GROUP BY potential_id, unit, period",
)
"""What anyone would write by hand for the two sums a page needs, without approvals, rates and reversals."""


def fill(engine: Engine, entries: int) -> None:
    """A register of 331 potentials and `entries` savings over 47 months, four to an item."""
    with engine.begin() as connection:
        _without_insert_triggers(connection)
        _register(connection)
        for period in MONTHS:
            connection.execute(insert(periods).values(period=period))
        connection.execute(insert(queues).values(name="q"))
    now = from_datetime(datetime.now(UTC))
    for start in range(0, entries // len(ACTIVITIES), CHUNK):
        numbers = range(start, min(start + CHUNK, entries // len(ACTIVITIES)))
        with engine.begin() as connection:
            connection.execute(insert(items), [_item(number, now) for number in numbers])
            connection.execute(insert(ledger_entries), [entry for number in numbers for entry in _entries(number, now)])
    with engine.begin() as connection:
        connection.execute(text("ANALYZE"))


def _without_insert_triggers(connection: Connection) -> None:
    """This measures reading; SQLite's insert checks would only make the filling slow."""
    if connection.dialect.name == "sqlite":
        found = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%BEFORE INSERT%'"
        for name in connection.execute(text(found)).scalars().all():
            connection.execute(text(f'DROP TRIGGER "{name}"'))


def _register(connection: Connection) -> None:
    for number in range(1, POTENTIALS + 1):
        name = f"P-{number:03d}"
        phases = ((date(2023, 1, 1), Phase.IN_OPERATION),)
        put_potential(connection, Potential(name, name, f"Enhed {number % 30}", "l", "a", "robot", phases=phases))
        for activity in ACTIVITIES:
            measured = Measurement(name, activity, 90, Method.STOPWATCH, "M", date(2023, 1, 1))
            baseline = add_baseline(connection, measured)
            approve(connection, baseline, role=ApproverRole.UNIT_LEADER, approved_by="L")
            approve(connection, baseline, role=ApproverRole.PROJECT_OFFICE, approved_by="P")
    seed_illustrative(connection)


def _item(number: int, now: int) -> dict[str, object]:
    fixed = {"queue": "q", "content_hash": "c", "payload": {}, "state": "completed", "outcome": "by robot"}
    return fixed | {"id": number + 1, "reference": str(number), "created_at": now, "updated_at": now}


def _entries(number: int, now: int) -> list[dict[str, object]]:
    potential = number % POTENTIALS
    month = MONTHS[number % len(MONTHS)]
    occurred = from_datetime(datetime(int(month[:4]), int(month[5:]), 15, tzinfo=UTC))
    return [
        {
            "kind": "saving",
            "role": "original",
            "potential_id": f"P-{potential + 1:03d}",
            "item_id": number + 1,
            "activity": activity,
            "units": 1,
            "seconds": 90,
            "baseline_id": potential * len(ACTIVITIES) + position + 1,
            "unit": f"Enhed {(potential + 1) % 30}",
            "potential_kind": "robot",
            "occurred_at": occurred,
            "recorded_at": now,
            "period": month,
        }
        for position, activity in enumerate(ACTIVITIES)
    ]


def fastest(work: Callable[[], object], times: int = 3) -> float:
    """Seconds of the fastest of a few runs; the machine is never quiet."""
    spent = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        spent.append(time.perf_counter() - start)
    return min(spent)


def main(entries: int) -> None:
    """Fill, measure, print."""
    with tempfile.TemporaryDirectory() as folder:
        url = os.environ.get("GEVINST_DATABASE_URL") or f"sqlite+pysqlite:///{Path(folder) / 'bench.sqlite'}"
        engine = open_engine(url)
        upgrade(engine)
        fill(engine, entries)
        with engine.connect() as connection:
            assert connection.execute(now_us().select()).scalar_one()
            bare = fastest(lambda: [connection.execute(text(each)).all() for each in BARE])
            ours = fastest(lambda: compute_figures(connection, "2026-11"))
            found = compute_figures(connection, "2026-11")
            assert sum(sums.gross_seconds for sums in found.cells.values()) == 90 * (entries // 4) * 4
            assert sum(sums.cases for sums in found.cells.values()) == entries // 4
            page = fastest(lambda: render_page(compute_figures(connection, "2026-11")), 1)
        engine.dispose()
    print(f"{entries:,} entries on {engine.dialect.name}")
    print(f"bare SQL   {bare:6.2f} s")
    print(f"figures    {ours:6.2f} s   ratio {ours / bare:.2f}   (budget < 2 s and <= 1.5)")
    print(f"HTML page  {page:6.2f} s   (figures included; budget < 4 s)")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
