"""Ask again where asking twice can do no harm; how long, the server says."""

import time
from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

from tenacity import RetryCallState, Retrying, retry_if_exception, stop_after_attempt, wait_random_exponential

from connectors.mail.errors import MailThrottled, MailUnavailable

T = TypeVar("T")
ATTEMPTS = 3
LONGEST = timedelta(seconds=20)
"""A server that asks for more is believed at once: then every queue waits, instead of one run that holds its case."""

_backing_off = wait_random_exponential(multiplier=1, max=LONGEST.total_seconds())


def patiently(ask: Callable[[], T]) -> T:
    """The answer to a question that changes nothing, or whose second time changes nothing more.

    Never for a send, a move, a draft or a deletion: the first may have been done, and its answer lost. A refused login is
    never repeated either: it would lock the account.
    """
    return Retrying(
        retry=retry_if_exception(_worth_a_wait),
        stop=stop_after_attempt(ATTEMPTS),
        wait=_asked_for,
        sleep=lambda seconds: pause(seconds),  # noqa: PLW0108 (looked up when used, so that a test needn't wait)
        reraise=True,
    )(ask)


def pause(seconds: float) -> None:
    """Wait."""
    time.sleep(seconds)


def _worth_a_wait(error: BaseException) -> bool:
    if isinstance(error, MailThrottled):
        return error.after is None or error.after <= LONGEST
    return isinstance(error, MailUnavailable)


def _asked_for(state: RetryCallState) -> float:
    error = state.outcome.exception() if state.outcome is not None else None
    after = error.after if isinstance(error, MailThrottled) else None
    return after.total_seconds() if after is not None else _backing_off(state)
