"""A forward proxy of the tests' own, that asks for a login and notes what goes through it."""

import base64
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

USER, PASSWORD = "robot-proxy", "hemmelig-proxy"
_LOGIN = "Basic " + base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()


@dataclass
class ForwardProxy:
    """What it let through, as `host:port`; and how many requests it sent back for a login."""

    url: str
    passed: list[str] = field(default_factory=list)
    sent_back: int = 0


@contextmanager
def forward_proxy() -> Iterator[ForwardProxy]:
    """Run one on loopback until the body ends."""

    class Handler(BaseHTTPRequestHandler):
        def _is_let_in(self) -> bool:
            if self.headers.get("Proxy-Authorization") == _LOGIN:
                return True
            proxy.sent_back += 1
            self.send_response(407)
            self.send_header("Proxy-Authenticate", 'Basic realm="proxy"')
            self.send_header("Content-Length", "0")
            self.end_headers()
            return False

        def do_GET(self) -> None:
            """Fetch it and hand it on."""
            if not self._is_let_in():
                return
            target = urlsplit(self.path)
            proxy.passed.append(target.netloc)
            outside = HTTPConnection(target.netloc)
            outside.request("GET", target.path or "/")
            answer = outside.getresponse()
            content = answer.read()
            self.send_response(answer.status)
            self.send_header("Content-Type", answer.headers["Content-Type"])
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)
            outside.close()

        def do_CONNECT(self) -> None:
            """Join the two ends."""
            self.close_connection = True
            if not self._is_let_in():
                return
            proxy.passed.append(self.path)
            host, _, port = self.path.rpartition(":")
            with socket.create_connection((host, int(port))) as outside:
                self.send_response_only(200)
                self.end_headers()
                back = threading.Thread(target=_pour, args=(outside, self.connection), daemon=True)
                back.start()
                _pour(self.connection, outside)
                back.join()

        def log_message(self, *_args: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        server.block_on_close = False
        proxy = ForwardProxy(f"http://127.0.0.1:{server.server_port}")
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield proxy
        finally:
            server.shutdown()
            thread.join()


def _pour(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(1 << 16):
            target.sendall(data)
    with suppress(OSError):
        target.shutdown(socket.SHUT_WR)
