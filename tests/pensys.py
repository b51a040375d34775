"""A running PENSYS for tests: its server in a thread, its state in a file of the test's own."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sandbox.legacy import state
from sandbox.legacy.app import Pensys
from sandbox.legacy.server import Running, running


@dataclass
class RunningPensys:
    """Where it answers, and its database."""

    server: Running
    database: Path

    @property
    def url(self) -> str:
        """Where it answers."""
        return self.server.url

    def rows(self, table: str) -> list[dict[str, Any]]:
        """A whole table."""
        return state.rows(self.database, table)

    def arm(self, fault: state.Fault, *, times: int = 1, match: str = "") -> None:
        """Let a coming request fail."""
        state.arm(self.database, fault, times=times, match=match)

    def use(self, application: Pensys) -> None:
        """Let another application answer at the same address: a PENSYS that is wrong in a way of its own."""
        self.server.use(application)


@contextmanager
def running_pensys(database: Path) -> Iterator[RunningPensys]:
    """Serve on a free port of loopback until the body ends."""
    with running(database) as server:
        yield RunningPensys(server, database)
