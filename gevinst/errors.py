"""Errors named by what happens next. Raise the one whose consequence you want; the run loop does the rest.

| Raise                | What happens to the item                                                               |
|----------------------|----------------------------------------------------------------------------------------|
| `RetryLater`         | back to *new* with a back-off, an attempt used                                         |
| `SystemDown`         | back to *new*, no attempt used; every queue that names the system waits; one notice     |
| `BusinessError`      | *pending user action*; never retried by itself                                          |
| `Uncertain`          | *pending user action*: "slå op først"                                                   |
| `SetAside`           | *completed* without registration, with the reason recorded (not a case, duplicate)      |
| `ProcessError`       | *failed*: the screen or format changed; operations is told, evidence attached           |
| `ConfigurationError` | back to *new*, queue paused, the run ends with one sentence that says what to set       |
| `LeaseLost`          | dropped: someone else has it                                                            |

No message here may hold a citizen's name or CPR number: Prefect pickles a failing flow's exception to disk. `detail` is
English, for operations, and about the machine; what a caseworker reads is the code's Danish sentence.
"""

from datetime import timedelta

from gevinst.codes import Code


class GevinstError(Exception):
    """The root; carries a code from the closed list and a detail free of personal data."""

    default_code: Code = Code.UNKNOWN_FAILURE

    def __init__(self, detail: str = "", *, code: Code | None = None) -> None:
        self.code = code or self.default_code
        self.detail = detail
        super().__init__(f"{self.code.value}: {detail}" if detail else self.code.value)

    @property
    def sentence(self) -> str:
        """The Danish sentence for people."""
        return self.code.sentence


class RetryLater(GevinstError):
    """Something passing went wrong and nothing was written: the same item may be tried again later."""

    default_code = Code.TRY_LATER

    def __init__(self, detail: str = "", *, code: Code | None = None, after: timedelta | None = None) -> None:
        super().__init__(detail, code=code)
        self.after = after


class SystemDown(GevinstError):
    """An outside system doesn't answer: every queue that names `system` waits; the item keeps its attempts."""

    default_code = Code.SYSTEM_DOWN

    def __init__(self, system: str, detail: str = "", *, after: timedelta | None = None) -> None:
        super().__init__(detail or f"{system} does not answer")
        self.system = system
        self.after = after


class BusinessError(GevinstError):
    """The case itself needs a person. `candidates` are neutral labels a person may choose between (never personal)."""

    def __init__(self, code: Code, detail: str = "", *, candidates: tuple[str, ...] = ()) -> None:
        super().__init__(detail, code=code)
        self.candidates = candidates


class Uncertain(GevinstError):
    """An act outside may or may not have happened: a person looks before anything is written again."""

    default_code = Code.UNCERTAIN_WRITE

    def __init__(self, act: str, detail: str = "", *, key: str = "", candidates: tuple[str, ...] = ()) -> None:
        super().__init__(detail or f"the outcome of '{act}' is unknown")
        self.act = act
        self.key = key
        self.candidates = candidates


class SetAside(GevinstError):
    """The item is closed without being registered: not a case, or a duplicate. The code is the recorded reason."""

    def __init__(self, code: Code, detail: str = "") -> None:
        super().__init__(detail, code=code)


class ProcessError(GevinstError):
    """A screen or a format is not what the robot was written for: the item fails and operations is told."""

    default_code = Code.SCREEN_CHANGED


class ConfigurationError(GevinstError):
    """A setting, secret or permission is missing. `detail` says what to set, in one English sentence."""

    default_code = Code.MISCONFIGURED


class LeaseLost(GevinstError):
    """The item is no longer ours: do nothing more outside, close the case's context, take the next one."""

    default_code = Code.LEASE_LOST


class Refused(GevinstError):
    """A command can't be carried out as asked; nothing was changed. `detail` names the thing and the remedy."""
