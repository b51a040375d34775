"""A small web site of the tests' own: pages as given, every request noted, and connections dropped on demand."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True)
class Received:
    """One request as it arrived."""

    method: str
    path: str
    body: str
    cookie: str


@dataclass
class Site:
    """What it shows, what came in, and what it does wrong.

    Attributes:
        pages: The body of each path; every answer to a write is the page `saved`.
        drops: How many coming writes are taken in and then not answered: the connection is closed.
        hangs: Paths that aren't answered before `answer`.
        statuses: Of paths that aren't answered with 200.
        cut: Paths whose answers break off in the middle.
        headers: Of paths whose answers carry more than a page's.
    """

    url: str
    pages: dict[str, str] = field(default_factory=dict)
    received: list[Received] = field(default_factory=list)
    drops: int = 0
    hangs: set[str] = field(default_factory=set)
    statuses: dict[str, int] = field(default_factory=dict)
    cut: set[str] = field(default_factory=set)
    headers: dict[str, dict[str, str]] = field(default_factory=dict)
    _answering: threading.Event = field(default_factory=threading.Event)

    def answer(self) -> None:
        """Answer what hangs."""
        self._answering.set()

    @property
    def writes(self) -> list[Received]:
        """Whatever could have saved something."""
        return [each for each in self.received if each.method != "GET"]


@contextmanager
def running_site() -> Iterator[Site]:
    """Serve on a free port of loopback until the body ends."""

    class Handler(BaseHTTPRequestHandler):
        """Keeps connections alive, as real servers do: only then does a browser send a POST again on a drop."""

        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            """Answer any method alike."""
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            site.received.append(Received(self.command, self.path, body, self.headers.get("Cookie", "")))
            if self.path in site.hangs:
                site._answering.wait()
            if self.command != "GET" and site.drops:
                site.drops -= 1
                self.connection.shutdown(socket.SHUT_RDWR)
                self.close_connection = True
                return
            page = site.pages.get(self.path, "<h1>Gemt</h1>" if self.command != "GET" else "")
            bare = self.path.endswith(".js") or "Content-Type" in site.headers.get(self.path, {})
            content = (page if bare else f"<!DOCTYPE html><meta charset=utf-8>{page}").encode()
            self.send_response(site.statuses.get(self.path, 200))
            kind = "text/javascript" if self.path.endswith(".js") else "text/html"
            for name, value in ({"Content-Type": kind} | site.headers.get(self.path, {})).items():
                self.send_header(name, value)
            self.send_header("Set-Cookie", "besoegt=ja")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            if self.path in site.cut:
                content = content[: len(content) // 2]
                self.close_connection = True
            self.wfile.write(content)

        do_POST = do_PUT = do_GET  # noqa: N815 (the base class's own names)

        def log_message(self, *_args: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        server.block_on_close = False  # the browser keeps its connections open
        site = Site(f"http://127.0.0.1:{server.server_port}")
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield site
        finally:
            site.answer()
            server.shutdown()
            thread.join()
