"""One browser per worker process, recycled after a number of cases and replaced when it died; a context per case.

The sync API: the browser lives on the thread that runs the case, and parallelism is more processes.
"""

import atexit
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from playwright.sync_api import Browser, BrowserContext, Dialog, Error, Page, Playwright, sync_playwright

from connectors.browser.finding import BrowserChoice, find_browser
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
        came = False
        try:
            yield
        finally:
            came = entry not in self._expected
            if not came:
                self._expected.remove(entry)  # a body that failed must not answer a later dialog
        self.check_dialogs()
        if not came:
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
        """Whether it hasn't served its number of cases and lives: asked, since one killed while idle shows only then."""
        if self.cases >= settings().browser_cases_per_process:
            return False
        try:
            self._browser.new_browser_cdp_session().detach()  # 2 ms
        except Error:
            return False
        return True

    @contextmanager
    def case(self) -> Iterator[CaseContext]:
        """A fresh context, Danish, with timeouts on everything; closed afterwards, whatever happened."""
        self.cases += 1
        context = self._browser.new_context(
            locale="da-DK",
            timezone_id=settings().timezone,
            viewport={"width": 1280, "height": 900},
            service_workers="block",  # what one sends passes no fence
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
    playwright = _start_driver()
    try:
        choice = find_browser(playwright)
        return BrowserProcess(playwright, _start_browser(playwright, choice))
    except ConfigurationError:
        playwright.stop()
        raise


def _start_driver() -> Playwright:
    try:
        return sync_playwright().start()
    except Exception as error:  # noqa: BLE001 (a bundled program: what it lacks shows only when it starts)
        if "asyncio" in str(error):
            raise ConfigurationError("a browser was opened in an async flow: make the flow a plain `def`") from None
        raise ConfigurationError(
            f"Playwright's driver can't start ({type(error).__name__}): install the package libatomic1"
        ) from None


def _start_browser(playwright: Playwright, choice: BrowserChoice) -> Browser:
    try:
        return playwright.chromium.launch(
            executable_path=choice.executable,
            channel=choice.channel,
            headless=not settings().browser_headed,
            args=["--disable-background-networking", "--disable-component-update", "--no-first-run"],
        )
    except Error as error:
        raise ConfigurationError(f"the browser {choice} can't start: {error.message.splitlines()[0]}") from None


atexit.register(close_browser)
