"""An invented web system on a socket: connections are kept alive, and can be dropped without an answer."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server
from werkzeug.test import run_wsgi_app

from sandbox.web.application import Application
from sandbox.web.database import kept_open, rows
from sandbox.web.faults import Fault, arm


class Handler(WSGIRequestHandler):
    """Keeps connections alive, as real servers do: only then does a browser send a POST again on a drop."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    timeout = 60  # seconds an idle connection is kept

    def run_wsgi(self) -> None:
        """Answer one request, piece by piece where the answer comes so; every answer must tell its Content-Length.

        The library's own way closes each connection, or else would read the next request away while it drains this one.
        """
        try:
            body, status, headers = run_wsgi_app(self.server.app, self.make_environ())
            code, _, reason = status.partition(" ")
            self.send_response(int(code), reason)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            for piece in body:
                self.wfile.write(piece)
        except ConnectionError:  # the system dropped it, or the browser left
            self.close_connection = True

    def log(self, type: str, message: str, *args: object) -> None:  # noqa: A002 (the base class's own name)
        """Say nothing: a query or a form may hold a CPR number."""


@dataclass
class Running:
    """A system that answers at `url`, with its database for tests to read and to arm faults in."""

    url: str
    database: Path
    _server: BaseWSGIServer

    def rows(self, table: str) -> list[dict[str, Any]]:
        """A whole table."""
        return rows(self.database, table)

    def arm(self, fault: Fault, *, times: int = 1, match: str = "") -> None:
        """Let coming requests that hold every word of `match` fail like that."""
        arm(self.database, fault, times=times, match=match)

    def use(self, application: Application[Any]) -> None:
        """Answer from this application (and its database) from the next request on."""
        self._server.app = application


@contextmanager
def serving(application: Application[Any], *, port: int = 0, host: str = "127.0.0.1") -> Iterator[Running]:
    """The system on a thread of this process, for as long as the body runs. `host` is how its `url` names loopback."""
    server = make_server("127.0.0.1", port, application, threaded=True, request_handler=Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        with kept_open(application.database):
            yield Running(f"http://{host}:{server.server_port}", application.database, server)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
