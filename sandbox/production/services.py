"""Start the example's processes, each when what it needs answers, and end them by the ids they were started with."""

import ssl
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx

from gevinst.settings import ROOT
from sandbox.production.cluster import running_cluster
from sandbox.production.house import House

CADDYFILE = ROOT / "deployments" / "example" / "Caddyfile"
_START_SECONDS = 180
_GRACE_SECONDS = 15
_PYTHON = (sys.executable, "-m")


@contextmanager
def running(house: House, *, worker: bool) -> Iterator[None]:
    """Everything of the example until the body ends; with a worker the deployments are placed as well."""
    with ExitStack() as stack:
        stack.enter_context(running_cluster(house))
        _run(house, house.owners_settings, "gevinst", "database", "upgrade")
        _run(house, house.owners_settings, "gevinst", "database", "grant", "gevinst_app")
        issuer = house.settings["GEVINST_OIDC_ISSUER"]
        options = ("--port", str(house.ports.identity), "--back-to", f"{house.public_url}/log-ind/retur")
        secret = ("--secret-file", str(house.folder / "secrets" / "oidc-client-secret"))
        identity = stack.enter_context(_started(house, house.settings, *_PYTHON, "sandbox.identity", *options, *secret))
        door = ("deployments.door", "--port", str(house.ports.door))
        door_process = stack.enter_context(_started(house, house.settings, *_PYTHON, *door))
        caddy = ("caddy", "run", "--config", str(CADDYFILE), "--adapter", "caddyfile")
        proxy = stack.enter_context(_started(house, house.proxys_settings, *caddy))
        _wait_for(f"{issuer}/.well-known/openid-configuration", identity, house)
        _wait_for(f"{house.api}/ready", door_process, house)
        _wait_for(f"{house.public_url}/api/ready", proxy, house)
        if worker:
            _run(house, house.settings, "deployments.place", "--api", house.api)
            stack.enter_context(_started(house, house.settings, *_PYTHON, "deployments.worker", "--api", house.api))
        yield


def trusting(authority: Path) -> ssl.SSLContext:
    """What a browser would have to trust: the example's own authority, and no other."""
    return ssl.create_default_context(cafile=str(authority))


def _run(house: House, settings: Mapping[str, str], *module: str) -> None:
    """One command, to its end."""
    with house.log.open("ab") as log:
        done = subprocess.run([*_PYTHON, *module], cwd=ROOT, env=settings, stdout=log, stderr=log, check=False)
    if done.returncode:
        raise SystemExit(f"`{' '.join(module)}` failed: see {house.log}")


@contextmanager
def _started(house: House, settings: Mapping[str, str], *command: str) -> Iterator["subprocess.Popen[bytes]"]:
    with house.log.open("ab") as log:
        # A session of its own: Ctrl-C is for us, who end each in its turn.
        process = subprocess.Popen(command, cwd=ROOT, env=settings, stdout=log, stderr=log, start_new_session=True)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(_GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_for(url: str, process: "subprocess.Popen[bytes]", house: House) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if httpx.get(url, timeout=5, verify=_trust_for(url, house)).is_success:
                return
        except (httpx.HTTPError, OSError):
            pass
        time.sleep(0.2)
    raise SystemExit(f"{url} does not answer (exit code {process.poll()}): see {house.log}")


def _trust_for(url: str, house: House) -> ssl.SSLContext | bool:
    """The authority is made by the proxy when it starts: until then there is nothing to trust."""
    return trusting(house.authority) if url.startswith("https:") else False
