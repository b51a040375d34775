"""Which step the case in hand is in, in the words a caseworker reads; so that a failure can say where it happened, and why."""

from contextvars import ContextVar
from pathlib import Path

from gevinst.errors import GevinstError
from gevinst.private_files import write_private
from gevinst.redaction import redact

_step: ContextVar[str] = ContextVar("step_in_hand", default="")
STEP_FILE, ERROR_FILE = "step.txt", "error.txt"


def begin_step(title: str) -> None:
    """From now on the case is in this step; an empty title where it is in none yet."""
    _step.set(title)


def step_in_hand() -> str:
    """The step that began last: where it failed, the one that failed."""
    return _step.get()


def note_step(folder: Path) -> None:
    """Write the step into the evidence of a failure; nothing where no step began.

    Raises:
        OSError: It can't be written.
    """
    if _step.get():
        write_private(folder / STEP_FILE, _step.get() + "\n")


def note_error(folder: Path, error: BaseException) -> None:
    """Write what an error of our own says into the evidence; an unforeseen one's text may hold anything, and stays out.

    Raises:
        OSError: It can't be written.
    """
    if isinstance(error, GevinstError) and error.detail:
        write_private(folder / ERROR_FILE, redact(error.detail) + "\n")
