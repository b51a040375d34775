"""Many at once: readers with a page open each, *Run* clicked again and again, and a run of a worker's that is busy."""

import asyncio
import itertools
import json
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx

from benchmarks.door_servers import WORKER, Server
from benchmarks.prefect_tasks import ROOT
from gevinst.door.person import Role

READERS, CLICKS_A_SECOND, STEPS_A_SECOND = 50, 10, 2
Question = tuple[str, str, dict[str, Any]]


@dataclass(frozen=True)
class Reading:
    """What a reader's browser asks: each so many seconds the next of these, whose questions go out together."""

    pages: Sequence[Sequence[Question]]
    every: float


_NAMED = {"deployments": {"operator": "and_", "flow_or_deployment_name": {"like_": ""}}}
_UI = Reading(
    [
        [
            ("POST", "/api/deployments/count", {}),
            ("POST", "/api/deployments/count", _NAMED),
            ("POST", "/api/deployments/filter", {"sort": "NAME_ASC"}),
            ("POST", "/api/deployments/filter", {"limit": 10, "sort": "NAME_ASC", **_NAMED}),
            ("POST", "/api/flows/filter", {"sort": "NAME_ASC"}),
            ("POST", "/api/flow_runs/filter", {"sort": "START_TIME_DESC", "limit": 20}),
        ]
    ],
    every=30.0,
)
_OURS = Reading([[("GET", "/sager", {})], [("GET", "/koersler", {})]], every=10.0)
_RUNS = Reading(
    [[("POST", "/api/flow_runs/paginate", {"limit": 10})], [("POST", "/api/flow_runs/count", {})]], every=2.0
)
AS_THE_PAGES, AS_THE_UI_ALONE, PRESSING = (_UI, _OURS), (_UI,), (_RUNS,)
"""Each reader has one of these, in turn."""


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


def crowd(server: Server, readings: Sequence[Reading], seconds: float) -> Spent:
    """Everybody at once for so many seconds; with two kinds of reading half of the readers have each."""
    return asyncio.run(_crowd(server, readings, seconds))


async def _crowd(server: Server, readings: Sequence[Reading], seconds: float) -> Spent:
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
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert busy.stdout is not None
    await busy.stdout.readline()  # it has begun: to load Prefect takes a processor for seconds
    many = httpx.Limits(max_connections=READERS * 6, max_keepalive_connections=READERS * 6)
    async with httpx.AsyncClient(base_url=server.url, limits=many, timeout=30) as client:
        desks = [_Desk(client, headers, spent) for headers in everybody]
        until = time.monotonic() + seconds
        async with asyncio.TaskGroup() as tasks:
            for desk, reading, place in zip(desks, itertools.cycle(readings), itertools.count()):
                tasks.create_task(desk.read(reading, until, delay=place / READERS * reading.every))
            tasks.create_task(desks[0].click(server.deployment, until))
    await busy.communicate()
    return spent


@dataclass
class _Desk:
    """One colleague's browser."""

    client: httpx.AsyncClient
    headers: dict[str, str]
    spent: Spent

    async def read(self, reading: Reading, until: float, *, delay: float) -> None:
        """One page after the other; not all readers at the same moment."""
        await asyncio.sleep(delay)
        for page in itertools.cycle(reading.pages):
            if time.monotonic() >= until:
                return
            began = time.monotonic()
            await asyncio.gather(*(self._ask(question, 200, self.spent.looks) for question in page))
            await asyncio.sleep(max(0.0, reading.every - (time.monotonic() - began)))

    async def click(self, deployment: str, until: float) -> None:
        """*Run*, each tenth of a second, whether the last was answered or not."""
        question: Question = ("POST", f"/api/deployments/{deployment}/create_flow_run", {"parameters": {}})
        async with asyncio.TaskGroup() as clicks:
            while time.monotonic() < until:
                clicks.create_task(self._ask(question, 201, self.spent.clicks))
                await asyncio.sleep(1 / CLICKS_A_SECOND)

    async def _ask(self, question: Question, expected: int, into: list[float]) -> None:
        method, path, body = question
        began = time.perf_counter()
        answer = await self.client.request(
            method, path, json=body if body or method == "POST" else None, headers=self.headers
        )
        into.append((time.perf_counter() - began) * 1000)
        self.spent.failed += answer.status_code != expected
