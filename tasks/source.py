"""Where the cases of a process come from, as a run needs it: a mailbox (`mail_source`), a system's own list (`list_source`)."""

from collections.abc import Iterable
from typing import Any, Protocol

from gevinst.items.case import Case
from gevinst.items.queues import Queue
from gevinst.items.transitions import Ending


class Source(Protocol):
    """One place where work lies.

    Attributes:
        noun: What a person calls one of them before it has a number, in Danish: *mail*, *faktura*.
    """

    @property
    def noun(self) -> str: ...  # noqa: D102 (see Attributes)

    def preview(self, queue: Queue) -> Iterable[dict[str, Any]]:
        """The payloads of what lies there and isn't an item yet, read only: a dry run goes through them as well."""
        ...

    def take_in(self, queue: Queue) -> int:
        """Put what lies there in as items; returns how many were new. Safe to do twice."""
        ...

    def settle(self, queue: Queue) -> None:
        """Put right what a killed run left there. Safe to do twice."""
        ...

    def hand_over(self, case: Case, ending: Ending) -> None:
        """A case has just ended: let it lie where people look for it."""
        ...
