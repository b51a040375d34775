"""One case's browser context: its page, the dialogs and windows it may meet, and the time it has.

A dialog or a window that nobody declared is an error: Playwright answers Cancel by itself, so `confirm("Gem?")` would
silently mean no; and a window that isn't looked at may hold the message that matters.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from playwright.sync_api import BrowserContext, Dialog, Error, Page

from gevinst.errors import ProcessError, RetryLater

ACTION_TIMEOUT_MS = 10_000
NAVIGATION_TIMEOUT_MS = 30_000
CASE_SECONDS = 15 * 60.0
"""A case that takes longer hangs somewhere; its lease and everybody behind it shouldn't."""

Sent = tuple[str, str, str, bytes]
"""Of a request: method, address, kind of body, body."""


@dataclass
class Window:
    """A window that an action opens. `page` is there once the body of `expect_window` has ended."""

    _pages: list[Page] = field(default_factory=list)

    @property
    def page(self) -> Page:
        """The window itself, loaded."""
        return self._pages[0]


@dataclass
class CaseContext:
    """One case's browser context: its page, and what dialogs and windows it may meet.

    Attributes:
        context: Playwright's.
        page: Its first window.
        action_ms: How long one action waits for what it needs, in milliseconds.
        navigation_ms: How long a page may take to come.
        seconds: How long the whole case may take.
        clock: Seconds that only go forward.
        notes: What the evidence of a failure must hold besides the screen, by file name.
        spent: The requests that saved something: none of them leaves this case again.
    """

    context: BrowserContext
    page: Page
    action_ms: float = ACTION_TIMEOUT_MS
    navigation_ms: float = NAVIGATION_TIMEOUT_MS
    seconds: float = CASE_SECONDS
    clock: Callable[[], float] = time.monotonic
    notes: dict[str, str] = field(default_factory=dict)
    spent: set[Sent] = field(default_factory=set)
    _expected: list[tuple[bool, str]] = field(default_factory=list)
    _undeclared: list[str] = field(default_factory=list)
    _windows: list[Page] = field(default_factory=list)
    _awaited: int = 0

    def __post_init__(self) -> None:
        self._until = self.clock() + self.seconds
        self.context.set_default_timeout(self.action_ms)
        self.context.set_default_navigation_timeout(self.navigation_ms)
        self.context.on("dialog", self._on_dialog)
        self.context.on("page", self._on_window)

    @contextmanager
    def expect_dialog(self, *, accept: bool, text: str) -> Iterator[None]:
        """While the body runs, one dialog whose message holds `text` is answered; none at all is an error too."""
        entry = (accept, text)
        self._expected.append(entry)
        came = False
        try:
            yield
        finally:
            came = entry not in self._expected
            if not came:
                self._expected.remove(entry)  # a body that failed must not answer a later dialog
        self.check_surprises()
        if not came:
            raise ProcessError(f"the dialog '{text}' was expected and did not come")

    @contextmanager
    def expect_window(self, opener: Page | None = None) -> Iterator[Window]:
        """While the body runs, one window opens; it is loaded when the body has ended."""
        window = Window()
        with self.windows_may_open(), (opener or self.page).expect_popup() as popup:
            yield window
        popup.value.wait_for_load_state()
        window._pages.append(popup.value)  # noqa: SLF001 (filled once the body ended)
        self.check_surprises()

    @contextmanager
    def windows_may_open(self) -> Iterator[None]:
        """While the body runs a window may open and close by itself, as one does that brings a file."""
        self._awaited += 1
        try:
            yield
        finally:
            self._awaited -= 1

    def check_surprises(self) -> None:
        """Raise for a dialog or a window nobody declared, and for a case that has used up its time."""
        if self._undeclared:
            self._undeclared.clear()
            raise ProcessError("a dialog that nobody declared came up")
        if self._windows:
            self._windows.clear()
            raise ProcessError("a window that nobody declared was opened")
        if self.clock() > self._until:
            raise RetryLater(f"the case took more than {self.seconds:.0f} s in the browser")

    def _on_dialog(self, dialog: Dialog) -> None:
        for entry in self._expected:
            accept, text = entry
            if text in dialog.message:
                self._expected.remove(entry)
                if accept:
                    dialog.accept()
                else:
                    dialog.dismiss()
                return
        self._undeclared.append(dialog.type)
        dialog.dismiss()

    def _on_window(self, window: Page) -> None:
        if window is self.page or self._awaited:
            return
        self._windows.append(window)
        with suppress(Error):  # it may be gone already: it was opened all the same
            window.close()
