"""Take one case and finish it, against PgQueuer and Procrastinate on the same PostgreSQL with as many waiting.

Budget (design, section 10): Gevinst is faster, although it fences the outcome, keeps the attempt, and writes four entries
in the same transaction. The peers live in `.venv-bench`, which `make bench` makes: PgQueuer brings uvloop, and with that
importable Prefect's server would run on another event loop than the one we prove.
"""

import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from sqlalchemy import Engine, create_engine, text

from benchmarks.claims import WARM_UP, ours
from benchmarks.databases import fresh, settle
from benchmarks.filling import register, waiting
from benchmarks.results import Lines, Measured, ratio
from benchmarks.timing import interleaved, percentile

ROOT = Path(__file__).resolve().parent.parent
BINARIES = ROOT / ".venv-bench/bin"
PEERS = {"PgQueuer": "with_pgqueuer", "Procrastinate": "with_procrastinate"}


def run(*, quick: bool) -> Lines:
    """PostgreSQL only: the peers know no other database."""
    if not BINARIES.exists():
        yield Measured("the peers are not installed: run `make bench`", "not measured", "faster than both", holds=False)
        return
    rows, rounds = (5_000, 60) if quick else (100_000, 400)
    with fresh("postgresql") as engine, ExitStack() as stack:
        with engine.begin() as connection:
            register(connection, 10)
            waiting(connection, rows)
        settle(engine)
        contenders = {"Gevinst": ours(engine)}
        for name, module in PEERS.items():
            contenders[name] = stack.enter_context(_peer(engine, name.lower(), module, rows))
        interleaved(contenders, WARM_UP)
        found = interleaved(contenders, rounds)
    for name, spent in found.items():
        extra = ", 4 entries included" if name == "Gevinst" else ""
        what = f"PostgreSQL, {rows:,} waiting: take + finish, {name}{extra}"
        yield Measured(what, f"p50 {percentile(spent, 50):.2f} ms, p99 {percentile(spent, 99):.2f} ms")
    middle = {name: percentile(spent, 50) for name, spent in found.items()}
    for name in PEERS:
        yield ratio(f"PostgreSQL, {rows:,} waiting: Gevinst to {name}", middle["Gevinst"], middle[name], 1.0)


@contextmanager
def _peer(engine: Engine, database: str, module: str, rows: int) -> Iterator[Callable[[], float]]:
    """A peer with a database of its own on the same server; asked for one job at a time."""
    admin = create_engine(engine.url, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {database}"))
    admin.dispose()
    address = engine.url.set(drivername="postgresql", database=database).render_as_string(hide_password=False)
    command = [BINARIES / "python", "-m", f"benchmarks.peer_processes.{module}", address, str(rows)]
    with subprocess.Popen(command, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        ask, answers = process.stdin, process.stdout
        assert answers.readline() == "ready\n"

        def cycle() -> float:
            ask.write("\n")
            ask.flush()
            return float(answers.readline())

        yield cycle
        ask.close()
