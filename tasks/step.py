"""The one place that makes a Prefect task: a step of a case, run once, with its credit, and nothing personal in its errors.

A step's result is saved as a checkpoint with its credit in one transaction; the orchestrator stores no result. What people
must handle isn't a failure of the machine: such a step shows as completed, and the case goes on to its boundary.
"""

import functools
import logging
import traceback
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Generic, ParamSpec, TypeVar, get_type_hints

from prefect import task
from prefect.cache_policies import NO_CACHE

from gevinst.codes import Code
from gevinst.errors import BusinessError, GevinstError, LeaseLost, ProcessError, SetAside, Uncertain
from gevinst.items.case import Credit, case_in_hand
from gevinst.items.preview import WouldWrite
from gevinst.items.steps import begin_step
from gevinst.private_files import write_private
from gevinst.store.patience import is_gone, patiently

log = logging.getLogger(__name__)

P = ParamSpec("P")
R = TypeVar("R")

step_titles: dict[str, str] = {}
"""Every step's title by the name its checkpoint has, for the report of a run."""

_FORESEEN = (BusinessError, SetAside, Uncertain, LeaseLost, WouldWrite)


def step(
    title: str, *, credit: Credit | None = None, saves: bool = True, version: Callable[..., str] | None = None
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Make a function a step of the case in hand.

    Args:
        title: What the orchestrator's page shows, in Danish; no personal data.
        credit: What the step saves a person, posted when the item is completed.
        version: From the step's arguments, what its saved result rests on: another version is run anew.
        saves: Whether its result is a checkpoint. A step that only looks says False and is run again on a retry.
    """

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        step_titles[function.__name__] = title

        @task(name=title, cache_policy=NO_CACHE, persist_result=False, retries=0, log_prints=False)
        def as_task(call: Callable[[], R]) -> "_Done[R]":
            try:
                return _Done(call())
            except _FORESEEN as foreseen:
                return _Done(error=foreseen)
            except GevinstError:
                raise
            except Exception as unknown:  # noqa: BLE001 (its text may hold what a page or a document held)
                if is_gone(unknown):
                    return _Done(error=unknown)  # our database is away: the case's boundary waits for it
                raise _unforeseen(title, unknown) from None

        @functools.wraps(function)
        def run(*args: P.args, **kwargs: P.kwargs) -> R:
            call = functools.partial(function, *args, **kwargs)
            key = function.__name__ if version is None else f"{function.__name__}-{version(*args, **kwargs)}"
            begin_step(title)
            done = as_task(_saving(key, function, call, credit) if saves else call)
            if done.error is not None:
                raise done.error
            value: R = done.value
            return value

        return run

    return decorate


def chore(title: str, *, repeatable: bool = False) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Make a function a task outside any case: post is fetched, an answer is saved.

    An unknown error (a database's, say, which quotes the row it refused) leaves its class and place, never its text.

    Args:
        title: As for a step.
        repeatable: Whether it may be done twice: then a database that went away in it is waited for.
    """

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        @task(name=title, cache_policy=NO_CACHE, persist_result=False, retries=0, log_prints=False)
        @functools.wraps(function)
        def run(*args: P.args, **kwargs: P.kwargs) -> R:
            work = functools.partial(function, *args, **kwargs)
            try:
                return patiently(work) if repeatable else work()
            except GevinstError:
                raise
            except Exception as unknown:  # noqa: BLE001 (see above)
                places = "".join(traceback.format_tb(unknown.__traceback__))
                log.error("'%s': %s at\n%s", title, type(unknown).__name__, places)  # noqa: TRY400 (its text stays here)
                raise _named(title, unknown) from None

        return run

    return decorate


def _saving(key: str, function: Callable[..., R], call: Callable[[], R], credit: Credit | None) -> Callable[[], R]:
    """The call as a checkpoint of the case in hand."""
    returns = get_type_hints(function)["return"]
    return lambda: case_in_hand().checkpoint(key, returns, call, credit)


class _Done(Generic[R]):
    """What a step came to, opaque to the orchestrator: its `repr` shows nothing."""

    def __init__(self, value: Any = None, error: Exception | None = None) -> None:  # noqa: ANN401
        self.value = value
        self.error = error

    def __repr__(self) -> str:
        return "done" if self.error is None else f"handed over: {type(self.error).__name__}"


def _unforeseen(title: str, error: Exception) -> ProcessError:
    """The unknown error's class and place for everyone; its text only in the case's evidence."""
    case = case_in_hand()
    if not case.dry_run:
        with suppress(OSError):  # a full disk: its own error would carry this one's text to the orchestrator
            write_private(case.evidence_folder / "unforeseen.txt", "".join(traceback.format_exception(error)))
    return _named(title, error)


def _named(title: str, error: Exception) -> ProcessError:
    """The error's class and the place it came from."""
    place = traceback.extract_tb(error.__traceback__)[-1]
    return ProcessError(f"'{title}': {type(error).__name__} in {place.name}", code=Code.UNKNOWN_FAILURE)
