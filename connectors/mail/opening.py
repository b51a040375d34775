"""Open a mailbox by name: its profile picks the backend, and a dry run gets one whose writes raise."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

from connectors.mail.errors import WriteRefused
from connectors.mail.local import LocalMailbox
from connectors.mail.port import Mailbox
from connectors.mail.profiles import EwsMail, GraphMail, LocalMail, mailbox_profile
from gevinst.errors import ConfigurationError
from gevinst.settings import settings

_READS = frozenset({"check", "folders", "mails", "changes", "mime", "attachments", "attachment", "find"})


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
        ConfigurationError: When it can't be used as it is set up; says what to set.
    """
    with _backend(mailbox) as inner:
        yield cast("Mailbox", ReadOnlyMailbox(inner)) if read_only else inner


@contextmanager
def _backend(mailbox: str) -> Iterator[Mailbox]:
    """The backend the profile names; those that are extras are imported only when they are used."""
    match mailbox_profile(mailbox):
        case LocalMail() as profile:
            try:
                local = LocalMailbox(mailbox, profile)
            except (OSError, sqlite3.Error) as error:
                raise ConfigurationError(
                    f"the mail folder {settings().mail_folder} can't be used ({type(error).__name__}): give the service "
                    "account that folder, or set GEVINST_MAIL_FOLDER"
                ) from None
            yield local
        case EwsMail() as profile:
            with _extra("ews"):
                from connectors.mail.ews.mailbox import open_ews
            with open_ews(mailbox, profile) as box:
                yield box
        case GraphMail() as profile:
            with _extra("graph"):
                from connectors.mail.graph.mailbox import open_graph
            with open_graph(mailbox, profile) as box:
                yield box


@contextmanager
def _extra(name: str) -> Iterator[None]:
    try:
        yield
    except ModuleNotFoundError as error:
        raise ConfigurationError(f"{error.name} isn't installed: pip install 'gevinst[{name}]'") from None
