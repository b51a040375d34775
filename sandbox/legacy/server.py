"""PENSYS on a socket."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sandbox.legacy.app import Pensys
from sandbox.legacy.state import create
from sandbox.people import PEOPLE, Person
from sandbox.web.server import Running, serving


@contextmanager
def running(database: Path, people: Iterable[Person] = PEOPLE, *, slow_ms: int = 0) -> Iterator[Running]:
    """PENSYS on a thread of this process, for as long as the body runs."""
    create(database, people)
    with serving(Pensys(database, slow_ms)) as system:
        yield system
