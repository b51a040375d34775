"""When a call may be made again: only where a second one can't do a second thing, and only as soon as the server allows.

| Of a call          | may be made again after                                                       |
|--------------------|-------------------------------------------------------------------------------|
| `ANY_TIME`         | 429, 503, 504 and a lost connection: it reads, or sets what is set anyway       |
| `WHEN_NOT_BEGUN`   | 429 and a connection that never came about: the server did nothing              |
| `NEVER`            | nothing: sending                                                              |

A wait longer than a worker should stand still isn't waited for: the error says how long, and the queue waits instead.
"""

from collections.abc import Callable
from enum import Enum, auto

import httpx
from tenacity import RetryCallState, Retrying, retry_if_exception, stop_after_attempt

from connectors.mail.retry_after import retry_after
from gevinst.errors import GevinstError

MOST_ATTEMPTS = 4
LONGEST_WAIT = 30.0
UNSAID = 0.0
"""The server said no time: one second, then twice as long from each attempt to the next."""
_NEVER_LEFT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)


class Again(Enum):
    """Whether a call may be made again."""

    ANY_TIME = auto()
    WHEN_NOT_BEGUN = auto()
    NEVER = auto()


class Failed(Exception):
    """One attempt's end: the error it comes to, and after how many seconds it may be made again, if at all."""

    def __init__(self, error: GevinstError, after: float | None) -> None:
        super().__init__(error)
        self.error = error
        self.after = after


def pause_after_answer(response: httpx.Response, again: Again) -> float | None:
    """How long to wait before the call is made again; None where it may not be."""
    refused = response.status_code == 429
    down = response.status_code in (503, 504)
    may = (refused and again is not Again.NEVER) or (down and again is Again.ANY_TIME)
    asked = retry_after(response.headers)
    seconds = UNSAID if asked is None else asked.total_seconds()
    return seconds if may and seconds <= LONGEST_WAIT else None


def pause_after_loss(error: httpx.TransportError, again: Again) -> float | None:
    """The same, where no answer came."""
    never_left = isinstance(error, _NEVER_LEFT) and again is not Again.NEVER
    return UNSAID if never_left or again is Again.ANY_TIME else None


def attempts(sleep: Callable[[float], None]) -> Retrying:
    """Up to four, with the pauses that each `Failed` names."""
    return Retrying(
        stop=stop_after_attempt(MOST_ATTEMPTS),
        retry=retry_if_exception(lambda error: isinstance(error, Failed) and error.after is not None),
        wait=_pause,
        sleep=sleep,
        reraise=True,
    )


def _pause(state: RetryCallState) -> float:
    error = state.outcome.exception() if state.outcome else None
    asked = error.after if isinstance(error, Failed) else None
    return asked or float(2 ** (state.attempt_number - 1))
