"""The invented directory's provider, as a test signs in at it: behind a relay that a test can break or let lie."""

import json
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx

from gevinst.settings import ROOT
from sandbox.identity.__main__ import PYTHON

US = "http://127.0.0.1:8720"
"""Where the tests' own pages are, for the provider; nothing listens there."""
SECRET = "klientens hemmelighed i testene"
_START_SECONDS = 60


@dataclass
class Identity:
    """The provider as it is reached through the relay.

    Attributes:
        address: The issuer's.
        answers: Paths whose JSON answer a test alters on its way.
        is_down: Nothing gets through.
    """

    address: str
    answers: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = field(default_factory=dict)
    is_down: bool = False


@contextmanager
def running_identity(folder: Path) -> Iterator[Identity]:
    """The provider in a process of its own, and the relay before it in this one."""
    assert PYTHON.exists(), "the provider has an environment of its own: run `make identity`"
    secret = folder / "oidc-client-secret"
    secret.write_text(SECRET, encoding="utf-8")
    with _relay() as (relay, identity), socket.create_server(("127.0.0.1", 0)) as place:
        known_as = identity.address.removeprefix("http://")
        options = ("--fd", str(place.fileno()), "--known-as", known_as, "--secret-file", str(secret))
        command = [sys.executable, "-m", "sandbox.identity", *options, "--back-to", f"{US}/log-ind/retur"]
        log = folder / "identity.log"
        with (
            log.open("wb") as out,
            subprocess.Popen(command, cwd=ROOT, stdout=out, stderr=out, pass_fds=[place.fileno()]) as process,
        ):
            try:
                relay.behind = f"http://127.0.0.1:{place.getsockname()[1]}"
                described = f"{identity.address}/.well-known/openid-configuration"
                # This waits at the socket until it is served.
                httpx.get(described, timeout=_START_SECONDS).raise_for_status()
                yield identity
            finally:
                process.terminate()


class _Relay(ThreadingHTTPServer):
    behind = ""
    identity: Identity


class _Passing(BaseHTTPRequestHandler):
    server: _Relay

    def do_GET(self) -> None:
        self._pass(b"")

    def do_POST(self) -> None:
        self._pass(self.rfile.read(int(self.headers.get("Content-Length", 0))))

    def _pass(self, body: bytes) -> None:
        identity = self.server.identity
        if identity.is_down:
            self.close_connection = True
            return
        headers = {name: value for name, value in self.headers.items() if name.lower() != "accept-encoding"}
        answer = httpx.request(
            self.command, self.server.behind + self.path, content=body, headers=headers, timeout=_START_SECONDS
        )
        content = answer.content
        alter = identity.answers.get(self.path.partition("?")[0])
        if alter is not None:
            content = json.dumps(alter(answer.json())).encode()
        self.send_response(answer.status_code)
        for name, value in answer.headers.multi_items():
            if name.lower() not in {"content-length", "transfer-encoding", "date", "server", "connection"}:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the library's name)
        """Say nothing."""


@contextmanager
def _relay() -> Iterator[tuple[_Relay, Identity]]:
    with _Relay(("127.0.0.1", 0), _Passing) as relay:
        relay.identity = Identity(f"http://127.0.0.1:{relay.server_port}")
        thread = threading.Thread(target=relay.serve_forever, daemon=True)
        thread.start()
        try:
            yield relay, relay.identity
        finally:
            relay.shutdown()
            thread.join()
