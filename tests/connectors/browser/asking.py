"""A site that asks the browser itself for a login (Basic)."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class AskingSite:
    """How often it was asked for a page, and the logins that came."""

    url: str
    asked: int = 0
    logins: list[str] = field(default_factory=list)


@contextmanager
def asking_site() -> Iterator[AskingSite]:
    """Run one on loopback until the body ends."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            """Let in whoever logs in."""
            site.asked += 1
            if login := self.headers.get("Authorization"):
                site.logins.append(login)
            self.send_response(200 if login else 401)
            self.send_header("WWW-Authenticate", 'Basic realm="arkiv"')
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_args: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        server.block_on_close = False
        site = AskingSite(f"http://127.0.0.1:{server.server_port}")
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield site
        finally:
            server.shutdown()
            thread.join()
