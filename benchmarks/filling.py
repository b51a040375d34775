"""Fill a database by SQL, so that a million rows take seconds: a register, finished cases with their entries, and a line.

Every row is one the product would have written: `gevinst ledger verify` finds nothing wrong with it.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime

from sqlalchemy import Connection, text

from gevinst.ledger.closing import close_month
from gevinst.potentials.baselines import ApproverRole, Measurement, Method, add_baseline, approve
from gevinst.potentials.history import Author
from gevinst.potentials.potential import Phase, Potential
from gevinst.potentials.register import put_potential
from gevinst.store.append_only import LEDGER, create_statements
from gevinst.store.clock import from_datetime

ACTIVITIES = ("acknowledge", "file", "read", "register")
"""What the main job credits a case with, so four entries a case."""
SECONDS = 90
QUEUE = "helbredstillaeg"

_COUNT = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :cases) "


def register(connection: Connection, potentials: int) -> None:
    """Potentials in operation since 2023 with approved baselines of 90 seconds, in 30 units, and one queue."""
    by = Author("PRO", "a benchmark")
    for number in range(1, potentials + 1):
        name = f"P-{number:03d}"
        phases = ((date(2023, 1, 1), Phase.IN_OPERATION),)
        put_potential(connection, Potential(name, name, f"Enhed {number % 30}", "l", "a", "robot", phases=phases), by)
        for activity in ACTIVITIES:
            measured = Measurement(name, activity, SECONDS, Method.STOPWATCH, "M", date(2023, 1, 1))
            baseline = add_baseline(connection, measured)
            approve(connection, baseline, role=ApproverRole.UNIT_LEADER, approved_by="L")
            approve(connection, baseline, role=ApproverRole.PROJECT_OFFICE, approved_by="P")
    connection.execute(text("INSERT INTO queues (name, potential_id) VALUES (:name, 'P-001')"), {"name": QUEUE})


def finished(connection: Connection, cases: int, months: Sequence[str]) -> None:
    """Completed cases number 1 to `cases`, spread over the potentials and months, each with its four entries."""
    connection.execute(text("CREATE TEMPORARY TABLE fill_months (n INTEGER, period TEXT, at BIGINT)"))
    for number, period in enumerate(months):
        middle = from_datetime(datetime(int(period[:4]), int(period[5:]), 15, 12, tzinfo=UTC))
        row = {"n": number, "period": period, "at": middle}
        connection.execute(text("INSERT INTO fill_months VALUES (:n, :period, :at)"), row)
        connection.execute(text("INSERT INTO periods (period) VALUES (:period)"), row)
    connection.execute(
        text(
            "CREATE TEMPORARY TABLE fill_potentials AS SELECT CAST(substr(id, 3) AS INTEGER) - 1 AS n, id, unit, kind"
            " FROM potentials"
        )
    )
    _without_insert_checks(connection)
    counts = {"cases": cases, "months": len(months), "seconds": SECONDS}
    counts["potentials"] = connection.execute(text("SELECT count(*) FROM fill_potentials")).scalar_one()
    for statement in (_ITEMS, _ATTEMPTS, _CREDITS, _ENTRIES):
        connection.execute(text(_COUNT + statement), {**counts, "queue": QUEUE})
    _with_insert_checks(connection)
    _count_on(connection, "items", cases)
    connection.execute(text("DROP TABLE fill_months"))
    connection.execute(text("DROP TABLE fill_potentials"))


_OF_CASE = (
    "FROM n JOIN fill_months m ON m.n = n.i % :months JOIN fill_potentials p ON p.n = n.i % :potentials"
    " CROSS JOIN (SELECT 'acknowledge' AS name UNION SELECT 'file' UNION SELECT 'read' UNION SELECT 'register') a"
)
_ITEMS = (
    "INSERT INTO items (id, queue, reference, content_hash, payload, state, outcome, claim_no, potential_id, flow_run,"
    " code_version, created_at, updated_at, finished_at)"
    " SELECT n.i, :queue, 'done-' || CAST(n.i AS TEXT), 'c', '{}', 'completed', 'by robot', 1, p.id, 'run', '1', m.at,"
    " m.at, m.at FROM n JOIN fill_months m ON m.n = n.i % :months JOIN fill_potentials p ON p.n = n.i % :potentials"
)
_ATTEMPTS = (
    "INSERT INTO attempts (item_id, claim_no, worker, flow_run, code_version, started_at, ended_at, result)"
    " SELECT n.i, 1, 'host:1', 'run', '1', m.at, m.at, 'completed' FROM n JOIN fill_months m ON m.n = n.i % :months"
)
_CREDITS = (
    "INSERT INTO credits (item_id, activity, units, robot_ms, counts_by_person, occurred_at)"
    f" SELECT n.i, a.name, 1, 900, FALSE, m.at {_OF_CASE}"
)
_ENTRIES = (
    "INSERT INTO ledger_entries (kind, role, potential_id, item_id, activity, units, seconds, robot_ms, baseline_id,"
    " unit, potential_kind, occurred_at, recorded_at, period, flow_run)"
    " SELECT 'saving', 'original', p.id, n.i, a.name, 1, :seconds, 900, b.id, p.unit, p.kind, m.at, m.at, m.period,"
    f" 'run' {_OF_CASE} JOIN baselines b ON b.potential_id = p.id AND b.activity = a.name ORDER BY n.i, a.name"
)
_WAITING = (
    "INSERT INTO items (id, queue, reference, content_hash, payload, state, priority, due_at, potential_id, created_at,"
    " updated_at) SELECT n.i + :before, :queue, 'new-' || CAST(n.i AS TEXT), 'c', '{}', 'new', (n.i * 7919) % 3,"
    " CASE WHEN n.i % 2 = 0 THEN :at + (n.i * 7919) % 100003 END, 'P-001', :at, :at FROM n"
)


def close(connection: Connection, months: Sequence[str]) -> None:
    """Close months in order, as the project office did each time one was over."""
    for month in months:
        close_month(connection, month, initials="PRO")


def waiting(connection: Connection, cases: int) -> None:
    """New cases in line, three priorities, every second one with a due date, in no order."""
    before = connection.execute(text("SELECT coalesce(max(id), 0) FROM items")).scalar_one()
    now = from_datetime(datetime.now(UTC))
    connection.execute(text(_COUNT + _WAITING), {"cases": cases, "before": before, "queue": QUEUE, "at": now})
    _count_on(connection, "items", before + cases)


def _count_on(connection: Connection, table: str, last: int) -> None:
    """PostgreSQL gives numbers from a sequence, which doesn't know of rows that brought theirs along."""
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), {last})"))


def _without_insert_checks(connection: Connection) -> None:
    """On SQLite the checks of each insert only make the filling slow; they are there again before anything is timed."""
    if connection.dialect.name == "sqlite":
        for name in _insert_checks():
            connection.execute(text(f"DROP TRIGGER {name}"))


def _with_insert_checks(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        for statement in _insert_checks().values():
            connection.exec_driver_sql(statement)


def _insert_checks() -> dict[str, str]:
    found = [each for each in create_statements("sqlite") if f"BEFORE INSERT ON {LEDGER}" in each]
    return {each.split()[2]: each for each in found}
