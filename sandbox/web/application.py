"""What every invented web system does with a request: note it, misbehave as ordered, answer."""

import socket
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

from werkzeug.exceptions import HTTPException, InternalServerError
from werkzeug.wrappers import Request, Response

from sandbox.web.database import log_request
from sandbox.web.faults import Fault, strikes

SESSION_SECONDS = 20 * 60
SLOW_MS = 2000


class Asked(Protocol):
    """A request as a system understands it; `everything` in it is one text, for faults to match on."""

    @property
    def path(self) -> str:
        """Which page."""

    @property
    def action(self) -> str:
        """What is to be done."""

    @property
    def everything(self) -> str:
        """All of it, as one text."""


Understood = TypeVar("Understood", bound=Asked)


class Application(ABC, Generic[Understood]):
    """A WSGI application over one database file."""

    def __init__(self, database: Path, slow_ms: int = 0, *, session_seconds: int = SESSION_SECONDS) -> None:
        self.database = database
        self.slow_ms = slow_ms
        self.session_seconds = session_seconds

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer one WSGI request."""
        request = Request(environ)
        try:
            asked = self.understand(request)
            log_request(
                self.database,
                method=request.method,
                path=asked.path,
                action=asked.action,
                connection=str(environ.get("REMOTE_PORT", "")),
            )
            self._misbehave(asked)
            response = self.answer(request, asked)
        except HTTPException as error:
            response = self.failed(request, error.code or InternalServerError.code)
        return response(environ, start_response)

    @abstractmethod
    def understand(self, request: Request) -> Understood:
        """Read the whole body: on a connection that is kept alive, what is left over is taken for the next request."""

    @abstractmethod
    def answer(self, request: Request, asked: Understood) -> Response:
        """What it says to that; an `HTTPException` is turned into what `failed` says."""

    @abstractmethod
    def failed(self, request: Request, status: int) -> Response:
        """How it says that something went wrong."""

    def strikes(self, fault: Fault, asked: Understood) -> bool:
        """Whether this fault is armed for this request; it is used up then."""
        return strikes(self.database, fault, asked.everything)

    @contextmanager
    def saving(self, request: Request, asked: Understood) -> Iterator[None]:
        """Around what saves: the connection may be dropped before it or after it."""
        if self.strikes(Fault.DROP_BEFORE_SAVE, asked):
            _drop(request)
        yield
        if self.strikes(Fault.DROP_AFTER_SAVE, asked):
            _drop(request)

    def _misbehave(self, asked: Understood) -> None:
        slow_ms = SLOW_MS if self.strikes(Fault.SLOW, asked) else self.slow_ms
        if slow_ms:
            time.sleep(slow_ms / 1000)
        if self.strikes(Fault.ERROR_500, asked):
            raise InternalServerError


def _drop(request: Request) -> None:
    """Close the connection without an answer, as an overloaded old server does."""
    connection: socket.socket = request.environ["werkzeug.socket"]
    connection.shutdown(socket.SHUT_RDWR)
    raise ConnectionAbortedError
