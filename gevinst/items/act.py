"""One act in an outside system, in the shape a guarded write needs it.

A connector describes an act (register this document, file this letter, send this mail); `Case.guarded` carries it out:
look → prepare → durable intent → write once → verify on a fresh read → receipt. The act never retries, never swallows.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Generic, Protocol, TypeVar

from pydantic import BaseModel

ReceiptT = TypeVar("ReceiptT", bound=BaseModel)

Ownership = Callable[[], None]
"""Asked by the fence right before the request leaves: returns, or raises `LeaseLost`; then nothing may be sent."""


_IN_DANISH = {
    "register": "registreringen i fagsystemet",
    "book": "bogføringen i økonomisystemet",
    "file": "en fil på sagen i fagsystemet",
    "send": "kvitteringen pr. mail",
    "digitalpost": "brevet i Digital Post",
    "report": "månedsrapporten i postkassens sendte mails",
}


def act_in_danish(name: str) -> str:
    """An act as a caseworker knows it; one of another process by its own name."""
    return _IN_DANISH.get(name, name)


@dataclass(frozen=True)
class Look(Generic[ReceiptT]):
    """What a fresh read of the outside system shows about one act.

    Attributes:
        ours: One receipt for each trace that carries our own item number (or derived Message-ID). Exactly one proves
            that the act happened; two or more is `Uncertain`.
        surely_not_done: True only where the outside system positively proves that an earlier intent of ours came to
            nothing (our draft still lies in Drafts). Absence of a trace is not such a proof.
    """

    ours: tuple[ReceiptT, ...] = ()
    surely_not_done: bool = False


class Act(Protocol[ReceiptT]):
    """What a connector supplies for one guarded write.

    Attributes:
        name: The step's name in the journal and in questions: `register`, `file`, `send` …
        key: What tells this act from its sisters on the same item; neutral (`document`, a file's short hash), never
            personal.
        system: The outside system's name, as queues name it.
        deadline: An upper bound for `write`, after which it has surely ended; the lease is extended past it.
        receipt_type: The frozen Pydantic model of a receipt, as stored in the journal. A person's answer makes one from
            `number` alone, so every other field has a default.
    """

    @property
    def name(self) -> str: ...  # noqa: D102 (see Attributes, also below)
    @property
    def key(self) -> str: ...  # noqa: D102
    @property
    def system(self) -> str: ...  # noqa: D102
    @property
    def deadline(self) -> timedelta: ...  # noqa: D102
    @property
    def receipt_type(self) -> type[ReceiptT]: ...  # noqa: D102

    def look(self) -> Look[ReceiptT]:
        """Read the outside system afresh, with a positive control that the search really filters.

        Called before the write and, on a fresh read, after it. A conflict that a person must settle (the same business
        key registered with other content) is raised as `BusinessError`; the very same content already registered by
        somebody else as `SetAside`.
        """
        ...

    def prepare(self) -> None:
        """Do everything that changes nothing outside: open the form, fill it, check that it is the right one.

        Called after the look and before the intent, so an error here is an ordinary one and never `Uncertain`.
        """
        ...

    def write(self, ownership: Ownership) -> None:
        """Do it once: only what must happen after the intent is recorded (the one click, the one send).

        Call `ownership()` at the last moment before the request leaves. Never retry.
        """
        ...
