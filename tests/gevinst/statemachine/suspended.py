"""A guarded write that stops before each of its steps, so that anything may happen while its worker is held up.

The write runs in a thread of its own, and only while the machine waits for it: the two never run at once.
"""

import threading
from dataclasses import dataclass, field
from datetime import timedelta

from pydantic import BaseModel, ConfigDict

from gevinst.codes import Code
from gevinst.errors import BusinessError, ProcessError, SystemDown
from gevinst.items.act import Look, Ownership
from gevinst.items.case import Case
from tests.gevinst.statemachine.model.acts import DEADLINES, Trouble

PATIENCE_SECONDS = 60
ERRORS: dict[str, type[Exception] | Exception] = {
    "reset": ConnectionResetError(),
    "memory": MemoryError(),
    "down": SystemDown("pension"),
    "business": BusinessError(Code.NO_GRANT),
    "process": ProcessError("a label changed"),
}


class Killed(BaseException):
    """The worker's process is gone."""


class Receipt(BaseModel):
    """What the outside system shows."""

    model_config = ConfigDict(frozen=True, extra="ignore")
    number: str = ""


@dataclass
class Outside:
    """The outside system: the item and act each saved case carries."""

    traces: list[tuple[int, str]] = field(default_factory=list)


class SlowWrite:
    """One `case.guarded(…)`, a step at a time. It is the act, too."""

    key = "document"
    system = "pension"
    receipt_type = Receipt

    def __init__(self, case: Case, outside: Outside, act: str, trouble: Trouble) -> None:
        self.name, self.trouble, self.outside, self._case = act, trouble, outside, case
        self.deadline = timedelta(seconds=DEADLINES[act])
        self.error: BaseException | None = None
        self._at, self._looks, self._is_killed = "begun", 0, False
        self._go, self._stands = threading.Semaphore(0), threading.Semaphore(0)
        self._thread = threading.Thread(target=self._run, name=f"write-{case.item.label}", daemon=True)
        self._thread.start()

    def go_on(self) -> str:
        """Let it run to its next stop, or to its end (``); `error` says how that was."""
        self._go.release()
        assert self._stands.acquire(timeout=PATIENCE_SECONDS), f"the write hangs after '{self._at}'"
        if not self._at:
            self._thread.join(PATIENCE_SECONDS)
        return self._at

    def kill(self) -> None:
        """End it where it stands."""
        self._is_killed = True
        self.go_on()
        assert isinstance(self.error, Killed)

    def _run(self) -> None:
        try:
            self._go.acquire()
            if not self._is_killed:
                self._case.guarded(self)
        except BaseException as error:  # noqa: BLE001 (handed to the machine, which ends the case with it)
            self.error = error
        finally:
            self._at = ""
            self._stands.release()

    def _stop(self, where: str) -> None:
        self._at = where
        self._stands.release()
        self._go.acquire()
        if self._is_killed:
            raise Killed

    def _raise_if(self, where: str) -> None:
        if self.trouble.where == where:
            raise ERRORS[self.trouble.error]

    # --- the act ------------------------------------------------------------------------------------------------------

    def look(self) -> Look[Receipt]:
        """Every case with our number."""
        self._looks += 1
        if self._looks == 1:
            self._stop("looking")
            if self.trouble.where == "looking":
                raise SystemDown("pension")
        elif self.trouble.where == "unread":
            raise TimeoutError
        mine = [each for each in self.outside.traces if each == (self._case.item.id, self.name)]
        return Look(ours=tuple(Receipt(number=f"HT-{place}") for place, _ in enumerate(mine)))

    def prepare(self) -> None:
        """Nothing to fill in here."""

    def write(self, ownership: Ownership) -> None:
        """One write, behind the fence."""
        self._stop("ready")
        self._raise_if("before")
        ownership()
        self._stop("left")
        self._raise_if("unsaved")
        self.outside.traces += [(self._case.item.id, self.name)] * (2 if self.trouble.where == "double" else 1)
        self._stop("saved")
        self._raise_if("after")
