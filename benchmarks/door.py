"""What the door costs beside Prefect's own server, and whether it holds when many come at once. On PostgreSQL.

Budgets (issue 8): the door adds at most 10 % to the latency of Prefect's API, measured in turns in the same run; with 50
signed-in readers who look every two seconds and 10 Run clicks a second, while a run is busy, nothing fails and 95 of 100
answers come within 300 ms. A busy run is one at the pace of our cases: seven steps every three to four seconds.

A caseworker's search is narrowed by the door, which gives Prefect another question. So it is compared with that question
put to Prefect alone, which is what the door adds; what the narrowing costs is told beside it.
"""

import asyncio
import itertools
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import Engine, create_engine, text

from benchmarks.prefect_tasks import ROOT, wait_for
from benchmarks.results import Lines, Measured, at_most, ratio
from benchmarks.timing import percentile
from gevinst.door.person import Person, Role
from gevinst.door.sessions import begin_session
from gevinst.staff import staff_id
from gevinst.store.engine import open_engine
from gevinst.store.migrate import upgrade
from tests.ports import free_port
from tests.postgresql import running_postgresql

READERS, LOOKS_EVERY, CLICKS_A_SECOND, STEPS_A_SECOND = 50, 2.0, 10, 2
MOST_ADDED, MOST_MS = 1.10, 300
UNIT = "Pension og Ydelser"
WORKER = "a secret of the benchmarks"
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
        bare = stack.enter_context(_served(server, folder, "deployments.server"))
        behind = stack.enter_context(_served(server, folder, "deployments.door"))
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
            wide, narrow = _in_turns(_Turn(bare, body), _Turn(bare, same), method, path, rounds)
            yield Measured("  the narrowed question to the wide one, both to Prefect alone", f"{narrow / wide:.2f}")
        seconds = 5 if quick else 30
        alone, spent = (asyncio.run(_crowd(server, seconds=seconds)) for server in (bare, behind))
        yield Measured(f"{READERS} readers and {CLICKS_A_SECOND} clicks a second: answers", f"{len(spent.ms)}")
        yield at_most("  of them failed", float(spent.failed), 0, unit="answers")
        yield at_most("  p95", percentile(spent.ms, 95), MOST_MS, unit="ms")
        yield Measured("  p95 of Prefect alone, the same crowd", f"{percentile(alone.ms, 95):.2f} ms")
        look, click = statistics.median(spent.looks), statistics.median(spent.clicks)
        yield Measured("  p50 of a look, of a click", f"{look:.1f} and {click:.1f} ms")


@dataclass
class Server:
    """One of the two, with a deployment on it."""

    url: str
    engine: Engine
    deployment: str = ""
    environment: dict[str, str] = field(default_factory=dict)

    def as_(self, role: Role, initials: str = "ABC") -> dict[str, str]:
        """The headers of somebody who is signed in."""
        with self.engine.begin() as connection:
            person = Person(staff_id(connection, initials), initials, frozenset({role}), frozenset({UNIT}))
            token = begin_session(connection, person)
        return {"Cookie": f"gevinst={token}", "Origin": self.url}


@dataclass
class Spent:
    """Milliseconds of each answer."""

    looks: list[float] = field(default_factory=list)
    clicks: list[float] = field(default_factory=list)
    failed: int = 0

    @property
    def ms(self) -> list[float]:
        """Of all."""
        return self.looks + self.clicks


@contextmanager
def _served(server: str, folder: Path, module: str) -> Iterator[Server]:
    """One of the two servers, on databases of its own, with the same deployment and runs."""
    port, name = free_port(), module.rpartition(".")[2]
    admin = create_engine(server.format(database="postgres"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        for database in (f"prefect_{name}", f"ours_{name}"):
            connection.execute(text(f"CREATE DATABASE {database}"))
    admin.dispose()
    environment = {
        **os.environ,
        "GEVINST_DATABASE_URL": server.format(database=f"ours_{name}"),
        "GEVINST_DATA_FOLDER": str(folder / name),
        "GEVINST_SECRET_HASH_KEY": "a key of the benchmarks",
        "GEVINST_SECRET_WORKER_TOKEN": WORKER,
        "GEVINST_SIGN_IN": "password" if name == "door" else "none",
        "PREFECT_SERVER_DATABASE_CONNECTION_URL": server.format(database=f"prefect_{name}").replace(
            "+psycopg", "+asyncpg"
        ),
        "PREFECT_HOME": str(folder / f"home-{name}"),
    }
    engine = open_engine(environment["GEVINST_DATABASE_URL"])
    upgrade(engine)
    running = Server(f"http://127.0.0.1:{port}", engine, environment=environment)
    with (folder / f"{name}.log").open("wb") as log:
        command = [sys.executable, "-m", module, "--port", str(port)]
        with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log) as process:
            try:
                wait_for(f"{running.url}/api/ready")
                running.deployment = _fill(running)
                yield running
            finally:
                process.terminate()
                process.wait()
                engine.dispose()


def _fill(server: Server) -> str:
    with _worker(server) as worker:
        flow = worker.post("/flows/", json={"name": "f"}).json()["id"]
        declared = {"name": "d", "flow_id": flow, "tags": [UNIT], "parameter_openapi_schema": {"type": "object"}}
        deployment = worker.post("/deployments/", json=declared).json()["id"]
        for _ in range(50):
            worker.post(
                "/flow_runs/", json={"flow_id": flow, "deployment_id": deployment, "state": {"type": "COMPLETED"}}
            )
    return str(deployment)


@contextmanager
def _worker(server: Server) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=f"{server.url}/api", headers={"X-Gevinst-Worker": WORKER}) as client:
        client.headers.update(_proof(client.get("/csrf-token", params={"client": "worker"}).json(), "worker"))
        yield client


