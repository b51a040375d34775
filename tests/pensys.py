"""A running PENSYS for tests: its server in a thread, its state in a file of the test's own."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from werkzeug.serving import make_server

from sandbox.legacy import state
from sandbox.legacy.__main__ import Handler
from sandbox.legacy.app import Pensys
from sandbox.people import PEOPLE


@dataclass
class RunningPensys:
    """Where it answers, and its database."""

    url: str
    database: Path

    def rows(self, table: str) -> list[dict[str, Any]]:
        """A whole table."""
        return state.rows(self.database, table)

    def arm(self, fault: state.Fault, *, times: int = 1, match: str = "") -> None:
        """Let a coming request fail."""
        state.arm(self.database, fault, times=times, match=match)


@contextmanager
def running_pensys(database: Path) -> Iterator[RunningPensys]:
    """Serve on a free port of loopback until the body ends."""
    state.create(database, PEOPLE)
    server = make_server("127.0.0.1", 0, Pensys(database), threaded=True, request_handler=Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield RunningPensys(f"http://127.0.0.1:{server.server_port}", database)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
