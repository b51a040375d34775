"""PENSYS on a socket: connections are kept alive, and can be dropped without an answer."""

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server
from werkzeug.test import run_wsgi_app

from sandbox.legacy.app import Pensys
from sandbox.legacy.state import create
from sandbox.people import PEOPLE, Person


class Handler(WSGIRequestHandler):
    """Keeps connections alive, as real servers do: only then does a browser send a POST again on a drop."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    timeout = 60  # seconds an idle connection is kept

    def run_wsgi(self) -> None:
        """Answer one request.

        The library's own way closes each connection, or else would read the next request away while it drains this one.
        """
        try:
            body, status, headers = run_wsgi_app(self.server.app, self.make_environ(), buffered=True)
        except ConnectionError:  # PENSYS dropped it
            self.close_connection = True
            return
        content = b"".join(body)
        code, _, reason = status.partition(" ")
        self.send_response(int(code), reason)
        for name, value in headers.items():
            if name.lower() != "content-length":
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log(self, type: str, message: str, *args: object) -> None:  # noqa: A002 (the base class's own name)
        """Say nothing: a query or a form may hold a CPR number."""


@dataclass
class Running:
    """A PENSYS that answers at `url`. Give it another `application` and it is another system at the same address."""

    url: str
    _server: BaseWSGIServer

    def use(self, application: Pensys) -> None:
        """Answer from this application (and its database) from the next request on."""
        self._server.app = application


def make(application: Pensys, port: int = 0) -> BaseWSGIServer:
    """A server on loopback; port 0 means a free one."""
    return make_server("127.0.0.1", port, application, threaded=True, request_handler=Handler)


@contextmanager
def running(database: Path, people: Iterable[Person] = PEOPLE, *, slow_ms: int = 0) -> Iterator[Running]:
    """PENSYS on a thread of this process, for as long as the body runs."""
    create(database, people)
    server = make(Pensys(database, slow_ms))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True, name="pensys")
    thread.start()
    try:
        yield Running(f"http://127.0.0.1:{server.server_port}", server)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
