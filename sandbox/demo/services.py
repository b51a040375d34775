"""Start what the demo needs, on free ports of loopback, and end it by the ids it was started with."""

import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from gevinst.settings import SignIn
from sandbox.legacy.app import PASSWORD

ROOT = Path(__file__).resolve().parent.parent.parent
_START_SECONDS = 120


@dataclass(frozen=True)
class House:
    """The demo's own folder and everything in it."""

    folder: Path

    @property
    def pensys(self) -> Path:
        """The legacy system's database."""
        return self.folder / "pensys.sqlite"

    @property
    def drop(self) -> Path:
        """Where arriving mail is put down."""
        return self.folder / "mail" / "helbredstillaeg" / "drop"

    @property
    def post(self) -> Path:
        """The generated post with its truth."""
        return self.folder / "post"

    @property
    def log(self) -> Path:
        """What the started processes say, with the runs' own output."""
        return self.folder / "services.log"

    def environment(self) -> dict[str, str]:
        """The settings of this house; its hash key is made once and kept."""
        key = self.folder / "secrets" / "hash-key"
        if not key.exists():
            key.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            key.write_text(secrets.token_hex(32), encoding="utf-8")
        return {
            "GEVINST_DATA_FOLDER": str(self.folder / "data"),
            "GEVINST_MAIL_FOLDER": str(self.folder / "mail"),
            "GEVINST_DIGITALPOST_FOLDER": str(self.folder / "digitalpost"),
            "GEVINST_SECRETS_FOLDER": str(self.folder / "secrets"),
            "GEVINST_SECRET_PENSION_PASSWORD": PASSWORD,
            "PREFECT_HOME": str(self.folder / "prefect"),
            "PREFECT_RESULTS_LOCAL_STORAGE_PATH": str(self.folder / "prefect" / "results"),
        }


@dataclass(frozen=True)
class Running:
    """Where things answer."""

    api: str
    ui: str
    pensys: str


@contextmanager
def running(house: House, mail: Mapping[str, str]) -> Iterator[Running]:
    """The legacy system, the Prefect server with our deployments on it, and a worker, until the body ends.

    `mail` are the settings that lead to the mailbox. This process becomes part of the house: its own settings are the
    house's from here on.
    """
    port = _free_port()
    pensys = f"http://127.0.0.1:{port}"
    os.environ.update(house.environment() | {"GEVINST_PENSION_URL": pensys} | dict(mail))
    legacy = ("sandbox.legacy", "--port", str(port), "--database", str(house.pensys))
    with _started(house, dict(os.environ), *legacy):
        _wait_for(f"{pensys}/", "the legacy system", house)
        with prefect_running(house, dict(os.environ)) as api:
            yield Running(api=api, ui=api.removesuffix("/api"), pensys=pensys)


@contextmanager
def prefect_running(house: House, environment: dict[str, str]) -> Iterator[str]:
    """The Prefect server with our deployments on it, and a worker, in this environment; gives the API's address.

    Where the environment names a way of signing in, the server is behind our door.
    """
    port = _free_port()
    api = f"http://127.0.0.1:{port}/api"
    server = (
        "deployments.door" if environment.get("GEVINST_SIGN_IN", SignIn.NONE) != SignIn.NONE else "deployments.server"
    )
    with _started(house, environment, server, "--port", str(port)):
        _wait_for(f"{api}/ready", "the Prefect server", house)
        with house.log.open("ab") as log:
            command = [sys.executable, "-m", "deployments.place", "--api", api]
            subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=log, stderr=log)
        with _started(house, environment, "deployments.worker", "--api", api):
            yield api


@contextmanager
def _started(house: House, environment: dict[str, str], *module: str) -> Iterator[None]:
    """A process of ours, ended by its id; what it says goes to the house's log."""
    with house.log.open("ab") as log:
        process = subprocess.Popen([sys.executable, "-m", *module], cwd=ROOT, env=environment, stdout=log, stderr=log)
        try:
            yield
        finally:
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(url: str, name: str, house: House) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline:
        try:
            if httpx.get(url, timeout=2).is_success:
                return
        except httpx.HTTPError:
            time.sleep(0.2)
    message = f"{name} did not answer within {_START_SECONDS} s; see {house.log}"
    raise SystemExit(message)
