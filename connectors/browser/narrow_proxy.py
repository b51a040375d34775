"""A proxy of our own that leads to the named origins only: what makes a client certificate safe to show.

Measured (Playwright 1.65, both engines): a context that shows a client certificate talks through Playwright's driver,
which checks the servers of the certificate's own origins, and the browser's check is off for every other one: a
self-signed, an expired and a foreign certificate were all taken, after a redirect too. The driver's connections leave by
the context's proxy, so this one shuts the others.
"""

import base64
import secrets
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

from connectors.browser.origins import host_and_port

if TYPE_CHECKING:
    from playwright.sync_api import ProxySettings

_USER = "gevinst"
_CONNECT_SECONDS = 30.0


@contextmanager
def narrow_proxy(origins: tuple[str, ...], upstream: "ProxySettings | None") -> Iterator["ProxySettings"]:
    """While the body runs: a proxy to these origins, for whoever has the settings it gives; through `upstream` if any."""
    password = secrets.token_urlsafe(24)
    with _Server({host_and_port(each) for each in origins}, _basic(_USER, password), upstream) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield {"server": f"http://127.0.0.1:{server.server_port}", "username": _USER, "password": password}
        finally:
            server.shutdown()
            thread.join()


class _Server(ThreadingHTTPServer):
    """On loopback, with a password: other users of the machine get nothing through it."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, allowed: set[tuple[str, int]], login: str, upstream: "ProxySettings | None") -> None:
        super().__init__(("127.0.0.1", 0), _Tunnel)
        self.allowed = allowed
        self.login = login
        self.upstream = upstream


class _Tunnel(BaseHTTPRequestHandler):
    """CONNECT (RFC 9110, 9.3.6) and nothing else."""

    server: _Server
    protocol_version = "HTTP/1.1"

    def do_CONNECT(self) -> None:
        """Connect the two sides, or refuse."""
        self.close_connection = True
        if not secrets.compare_digest(self.headers.get("Proxy-Authorization", ""), self.server.login):
            self._answer(HTTPStatus.PROXY_AUTHENTICATION_REQUIRED)
            return
        host, _, port = self.path.rpartition(":")
        if (host.strip("[]"), int(port or 0)) not in self.server.allowed:
            self._answer(HTTPStatus.FORBIDDEN)
            return
        try:
            outside = _connected(host.strip("[]"), int(port), self.server.upstream)
        except OSError:
            self._answer(HTTPStatus.BAD_GATEWAY)
            return
        with outside:
            self.send_response_only(HTTPStatus.OK)
            self.end_headers()
            back = threading.Thread(target=_pour, args=(outside, self.connection), daemon=True)
            back.start()
            _pour(self.connection, outside)
            back.join()

    def log_message(self, *_args: object) -> None:
        """Say nothing."""

    def _answer(self, status: HTTPStatus) -> None:
        self.send_response_only(status)
        if status is HTTPStatus.PROXY_AUTHENTICATION_REQUIRED:
            self.send_header("Proxy-Authenticate", 'Basic realm="gevinst"')
        self.send_header("Content-Length", "0")
        self.send_header("Connection", "close")
        self.end_headers()


def _connected(host: str, port: int, upstream: "ProxySettings | None") -> socket.socket:
    """A connection to there; it may stay silent for long, once it stands."""
    way = (host, port) if upstream is None else host_and_port(upstream["server"])
    outside = socket.create_connection(way, timeout=_CONNECT_SECONDS)
    try:
        if upstream is not None:
            _lead_on(outside, host, port, upstream)
    except BaseException:
        outside.close()
        raise
    outside.settimeout(None)
    return outside


def _lead_on(outside: socket.socket, host: str, port: int, upstream: "ProxySettings") -> None:
    """Ask the municipality's proxy for the rest of the way."""
    name = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    lines = [f"CONNECT {name} HTTP/1.1", f"Host: {name}"]
    if user := upstream.get("username"):
        lines.append(f"Proxy-Authorization: {_basic(user, upstream.get('password') or '')}")
    outside.sendall("\r\n".join([*lines, "", ""]).encode())
    head = b""
    while not head.endswith(b"\r\n\r\n"):  # byte by byte: what follows is the tunnel's
        byte = outside.recv(1)
        if not byte:
            raise ConnectionError
        head += byte
    if head.split(maxsplit=2)[1] != b"200":
        raise ConnectionError


def _pour(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(1 << 16):
            target.sendall(data)
    with suppress(OSError):
        target.shutdown(socket.SHUT_WR)


def _basic(user: str, password: str) -> str:
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()
