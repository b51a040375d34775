"""The calls: one connection pool a mailbox, the login's token on each call, at most four at once, and no second login."""

import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any, BinaryIO, TypeVar
from urllib.parse import quote, urlsplit

import httpx

from connectors.mail.errors import MailUnavailable
from connectors.mail.graph.answers import error_of
from connectors.mail.graph.login import Login
from connectors.mail.graph.quiet import keep_quiet
from connectors.mail.graph.trying import Again, Failed, attempts, pause_after_answer, pause_after_loss
from connectors.mail.profiles import GraphMail
from gevinst.errors import ConfigurationError
from gevinst.settings import settings

T = TypeVar("T")

PIECE = 64 << 10
_AT_ONCE = 4
"""Exchange Online's own limit for an application and a mailbox; a fifth call would be refused."""
_CONNECT_SECONDS = 10

_places: dict[str, threading.BoundedSemaphore] = {}
_places_lock = threading.Lock()


class Transport:
    """Calls on one mailbox. Every path is below the mailbox's own; a full address must be on the same server."""

    def __init__(self, name: str, profile: GraphMail, *, sleep: Callable[[float], None] = time.sleep) -> None:
        self.name = name
        self._base = f"{str(profile.base_url).rstrip('/')}/users/{quote(profile.address, safe='@')}"
        self.origin = _origin(self._base)
        keep_quiet(self.origin)
        trust = _trust(profile)
        self._login = Login(name, profile, trust)
        self._client = httpx.Client(
            verify=trust, timeout=httpx.Timeout(profile.timeout_seconds, connect=_CONNECT_SECONDS)
        )
        self._sleep = sleep
        with _places_lock:
            self._places = _places.setdefault(self._base.lower(), threading.BoundedSemaphore(_AT_ONCE))

    def close(self) -> None:
        """Give the connections back."""
        self._client.close()

    def pause(self, seconds: float) -> None:
        """Wait, as a test may not."""
        self._sleep(seconds)

    def call(
        self,
        doing: str,
        method: str,
        path: str,
        *,
        again: Again,
        accept: Callable[[httpx.Response], bool] = lambda _: False,
        **options: Any,  # noqa: ANN401 (httpx's own)
    ) -> httpx.Response:
        """One call, made again where that is allowed.

        Args:
            doing: What is asked, in words, for the error.
            method: Of HTTP.
            path: Below the mailbox, or a full address that Graph gave.
            again: Whether a second attempt is harmless.
            accept: Answers the caller deals with itself, besides the good ones.
            **options: `params`, `json`, `content`, `headers`.

        Raises:
            Whatever `answers.error_of` makes of the answer; MailUnavailable without one.
        """

        def attempt() -> httpx.Response:
            with self._place():
                try:
                    response = self._client.request(
                        method, self._address(path), headers=self._headers(options.get("headers")), **_rest(options)
                    )
                except httpx.TransportError as error:
                    raise self._lost(error, doing, again) from None
            return self._judged(response, doing, again, accept)

        return self._made(attempt)

    def get(self, doing: str, path: str, params: Mapping[str, str] | None = None, **options: Any) -> dict[str, Any]:  # noqa: ANN401
        """A JSON answer."""
        return _body(self.call(doing, "GET", path, again=Again.ANY_TIME, params=params, **options), doing)

    def pages(self, doing: str, path: str, params: Mapping[str, str], **options: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401
        """Every row of a list, page after page."""
        page = self.get(doing, path, params, **options)
        yield from page["value"]
        while link := page.get("@odata.nextLink"):  # it holds all parameters but the headers
            page = self.get(doing, link, **options)
            yield from page["value"]

    @contextmanager
    def stream(self, doing: str, path: str) -> Iterator[BinaryIO]:
        """A body of any size, put down on the disk piece by piece and read from there.

        So a caller may take its time: the connection and the place among the four are free before it begins.
        """
        with TemporaryFile(prefix="gevinst-mail-", dir=_folder()) as file:

            def attempt() -> None:
                file.seek(0)
                file.truncate()
                with self._place():
                    try:
                        self._copy(path, file, doing)
                    except httpx.TransportError as error:
                        raise self._lost(error, doing, Again.ANY_TIME) from None

            self._made(attempt)
            file.seek(0)
            yield file

    def upload(self, doing: str, address: str, content: bytes, headers: Mapping[str, str]) -> None:
        """Put a piece where an upload session says. It is no address of Graph's and gets no token."""
        if urlsplit(address).scheme != "https":
            raise MailUnavailable(f"mailbox '{self.name}', to {doing}: Graph names an upload address without TLS")
        keep_quiet(_origin(address))

        def attempt() -> httpx.Response:
            with self._place():
                try:
                    response = self._client.put(address, content=content, headers=dict(headers))
                except httpx.TransportError as error:
                    raise self._lost(error, doing, Again.WHEN_NOT_BEGUN) from None
            return self._judged(response, doing, Again.WHEN_NOT_BEGUN, lambda _: False)

        self._made(attempt)

    def _copy(self, path: str, file: IO[bytes], doing: str) -> None:
        with self._client.stream("GET", self._address(path), headers=self._headers(None)) as response:
            if response.is_success:
                for piece in response.iter_bytes(PIECE):
                    file.write(piece)
                return
            response.read()
        self._judged(response, doing, Again.ANY_TIME, lambda _: False)

    def _made(self, attempt: Callable[[], T]) -> T:
        try:
            return attempts(self._sleep)(attempt)
        except Failed as failed:
            raise failed.error from None

    @contextmanager
    def _place(self) -> Iterator[None]:
        """One of the four, for as long as a call is under way and not while it waits to be made again."""
        with self._places:
            yield

    def _address(self, path: str) -> str:
        if "://" not in path:
            return f"{self._base}/{path}"
        if not path.startswith(f"{self.origin}/"):
            raise MailUnavailable(f"mailbox '{self.name}': an address on another server was given for the next page")
        return path

    def _headers(self, more: Mapping[str, str] | None) -> dict[str, str]:
        return {"Authorization": f"Bearer {self._login.token()}", **(more or {})}

    def _judged(
        self, response: httpx.Response, doing: str, again: Again, accept: Callable[[httpx.Response], bool]
    ) -> httpx.Response:
        if response.is_success or accept(response):
            return response
        if response.status_code == 401:
            self._login.forget()
        error = error_of(response, self.name, doing)
        if again is Again.NEVER and response.is_server_error:
            error = MailUnavailable(error.detail)  # whatever it asks for: whether it did its work is unknown
        raise Failed(error, pause_after_answer(response, again))

    def _lost(self, error: httpx.TransportError, doing: str, again: Again) -> Failed:
        said = f"mailbox '{self.name}', to {doing}: "
        if "CERTIFICATE_VERIFY_FAILED" in str(error):
            return Failed(MailUnavailable(f"{said}the server's certificate isn't trusted: set ca_file"), None)
        if isinstance(error, httpx.TimeoutException):
            said += f"no answer within {_waited(error):g} s"
        else:
            said += f"the connection was lost or refused ({type(error).__name__})"
        return Failed(MailUnavailable(said), pause_after_loss(error, again))


def _waited(error: httpx.TimeoutException) -> float:
    """The time-out that held: a call may have one of its own, and to connect there is another."""
    held: dict[str, float] = error.request.extensions["timeout"]
    return held["connect" if isinstance(error, httpx.ConnectTimeout) else "read"]


def _trust(profile: GraphMail) -> ssl.SSLContext:
    """The machine's own authorities, which may hold the one of a proxy in the house; or the one that is named."""
    file = profile.ca_file
    try:
        return _context(file, 0 if file is None else file.stat().st_mtime_ns)
    except OSError as error:  # ssl.SSLError is one
        raise ConfigurationError(f"ca_file {file} can't be used ({type(error).__name__})") from None


@lru_cache(maxsize=8)
def _context(file: Path | None, _changed_at: int) -> ssl.SSLContext:
    """Reading the machine's authorities takes longer than a call, and every step opens its mailbox."""
    return ssl.create_default_context(cafile=file)


def _folder() -> Path | None:
    """Case data belongs into our own folder; the system's for temporary files may be its memory, too."""
    folder = settings().data_folder
    return folder if folder.is_dir() else None


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def _rest(options: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in options.items() if name != "headers"}


def _body(response: httpx.Response, doing: str) -> dict[str, Any]:
    try:
        body = response.json()
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise MailUnavailable(f"to {doing}: what answers isn't Graph: check base_url")
    return body
