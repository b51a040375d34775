"""The live page over 1,000,000 entries with 10 readers at once, against one fixed text from bare Starlette.

Every month but the last is closed. Budget (design, section 10): 95 of 100 views under 200 ms. The readers never pause: each
asks for the next view as soon as it has the last, all views in turn, each time of another potential, month, case or filter.
Each server is a process of its
own, as `gevinst serve` is.
"""

import http.client
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import cycle, islice
from pathlib import Path

import psutil
from sqlalchemy import Engine

from benchmarks.databases import BOTH, NAMES, fresh, settle
from benchmarks.filling import ACTIVITIES, close, finished, register
from benchmarks.report import MONTHS, POTENTIALS
from benchmarks.results import Lines, Measured, at_most, ratio
from benchmarks.timing import percentile
from gevinst.ledger.by_hand import Evidence, HandSaving, post_by_hand
from gevinst.reports.parameters import seed_illustrative

READERS = 10
VIEWS_A_READER = 150
MOST_MS, MOST_MB = 200, 300
ROOT = Path(__file__).resolve().parent.parent


def run(*, quick: bool) -> Lines:
    """Both databases."""
    cases = 5_000 if quick else 250_000
    views = 16 if quick else VIEWS_A_READER
    for dialect in BOTH:
        with fresh(dialect) as engine:
            with engine.begin() as connection:
                register(connection, POTENTIALS)
                seed_illustrative(connection)
                finished(connection, cases, MONTHS)
                close(connection, MONTHS[:-1])
            settle(engine)
            name = f"{NAMES[dialect]}, {cases * len(ACTIVITIES):,} entries"
            with served("-m", "gevinst", "serve", "--port", "0") as ours:
                yield Measured(f"{name}: the first view of all", f"{ours.ms('/') / 1000:.2f} s")
                yield Measured(f"{name}: the first drawing", f"{ours.ms('/vejen.svg') / 1000:.2f} s")
                spent = ours.read_by_many(views, lambda reader: addresses(reader, cases))
                _post(engine)
                after = ours.ms("/") / 1000
                most = ours.megabytes()
                text = ours.text("/potentialer")
            with _file(text) as path, served(str(ROOT / "benchmarks/peer_processes/static_page.py"), path) as floor:
                still = floor.read_by_many(views, lambda _reader: cycle(["/potentialer"]))
            yield at_most(f"{name}: a view, p95 of {READERS} readers", percentile(spent, 95), MOST_MS, unit="ms")
            yield Measured(f"{name}: a view, p50", f"{percentile(spent, 50):.2f} ms")
            yield ratio(
                f"{name}: p95 to the longest list as a fixed text", percentile(spent, 95), percentile(still, 95)
            )
            yield Measured(f"{name}: the first view after a posting", f"{after:.2f} s")
            yield at_most(f"{name}: memory of the server", most, MOST_MB, unit="MB")


def addresses(reader: int, cases: int) -> Iterator[str]:
    """What a reader asks for, one after the other."""
    number = reader * 7919
    while True:
        number += 104_729
        case = number % cases + 1
        potential, month = f"P-{case % POTENTIALS + 1:03d}", MONTHS[case % len(MONTHS)]
        yield "/"
        yield f"/potentialer?enhed=Enhed+{number % 30}"
        yield f"/potentialer?side={number % 3 + 1}&periode={('12', 'alt', 'aar', 'maaned')[number % 4]}&til={month}"
        yield f"/potentialer/{potential}"
        yield f"/potentialer/{potential}/{month}"
        yield f"/potentialer/{potential}/{month}/read"
        yield f"/emner/GEV-{case}"
        yield "/maaneder"
        yield "/vejen.svg"
        yield "/undtagelser"


class Server:
    """A server that runs, and its readers."""

    def __init__(self, process: "subprocess.Popen[str]", port: int) -> None:
        self._process, self._port = process, port

    def ms(self, address: str) -> float:
        """How long one view takes."""
        return _ms(http.client.HTTPConnection("127.0.0.1", self._port), address)

    def text(self, address: str) -> bytes:
        """What is answered."""
        connection = http.client.HTTPConnection("127.0.0.1", self._port)
        connection.request("GET", address)
        return connection.getresponse().read()

    def read_by_many(self, views: int, asking: Callable[[int], Iterator[str]]) -> list[float]:
        """All readers at once, each on its own connection; milliseconds of every view."""

        def read(reader: int) -> list[float]:
            connection = http.client.HTTPConnection("127.0.0.1", self._port)
            return [_ms(connection, address) for address in islice(asking(reader), views)]

        with ThreadPoolExecutor(READERS) as readers:
            return [each for found in readers.map(read, range(READERS)) for each in found]

    def megabytes(self) -> float:
        """What it holds."""
        return float(psutil.Process(self._process.pid).memory_info().rss) / 1e6


def _ms(connection: http.client.HTTPConnection, address: str) -> float:
    began = time.perf_counter()
    connection.request("GET", address)
    answer = connection.getresponse()
    answer.read()
    assert answer.status == 200, f"{address}: {answer.status}"
    return (time.perf_counter() - began) * 1000


@contextmanager
def served(*arguments: str) -> Iterator[Server]:
    """A Python program that says its address and serves it, until it is left."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        [sys.executable, *arguments], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment
    ) as process:
        assert process.stdout is not None
        port = re.search(r":(\d+)/", process.stdout.readline())
        assert port is not None
        try:
            yield Server(process, int(port[1]))
        finally:
            process.terminate()


@contextmanager
def _file(content: bytes) -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "page.html"
        path.write_bytes(content)
        yield str(path)


def _post(engine: Engine) -> None:
    with engine.begin() as connection:
        today = datetime.now(UTC).date()
        post_by_hand(connection, HandSaving("one", "P-001", "read", today, 1, Evidence("optalt", "PRO")))
