"""What the door costs beside Prefect's own server, and whether it holds when many come at once. On PostgreSQL.

Budgets (issue 8): the door adds at most 10 % to the latency of Prefect's API, measured in turns in the same run; with 50
signed-in readers and 10 Run clicks a second, while a run is busy, nothing fails and 95 of 100 answers come within 300 ms.

Half of the readers have the UI's list of deployments open, which asks six questions every thirty seconds (listened to in
Chromium, Prefect 3.8.8); half open one page of ours after the other, one each ten seconds. A busy run is one at the pace of
our cases: seven steps every three to four seconds. Beside it, what the server bears when the same readers ask for one list
of runs each every two seconds, a quarter of what the UI's page of fifty runs asks; that has no budget.

A caseworker's search is narrowed by the door, which gives Prefect another question. So it is compared with that question
put to Prefect alone, which is what the door adds; what the narrowing costs is told beside it, and what a proxy would cost.
"""

import statistics
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from benchmarks.crowd import AS_THE_PAGES, AS_THE_UI_ALONE, CLICKS_A_SECOND, PRESSING, READERS, crowd
from benchmarks.door_servers import Server, behind_caddy, served
from benchmarks.results import Lines, Measured, at_most, ratio
from benchmarks.timing import percentile
from gevinst.door.person import Role
from tests.postgresql import running_postgresql

MOST_ADDED, MOST_MS = 1.10, 300
ASKED = (
    ("POST", "/flow_runs/paginate", {"limit": 10}),
    ("POST", "/deployments/paginate", {"limit": 10}),
    ("POST", "/flow_runs/count", {}),
)
"""What the UI asks for on its list of runs and on its list of deployments."""


def run(*, quick: bool) -> Lines:
    """Latency in turns, then the crowd."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        server = stack.enter_context(running_postgresql(durable=True))
        bare = stack.enter_context(served(server, folder, "bare"))
        behind = stack.enter_context(served(server, folder, "door"))
        caddy = stack.enter_context(behind_caddy(bare, folder))
        rounds = 20 if quick else 300
        for method, path, body in ASKED:
            same = body | {"deployments": {"id": {"any_": [bare.deployment]}}}
            for who, role, question in (
                ("operations", Role.OPERATIONS, body),
                ("a caseworker", Role.CASEWORKER, same),
            ):
                plain, guarded = _in_turns(
                    _Turn(bare, question), _Turn(behind, body, behind.as_(role)), method, path, rounds
                )
                yield ratio(f"{path} as {who}: the door to Prefect alone", guarded, plain, MOST_ADDED)
                yield Measured("  Prefect alone, and through the door, median", f"{plain:.2f} and {guarded:.2f} ms")
            plain, proxied = _in_turns(_Turn(bare, body), _Turn(caddy, body), method, path, rounds)
            yield Measured("  a proxy that asks nothing, Caddy, to Prefect alone", f"{proxied / plain:.2f}")
            wide, narrow = _in_turns(_Turn(bare, body), _Turn(bare, same), method, path, rounds)
            yield Measured("  the narrowed question to the wide one, both to Prefect alone", f"{narrow / wide:.2f}")
        yield from _crowds(bare, behind, seconds=5 if quick else 60)


def _crowds(bare: Server, behind: Server, *, seconds: float) -> Lines:
    """Those whom the budget is about, and those who press harder than the UI does."""
    spent, alone = crowd(behind, AS_THE_PAGES, seconds), crowd(bare, AS_THE_UI_ALONE, seconds)
    yield Measured(f"{READERS} readers and {CLICKS_A_SECOND} clicks a second: answers", f"{len(spent.ms)}")
    yield at_most("  of them failed", float(spent.failed), 0, unit="answers")
    yield at_most("  p95", percentile(spent.ms, 95), MOST_MS, unit="ms")
    look, click = statistics.median(spent.looks), statistics.median(spent.clicks)
    yield Measured("  p50 of a look, of a click", f"{look:.1f} and {click:.1f} ms")
    yield Measured("  p95 of Prefect alone, where half of them aren't", f"{percentile(alone.ms, 95):.1f} ms")
    pressed, alone = crowd(behind, PRESSING, seconds), crowd(bare, PRESSING, seconds)
    p95 = percentile(pressed.ms, 95), percentile(alone.ms, 95)
    yield Measured("  p95 where each asks every two seconds, and of Prefect alone", f"{p95[0]:.0f} and {p95[1]:.0f} ms")
    yield Measured("  of those failed", f"{pressed.failed} and {alone.failed}")


@dataclass
class _Turn:
    """Which server is asked what, by whom."""

    server: Server
    body: dict[str, Any]
    headers: dict[str, str] = field(default_factory=dict)


def _in_turns(first: _Turn, second: _Turn, method: str, path: str, rounds: int) -> tuple[float, float]:
    """Median milliseconds of both, each asked right after the other."""
    spent: tuple[list[float], list[float]] = ([], [])
    with ExitStack() as stack:
        asking = []
        for turn, into in zip((first, second), spent, strict=True):
            client = stack.enter_context(httpx.Client(base_url=f"{turn.server.url}/api", headers=turn.headers))
            asking.append((client, turn.body, into))
        for number in range(rounds + 10):
            for client, body, into in asking:
                began = time.perf_counter()
                answer = client.request(method, path, json=body)
                took = (time.perf_counter() - began) * 1000
                assert answer.status_code == 200, answer.text
                if number >= 10:
                    into.append(took)
    return statistics.median(spent[0]), statistics.median(spent[1])
