"""Open a mailbox by name: the setting picks the backend, and a dry run gets one whose writes raise."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

from connectors.mail.local import LocalMailbox
from connectors.mail.port import Mailbox, WriteRefused
from gevinst.errors import ConfigurationError
from gevinst.settings import settings

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
    """The mailbox while the body runs. `read_only` is what a dry run, and a step that only reads, asks for.

    Raises:
        ConfigurationError: When its folder can't be used; says which one, and what to set.
    """
    try:
        inner = LocalMailbox(mailbox)
    except (OSError, sqlite3.Error) as error:
        raise ConfigurationError(
            f"the mail folder {settings().mail_folder} can't be used ({type(error).__name__}): give the service "
            "account that folder, or set GEVINST_MAIL_FOLDER"
        ) from None
    yield cast("Mailbox", ReadOnlyMailbox(inner)) if read_only else inner
