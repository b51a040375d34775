"""One browser per worker process, recycled after a number of cases and replaced when it died; a context per case.

The sync API: the browser lives on the thread that runs the case, and parallelism is more processes.
"""

import atexit
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from playwright.sync_api import Browser, BrowserContext, Dialog, Error, Page, Playwright, sync_playwright

from connectors.browser.finding import find_browser
from gevinst.errors import ConfigurationError, ProcessError
from gevinst.settings import settings

ACTION_TIMEOUT_MS = 10_000
NAVIGATION_TIMEOUT_MS = 30_000


@dataclass
class CaseContext:
    """One case's browser context: its page, and what dialogs it may meet. A dialog nobody declared is an error."""

    context: BrowserContext
    page: Page
    _expected: list[tuple[bool, str]] = field(default_factory=list)
    _undeclared: list[str] = field(default_factory=list)

    @contextmanager
    def expect_dialog(self, *, accept: bool, text: str) -> Iterator[None]:
        """While the body runs, one dialog whose message holds `text` is answered; none at all is an error too."""
        entry = (accept, text)
        self._expected.append(entry)
        yield
        self.check_dialogs()
        if entry in self._expected:
            self._expected.remove(entry)
            raise ProcessError(f"the dialog '{text}' was expected and did not come")

    def check_dialogs(self) -> None:
        """Raise for a dialog nobody declared: the browser was answered Cancel, so the page did something else."""
        if self._undeclared:
            self._undeclared.clear()
            raise ProcessError("a dialog that nobody declared came up")

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


class BrowserProcess:
    """The browser this worker process owns. Get it by `browser()`."""

    def __init__(self, playwright: Playwright, instance: Browser) -> None:
        self._playwright = playwright
        self._browser = instance
        self.cases = 0

    @property
    def is_usable(self) -> bool:
        """Whether it lives and hasn't served its number of cases."""
        return self._browser.is_connected() and self.cases < settings().browser_cases_per_process

    @contextmanager
    def case(self) -> Iterator[CaseContext]:
        """A fresh context, Danish, with timeouts on everything; closed afterwards, whatever happened."""
        self.cases += 1
        context = self._browser.new_context(
            locale="da-DK", timezone_id=settings().timezone, viewport={"width": 1280, "height": 900}
        )
        context.set_default_timeout(ACTION_TIMEOUT_MS)
        context.set_default_navigation_timeout(NAVIGATION_TIMEOUT_MS)
        case = CaseContext(context, context.new_page())
        context.on("dialog", case._on_dialog)  # noqa: SLF001 (the two are one thing in two classes)
        try:
            yield case
            case.check_dialogs()
        finally:
            try:
                context.close()
            except Error:
                self.cases = settings().browser_cases_per_process  # it died: the next case gets a new one

    def close(self) -> None:
        """End the browser and its driver."""
        try:
            self._browser.close()
        except Error:
            self.cases = settings().browser_cases_per_process
        self._playwright.stop()


_own: list[BrowserProcess] = []


def browser() -> BrowserProcess:
    """This worker process' browser: the one that runs, or a new one."""
    if _own and not _own[0].is_usable:
        close_browser()
    if not _own:
        _own.append(_launch())
    return _own[0]


def close_browser() -> None:
    """End this process' browser, if it has one."""
    while _own:
        _own.pop().close()


def _launch() -> BrowserProcess:
    try:
        playwright = sync_playwright().start()
    except Exception as error:  # noqa: BLE001 (a bundled program: what it lacks shows only when it starts)
        raise ConfigurationError(
            f"Playwright's driver can't start ({type(error).__name__}): install the package libatomic1"
        ) from None
    choice = find_browser(playwright)
    try:
        instance = playwright.chromium.launch(
            executable_path=choice.executable,
            channel=choice.channel,
            headless=not settings().browser_headed,
            args=["--disable-background-networking", "--disable-component-update", "--no-first-run"],
        )
    except Error as error:
        playwright.stop()
        raise ConfigurationError(f"the browser {choice} can't start: {str(error).splitlines()[0]}") from None
    return BrowserProcess(playwright, instance)


atexit.register(close_browser)
