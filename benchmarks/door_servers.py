"""Prefect's own server and the same behind the door, each on databases of its own, with the same deployment and runs."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import httpx
from sqlalchemy import Engine, create_engine, text

from benchmarks.prefect_tasks import ROOT, wait_for
from deployments.environment import environment
from gevinst.door.person import Person, Role
from gevinst.door.sessions import begin_session
from gevinst.staff import staff_id
from gevinst.store.engine import open_engine
from gevinst.store.migrate import upgrade
from tests.ports import free_port

UNIT = "Pension og Ydelser"
WORKER = "a secret of the benchmarks"


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


@contextmanager
def served(server: str, folder: Path, name: str) -> Iterator[Server]:
    """`bare`, which is Prefect's own command with the settings it has behind the door, or the `door`.

    Each has databases of its own, with the same deployment and runs.
    """
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    admin = create_engine(server.format(database="postgres"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        for database in (f"prefect_{name}", f"ours_{name}"):
            connection.execute(text(f"CREATE DATABASE {database}"))
    admin.dispose()
    ours = {
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
    engine = open_engine(ours["GEVINST_DATABASE_URL"])
    upgrade(engine)
    settings = {**environment(f"{url}/api"), **ours, "PREFECT_SERVER_API_CSRF_PROTECTION_ENABLED": "false"}
    running = Server(url, engine, environment=settings)
    with (folder / f"{name}.log").open("wb") as log:
        prefect = ("prefect", "server", "start", "--host", "127.0.0.1")
        program = prefect if name == "bare" else ("deployments.door",)
        command = [sys.executable, "-m", *program, "--port", str(port)]
        with subprocess.Popen(command, cwd=ROOT, env=settings, stdout=log, stderr=log) as process:
            try:
                wait_for(f"{running.url}/api/ready")
                running.deployment = _fill(running)
                yield running
            finally:
                process.terminate()
                process.wait()
                engine.dispose()


@contextmanager
def behind_caddy(server: Server, folder: Path) -> Iterator[Server]:
    """The same server behind a proxy that asks nobody anything: what the way that ADR 18 didn't take costs at least."""
    port = free_port()
    config = folder / "Caddyfile"
    config.write_text(
        f"{{\n  admin off\n  auto_https off\n}}\nhttp://127.0.0.1:{port} {{\n  reverse_proxy {server.url}\n}}\n"
    )
    command = ["caddy", "run", "--adapter", "caddyfile", "--config", str(config)]
    home = {**os.environ, "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
    with (
        (folder / "caddy.log").open("wb") as log,
        subprocess.Popen(command, env=home, stdout=log, stderr=log) as process,
    ):
        try:
            wait_for(f"http://127.0.0.1:{port}/api/ready")
            yield replace(server, url=f"http://127.0.0.1:{port}")
        finally:
            process.terminate()
            process.wait()


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
        yield client
