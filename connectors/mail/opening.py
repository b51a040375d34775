"""Open a mailbox by name: the setting picks the backend, and a dry run gets one whose writes raise."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

from connectors.mail.local import LocalMailbox
from connectors.mail.port import Mailbox, WriteRefused

_READS = frozenset({"check", "mails", "mime", "find"})


class ReadOnlyMailbox:
    """A mailbox that refuses whatever isn't known to be a read."""

    def __init__(self, inner: Mailbox) -> None:
        self._inner = inner

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 (whatever the port has)
        if name not in _READS:
            raise WriteRefused(f"'{name}' on a read-only mailbox")
        return getattr(self._inner, name)


@contextmanager
def open_mailbox(mailbox: str, *, read_only: bool = False) -> Iterator[Mailbox]:
    """The mailbox while the body runs. `read_only` is what a dry run, and a step that only reads, asks for."""
    inner = LocalMailbox(mailbox)
    yield cast("Mailbox", ReadOnlyMailbox(inner)) if read_only else inner