def _proof(answer: dict[str, Any], client: str) -> dict[str, str]:
    return {"Prefect-Csrf-Token": answer["token"], "Prefect-Csrf-Client": client}


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
        for name, turn, into in zip("ab", (first, second), spent, strict=True):
            client = stack.enter_context(httpx.Client(base_url=f"{turn.server.url}/api", headers=turn.headers))
            client.headers.update(_proof(client.get("/csrf-token", params={"client": name}).json(), name))
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


async def _crowd(server: Server, *, seconds: float) -> Spent:
    """Everybody at once, while a flow of a worker's is busy."""
    spent = Spent()
    everybody = [server.as_(Role.CASEWORKER, f"A{number}") for number in range(READERS)]
    busy = await asyncio.create_subprocess_exec(
        *(
            sys.executable,
            "-m",
            "benchmarks.prefect_tasks",
            str(int(seconds * STEPS_A_SECOND)),
            str(1 / STEPS_A_SECOND),
        ),
        cwd=ROOT,
        env={
            **server.environment,
            "PREFECT_API_URL": f"{server.url}/api",
            "PREFECT_CLIENT_CUSTOM_HEADERS": json.dumps({"X-Gevinst-Worker": WORKER}),
        },
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    many = httpx.Limits(max_connections=READERS + 50, max_keepalive_connections=READERS + 50)
    async with httpx.AsyncClient(base_url=f"{server.url}/api", limits=many, timeout=30) as client:
        desks = [Desk(client, headers | await _proven(client, headers), spent) for headers in everybody]
        until = time.monotonic() + seconds
        async with asyncio.TaskGroup() as crowd:
            for number, desk in enumerate(desks):
                crowd.create_task(desk.read(until, number))
            crowd.create_task(desks[0].click(server.deployment, until))
    await busy.wait()
    return spent


async def _proven(client: httpx.AsyncClient, headers: dict[str, str]) -> dict[str, str]:
    """What Prefect itself asks of whoever changes something."""
    name = headers["Cookie"]
    answer = await client.get("/csrf-token", params={"client": name}, headers=headers)
    return _proof(answer.json(), name)


@dataclass
class Desk:
    """One colleague's browser."""

    client: httpx.AsyncClient
    headers: dict[str, str]
    spent: Spent

    async def read(self, until: float, number: int) -> None:
        """Look at one list after the other."""
        await asyncio.sleep(number / READERS * LOOKS_EVERY)
        for turn in itertools.count(number):
            if time.monotonic() >= until:
                return
            began = time.perf_counter()
            method, path, body = ASKED[turn % len(ASKED)]
            await self._ask(method, path, body, 200, self.spent.looks)
            await asyncio.sleep(max(0.0, LOOKS_EVERY - (time.perf_counter() - began)))

    async def click(self, deployment: str, until: float) -> None:
        """*Run*, each tenth of a second, whether the last was answered or not."""
        path = f"/deployments/{deployment}/create_flow_run"
        async with asyncio.TaskGroup() as clicks:
            while time.monotonic() < until:
                clicks.create_task(self._ask("POST", path, {"parameters": {}}, 201, self.spent.clicks))
                await asyncio.sleep(1 / CLICKS_A_SECOND)

    async def _ask(self, method: str, path: str, body: Any, expected: int, into: list[float]) -> None:  # noqa: ANN401
        began = time.perf_counter()
        answer = await self.client.request(method, path, json=body, headers=self.headers)
        into.append((time.perf_counter() - began) * 1000)
        self.spent.failed += answer.status_code != expected
