"""The finance system on two sockets: itself, and the identity page under loopback's other name."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sandbox.erp.app import KoebOgBetal
from sandbox.erp.books import create
from sandbox.erp.identity import Identity
from sandbox.web.application import SESSION_SECONDS
from sandbox.web.server import Running, serving

OTHER_HOST = "localhost"
"""A name of its own for the identity page: cookies don't heed ports, so a second port alone would share them."""


@dataclass(frozen=True)
class Both:
    """Where the two answer."""

    system: Running
    identity: Running

    @property
    def url(self) -> str:
        """Where one begins."""
        return self.system.url


@contextmanager
def running(
    database: Path,
    *,
    port: int = 0,
    identity_port: int = 0,
    slow_ms: int = 0,
    session_seconds: int = SESSION_SECONDS,
) -> Iterator[Both]:
    """Both on threads of this process, for as long as the body runs."""
    create(database)
    with serving(Identity(database, slow_ms), port=identity_port, host=OTHER_HOST) as identity:
        application = KoebOgBetal(database, identity.url, slow_ms, session_seconds=session_seconds)
        with serving(application, port=port) as system:
            yield Both(system, identity)
