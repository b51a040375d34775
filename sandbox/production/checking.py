"""Look at the running example as a browser would, and as somebody would who wants past the door."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

import httpx
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect
from websockets.typing import Origin, Subprotocol

from deployments.environment import POOL
from gevinst.door.door import WORKER_HEADER
from gevinst.settings import ROOT
from sandbox.identity.signing_in import sign_in
from sandbox.production.house import House
from sandbox.production.services import trusting

_PATIENCE_SECONDS = 60
Seen = tuple[bool, str]


def check(house: House, *, worker: bool) -> Iterator[Seen]:
    """Whether each thing is as it must be, and what was seen."""
    yield from _as_anybody(house)
    yield from _as_a_caseworker(house)
    yield from _as_operations(house)
    if worker:
        yield _equal("a worker is at work", _pool_status(house), "READY")


def _as_anybody(house: House) -> Iterator[Seen]:
    with _browser(house) as browser:
        plain = httpx.get(f"http://localhost:{house.ports.http}/", follow_redirects=False)
        yield _equal(
            "http leads to https", (plain.status_code, plain.headers.get("location")), (308, f"{house.public_url}/")
        )
        first = browser.get("/")
        yield _equal(
            "nobody is signed in", (first.status_code, first.headers.get("location")), (303, "/log-ind?til=%2F")
        )
        yield "max-age" in first.headers.get("strict-transport-security", ""), "browsers are told to come by TLS only"
        yield _equal("Prefect's API is closed", browser.get("/api/admin/settings").status_code, 401)
        token = {WORKER_HEADER: house.secret("worker-token")}
        yield _equal(
            "a worker's secret from outside", browser.get("/api/admin/settings", headers=token).status_code, 401
        )
        at_the_door = httpx.get(f"{house.api}/admin/version", headers=token)
        yield _equal("the same on this machine", at_the_door.status_code, 200)


def _as_a_caseworker(house: House) -> Iterator[Seen]:
    with _browser(house) as browser:
        yield _signed_in(browser, "PEN")
        cookies = [cookie for cookie in browser.cookies.jar if cookie.name == "__Host-gevinst"]
        yield len(cookies) == 1 and cookies[0].secure, "the session's cookie is for this host and TLS alone"
        yield _equal("Prefect's interface", browser.get("/v2/deployments").status_code, 200)
        yield _equal("a variable of operations'", browser.get("/api/variables/name/x").status_code, 403)


def _as_operations(house: House) -> Iterator[Seen]:
    with _browser(house) as browser:
        yield _signed_in(browser, "DRI")
        yield _equal("Prefect's settings", browser.get("/api/admin/settings").status_code, 200)
        yield _equal(
            "Prefect's events by WebSocket", _websocket(house, browser.cookies.get("__Host-gevinst") or ""), 101
        )
        yield _equal("the same by nobody", _websocket(house, ""), 403)
    found = [each for each in _gevinst(house, "doctor") if each["name"] in ("production", "prefect")]
    wrong = [each["detail"] for each in found if not each["ok"]]
    yield len(found) > 1 and not wrong, f"doctor of production: {len(found)} looked at, wrong: {wrong or 'nothing'}"
    made = _gevinst(house, "backup", "make")
    checked = _gevinst(house, "backup", "verify", made["folder"])
    yield checked["problems"] == [], f"a backup of {made['files']} files, made by the application's role"


def _websocket(house: House, session: str) -> int:
    """The status that a WebSocket is answered with."""
    address = f"{house.public_url.replace('https:', 'wss:')}/api/events/out"
    headers = {"Cookie": f"__Host-gevinst={session}"} if session else {}
    trust, protocols = trusting(house.authority), [Subprotocol("prefect")]
    try:
        with connect(
            address, ssl=trust, origin=Origin(house.public_url), additional_headers=headers, subprotocols=protocols
        ) as opened:
            return opened.response.status_code if opened.response else 0
    except InvalidStatus as refused:
        return refused.response.status_code


def _pool_status(house: House) -> str:
    """What Prefect says of the worker's pool, once it has been heard of."""
    token, deadline = {WORKER_HEADER: house.secret("worker-token")}, time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < deadline:
        status = str(httpx.get(f"{house.api}/work_pools/{POOL}", headers=token).json()["status"])
        if status == "READY":
            return status
        time.sleep(0.5)
    return status


def _browser(house: House) -> httpx.Client:
    accept = {"Accept": "text/html,*/*"}
    return httpx.Client(base_url=house.public_url, verify=trusting(house.authority), headers=accept, timeout=30)


def _signed_in(browser: httpx.Client, initials: str) -> Seen:
    """From the first page to the provider and back."""
    asked = browser.get("/log-ind", params={"til": "/"})
    sent = browser.get(asked.headers["location"])
    back = browser.get(sign_in(sent.headers["location"], initials))
    return _equal(f"{initials} signs in at the provider", (back.status_code, back.headers.get("location")), (303, "/"))


def _equal(what: str, seen: object, expected: object) -> Seen:
    return seen == expected, f"{what}: {seen}" + ("" if seen == expected else f", and not {expected}")


def _gevinst(house: House, *command: str) -> Any:  # noqa: ANN401 (JSON)
    done = subprocess.run(
        [sys.executable, "-m", "gevinst", *command, "--json"],
        cwd=ROOT,
        env=house.settings,
        capture_output=True,
        check=False,
    )
    return json.loads(done.stdout)
