"""The browser's errors, translated by what happens next; its own texts aren't passed on, as they may hold what was typed."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Error, Response
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from gevinst.errors import ProcessError, RetryLater, SystemDown
from gevinst.values.errors import UnreadableValue

_NO_ANSWER = ("net::ERR_", "ECONNREFUSED", "ECONNRESET", "socket hang up")
_NO_PAGE = ("navigating to", "waiting for navigation", "navigation to finish", "scheduled navigations", "Route.fetch")
_GONE = ("has been closed", "connection closed", "crashed")


class SessionExpired(RetryLater):
    """The system has signed us out; nothing was written since. Signing in again is the visit's business."""


@contextmanager
def speaking_to(system: str) -> Iterator[None]:
    """Translate the browser's errors by what happens next.

    No answer, or no page in time, is `SystemDown`; what isn't where it should be on a page that came is `ProcessError`;
    a browser that died under the case is `RetryLater`.
    """
    try:
        yield
    except PlaywrightTimeout as error:
        if _says(error, _NO_PAGE):
            raise SystemDown(system, f"{system} does not answer in time") from None
        raise ProcessError(f"{system}: something expected on the page did not come in time") from None
    except Error as error:
        if _says(error, _NO_ANSWER):
            raise SystemDown(system, f"{system} does not answer") from None
        if _says(error, _GONE):
            raise RetryLater(f"{system}: the browser ended under the case") from None
        raise ProcessError(f"{system}: the browser refused ({type(error).__name__})") from None


@contextmanager
def understanding(system: str, what: str) -> Iterator[None]:
    """A value on the screen that is not of its kind means that the screen has changed; the value isn't repeated."""
    try:
        yield
    except (KeyError, UnreadableValue) as error:
        kind = error.kind if isinstance(error, UnreadableValue) else str(error)
        raise ProcessError(f"{system}: {what}: {kind} is missing or unreadable") from None


def answered(system: str, response: Response | None) -> None:
    """A server error is the system's trouble, not the case's."""
    if response is not None and response.status >= 500:
        raise SystemDown(system, f"{system} answered {response.status}")


def _says(error: Error, signs: tuple[str, ...]) -> bool:
    return any(sign in error.message for sign in signs)
