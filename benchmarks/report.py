"""Figures over 1,000,000 entries against the same sums in bare SQL, and the time of the whole HTML page.

Every month but the last is closed, as the ledger's rules want it; what the figures take where none is closed is told beside
it. Budget (design, section 10): figures under 2 s and at most 1.5 times the bare SQL; the page under 4 s; figures, page and
workbook together under 300 MB.
"""

import subprocess
import sys

from sqlalchemy import Connection, text

from benchmarks.databases import BOTH, NAMES, fresh, settle
from benchmarks.filling import ACTIVITIES, SECONDS, close, finished, register
from benchmarks.results import Lines, Measured, at_most, ratio
from benchmarks.timing import interleaved, percentile, seconds
from gevinst.reports.figures import compute_figures
from gevinst.reports.page import render_page
from gevinst.reports.parameters import seed_illustrative
from gevinst.store.engine import reading

POTENTIALS = 331
MONTHS = [f"{year}-{month:02d}" for year in (2023, 2024, 2025, 2026) for month in range(1, 13)][:47]
LAST = MONTHS[-1]
ROUNDS = 5

BARE = (
    "SELECT potential_id, unit, period, kind, baseline_id, sum(seconds), sum(amount_ore)"
    f" FROM ledger_entries WHERE period <= '{LAST}' GROUP BY potential_id, unit, period, kind, baseline_id",
    "SELECT potential_id, unit, period, count(*) FROM (SELECT potential_id, unit, max(period) AS period FROM"
    " ledger_entries WHERE kind = 'saving' AND role = 'original' AND item_id IS NOT NULL"
    f" GROUP BY item_id, potential_id, unit) AS i WHERE period <= '{LAST}' GROUP BY potential_id, unit, period",
    "SELECT count(*) FROM credits c JOIN items i ON i.id = c.item_id WHERE i.state = 'completed' AND NOT EXISTS (SELECT 1"
    " FROM ledger_entries e WHERE e.item_id = c.item_id AND e.activity = c.activity AND e.kind = 'saving'"
    " AND e.role = 'original' AND e.item_id IS NOT NULL)",
)
"""What anyone would write by hand for the two sums a page needs and for what is in neither, without approvals, rates,
reversals, and the exceptions list."""


def run(*, quick: bool) -> Lines:
    """Both databases."""
    cases = 5_000 if quick else 250_000
    for dialect in BOTH:
        with fresh(dialect) as engine:
            with engine.begin() as connection:
                register(connection, POTENTIALS)
                seed_illustrative(connection)
                finished(connection, cases, MONTHS)
            settle(engine)
            with reading(engine) as connection:
                still_open = [seconds(lambda each=connection: compute_figures(each, LAST)) for _ in range(ROUNDS)]
            with engine.begin() as connection:
                close(connection, MONTHS[:-1])
            settle(engine)
            with reading(engine) as connection:
                _right(connection, cases)
                found = interleaved(
                    {
                        "bare": lambda each=connection: seconds(
                            lambda: [each.execute(text(sql)).all() for sql in BARE]
                        ),
                        "ours": lambda each=connection: seconds(lambda: compute_figures(each, LAST)),
                        "page": lambda each=connection: seconds(lambda: render_page(compute_figures(each, LAST))),
                    },
                    ROUNDS,
                )
            peak = float(subprocess.check_output([sys.executable, "-m", "benchmarks.report_once", LAST]))
        middle = {name: percentile(spent, 50) for name, spent in found.items()}
        name = f"{NAMES[dialect]}, {cases * len(ACTIVITIES):,} entries"
        yield Measured(f"{name}: the sums in bare SQL", f"{middle['bare']:.2f} s")
        yield Measured(f"{name}: figures, no month closed", f"{percentile(still_open, 50):.2f} s")
        yield at_most(f"{name}: figures", middle["ours"], 2.0, unit="s")
        yield ratio(f"{name}: figures to the bare SQL", middle["ours"], middle["bare"], 1.5)
        yield at_most(f"{name}: the HTML page, figures included", middle["page"], 4.0, unit="s")
        yield at_most(f"{name}: page and workbook, memory", peak, 300, unit="MB")


def _right(connection: Connection, cases: int) -> None:
    """What is measured also counts right."""
    found = compute_figures(connection, LAST)
    assert sum(sums.gross_seconds for sums in found.cells.values()) == SECONDS * cases * len(ACTIVITIES)
    assert sum(sums.cases for sums in found.cells.values()) == cases
