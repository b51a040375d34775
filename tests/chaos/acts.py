"""The places around each act outside: right before it, with the request about to leave, saved but not answered, after."""

import functools
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from connectors.digitalpost import local as digital_post
from connectors.mail.local import LocalMailbox
from connectors.pension.acts import FileDocument, RegisterDocument
from tests.chaos.watch import Passing


def watch_acts(passing: Passing, *, chromium: bool) -> None:
    """Report every place from now on."""
    _watch_pension(passing, chromium=chromium)
    _watch_mailbox(passing)
    _watch_digital_post(passing)


def _watch_pension(passing: Passing, *, chromium: bool) -> None:
    writing: list[str] = []

    def watched(kind: Any, name: str) -> None:
        write = kind.write

        def armed(self: Any, ownership: Callable[[], None]) -> None:
            def asked() -> None:
                ownership()
                passing(f"{name}:leaving")

            writing.append(name)
            try:
                passing(f"{name}:before")
                write(self, asked)
                passing(f"{name}:after")
            finally:
                writing.clear()

        kind.write = armed

    def answered(real: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(real)
        def armed(*args: Any, **kwargs: Any) -> Any:
            if writing:
                passing(f"{writing[0]}:answered")
            return real(*args, **kwargs)

        return armed

    watched(RegisterDocument, "register")
    watched(FileDocument, "file")
    if chromium:
        from playwright.sync_api import Route

        Route.fulfill = answered(Route.fulfill)  # type: ignore[method-assign]
    else:
        from tests.chaos.forms import FormsVisit

        FormsVisit.received = answered(FormsVisit.received)  # type: ignore[method-assign]


def _watch_mailbox(passing: Passing) -> None:
    acting: list[str] = []
    writing = LocalMailbox._writing

    def watched(name: str) -> None:
        real = getattr(LocalMailbox, name)

        @functools.wraps(real)
        def armed(self: Any, *args: Any, **kwargs: Any) -> Any:
            if acting:  # sending moves: one act
                return real(self, *args, **kwargs)
            acting.append(name)
            try:
                passing(f"{name}:before")
                result = real(self, *args, **kwargs)
                passing(f"{name}:after")
            finally:
                acting.clear()
            return result

        setattr(LocalMailbox, name, armed)

    @contextmanager
    def uncommitted(self: Any) -> Iterator[Any]:
        with writing(self) as connection:
            yield connection
            if acting:
                passing(f"{acting[0]}:uncommitted")

    LocalMailbox._writing = uncommitted  # type: ignore[method-assign]
    for name in ("draft", "send", "move", "mark"):
        watched(name)


def _watch_digital_post(passing: Passing) -> None:
    send, link = digital_post.LocalDigitalPost.send, os.link

    def armed(self: Any, letter: Any) -> None:
        passing("digitalpost:before")
        send(self, letter)
        passing("digitalpost:after")

    def linking(*args: Any, **kwargs: Any) -> None:
        passing("digitalpost:written")
        link(*args, **kwargs)

    digital_post.LocalDigitalPost.send = armed  # type: ignore[method-assign]
    digital_post.os.link = linking
