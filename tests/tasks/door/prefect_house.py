"""Prefect's real server behind our door, in a process of its own, with two units' deployments, runs and what runs leave."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import Engine
from tenacity import Retrying, retry_if_exception_type, retry_if_result, stop_after_delay, wait_fixed

from gevinst.settings import ROOT
from gevinst.store.engine import open_engine
from tests.gevinst.core import register_potential
from tests.gevinst.door.visitors import Visitor, visiting
from tests.ports import free_port

WORKER = "en hemmelighed, kun arbejdere har"
HEADER = "X-Gevinst-Worker"
OURS, THEIRS = "Pension og Ydelser", "Borgerservice"


class Patient(httpx.BaseTransport):
    """As Prefect's own client: a server on SQLite answers 503 while it writes something else, and is asked again."""

    def __init__(self, transport: httpx.BaseTransport) -> None:
        self._transport = transport

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send it, some times if need be."""
        waiting = Retrying(
            stop=stop_after_delay(30),
            wait=wait_fixed(0.2),
            retry=retry_if_result(lambda answer: answer.status_code == httpx.codes.SERVICE_UNAVAILABLE),
        )
        answer: httpx.Response = waiting(self._transport.handle_request, request)
        return answer


@dataclass
class Belongings:
    """All that one unit has in Prefect, by what it is; each id is nobody else's."""

    unit: str
    deployment: str = ""
    flow: str = ""
    runs: list[str] = field(default_factory=list)
    task_runs: list[str] = field(default_factory=list)
    artifacts: list[str] = field(default_factory=list)
    name: str = ""

    @property
    def marks(self) -> list[str]:
        """What must not be seen by another unit."""
        return [self.deployment, self.flow, self.name, *self.runs, *self.task_runs, *self.artifacts]


@dataclass(frozen=True)
class PrefectHouse:
    """The door as it runs."""

    url: str
    engine: Engine
    worker: httpx.Client
    ours: Belongings
    theirs: Belongings

    @contextmanager
    def as_colleague(self, initials: str) -> Iterator[Visitor]:
        """Signed in."""
        with visiting(self.url, initials, transport=Patient(httpx.HTTPTransport())) as visitor:
            visitor.client.headers["Accept"] = "application/json"
            yield visitor


@contextmanager
def prefect_behind_door(folder: Path, database: Path) -> Iterator[PrefectHouse]:
    """Start it on a copy of an empty database of ours, fill it as a worker would, and end it."""
    ours = folder / "gevinst.sqlite"
    ours.write_bytes(database.read_bytes())
    port = free_port()
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "GEVINST_DATABASE_URL": f"sqlite+pysqlite:///{ours}",
        "GEVINST_DATA_FOLDER": str(folder / "data"),
        "GEVINST_SECRET_HASH_KEY": "a key of the tests",
        "GEVINST_SECRET_WORKER_TOKEN": WORKER.encode().decode("latin-1"),
        "GEVINST_SIGN_IN": "password",
        "GEVINST_USERS_FILE": str(folder / "users.yaml"),
        "PREFECT_HOME": str(folder / "prefect"),
    }
    engine = open_engine(environment["GEVINST_DATABASE_URL"])
    register_potential(engine)
    log = (folder / "door.log").open("w")
    command = [sys.executable, "-m", "deployments.door", "--port", str(port)]
    with log, subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log) as process:
        try:
            url = f"http://127.0.0.1:{port}"
            _wait_for(url, process, folder / "door.log")
            headers = {HEADER: environment["GEVINST_SECRET_WORKER_TOKEN"]}
            again = Patient(httpx.HTTPTransport())
            with httpx.Client(base_url=f"{url}/api", headers=headers, timeout=30, transport=again) as worker:
                yield PrefectHouse(url, engine, worker, _belongings(worker, OURS), _belongings(worker, THEIRS))
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=60)
            engine.dispose()


def wait_for_deployment(client: httpx.Client, number: str) -> None:
    """The door looks at the deployments every few seconds."""
    waiting = Retrying(stop=stop_after_delay(30), wait=wait_fixed(0.2), retry=retry_if_result(lambda there: not there))
    waiting(lambda: client.get(f"/api/deployments/{number}").is_success)


def _wait_for(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    def ready() -> bool:
        assert process.poll() is None, log.read_text()
        return httpx.get(f"{url}/api/ready", timeout=5).is_success

    waiting = Retrying(
        stop=stop_after_delay(120),
        wait=wait_fixed(0.2),
        retry=retry_if_exception_type(httpx.HTTPError) | retry_if_result(lambda is_ready: not is_ready),
    )
    waiting(ready)


def _belongings(worker: httpx.Client, unit: str) -> Belongings:
    """A deployment with a run that has a step, a log line and an artifact, and one that waits."""
    of = Belongings(unit, name=f"proces-{unit.split(maxsplit=1)[0].lower()}")

    def made(path: str, **body: Any) -> Any:
        answer = worker.post(path, json=body)
        assert answer.is_success, answer.text
        return answer.json()

    of.flow = made("/flows/", name=f"flow-{of.name}")["id"]
    schema = {
        "type": "object",
        "properties": {"bestilling": {"$ref": "#/definitions/RunForm"}},
        "required": ["bestilling"],
        "definitions": {
            "RunForm": {
                "type": "object",
                "additionalProperties": False,
                "required": ["initialer"],
                "properties": {
                    "art": {"type": "string", "default": "kørsel"},
                    "antal": {"type": "integer", "default": 200},
                    "sag": {"type": "integer", "default": 0},
                    "initialer": {"type": "string", "pattern": "^[A-Z]{2,8}$"},
                },
            }
        },
    }
    of.deployment = made(
        "/deployments/",
        name=of.name,
        flow_id=of.flow,
        tags=[unit, "P-042"],
        parameter_openapi_schema=schema,
        enforce_parameter_schema=True,
    )["id"]
    for state in ("COMPLETED", "SCHEDULED"):
        run = made(
            "/flow_runs/",
            name=f"kørsel-{of.name}-{state}",
            flow_id=of.flow,
            deployment_id=of.deployment,
            tags=[unit],
            state={"type": state},
        )["id"]
        of.runs.append(run)
    step = {"name": f"trin-{of.name}", "task_key": "trin", "dynamic_key": "0", "state": {"type": "COMPLETED"}}
    of.task_runs.append(made("/task_runs/", flow_run_id=of.runs[0], **step)["id"])
    left = {"key": f"resultat-{of.name}", "type": "markdown", "data": f"resultat af {of.name}"}
    of.artifacts.append(made("/artifacts/", flow_run_id=of.runs[0], **left)["id"])
    line = {"name": "prefect", "level": 20, "message": f"linje af {of.name}", "timestamp": "2026-11-27T12:00:00Z"}
    assert worker.post("/logs/", json=[{**line, "flow_run_id": of.runs[0]}]).is_success
    return of
