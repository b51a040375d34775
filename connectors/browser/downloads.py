"""Files out of an old system: downloads, and PDFs that the browser would show itself; the same result in every engine.

Measured: the headless shell downloads an inline PDF, the whole browser opens its viewer and downloads nothing. So while a
file is awaited, a PDF is handed to the browser as an attachment.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Error, Request, Route
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from connectors.browser.case import Sent
from connectors.browser.errors import speaking_to
from connectors.browser.fence import sent_of
from connectors.browser.page import Page
from gevinst.errors import ProcessError, SystemDown

LONGEST_SECONDS = 60.0


@dataclass
class Downloaded:
    """A file that an action brings; there once the body of `downloading` has ended.

    Attributes:
        name: What the system calls it. It may hold a name or a number: keep it out of logs and file names.
    """

    name: str = field(default="", repr=False)
    _paths: list[Path] = field(default_factory=list, repr=False)

    @property
    def path(self) -> Path:
        """Where it lies until the case's context is closed."""
        return self._paths[0]

    def content(self) -> bytes:
        """All of it."""
        return self.path.read_bytes()


@contextmanager
def downloading(page: Page, *, most_bytes: int, seconds: float = LONGEST_SECONDS) -> Iterator[Downloaded]:
    """While the body clicks: wait for one file, whole, of at most so many bytes.

    Raises:
        SystemDown: It didn't come in time, or broke off.
        ProcessError: A page came in its place; or the file is larger.
    """
    file, desk = Downloaded(), _Desk(seconds)
    with speaking_to(page.system), desk.open_at(page):
        try:
            with page.window.expect_download(timeout=seconds * 1000) as coming:
                yield file
        except PlaywrightTimeout:
            if desk.saw_a_page:
                raise ProcessError(f"{page.system}: a page came in place of a file") from None
            raise SystemDown(page.system, f"{page.system}: a file did not come within {seconds:.0f} s") from None
        failure = coming.value.failure()
        if failure:
            raise SystemDown(page.system, f"{page.system}: a file broke off ({failure.split(':')[0]})")
        file.name, path = coming.value.suggested_filename, coming.value.path()
    if path.stat().st_size > most_bytes:
        raise ProcessError(f"{page.system}: a file is larger than {most_bytes} bytes")
    file._paths.append(path)  # noqa: SLF001 (filled once the body ended)


@dataclass
class _Desk:
    """Fetches what a click asks for, once and whole, and hands PDFs out as files."""

    seconds: float
    spent: set[Sent] = field(default_factory=set)
    saw_a_page: bool = False

    @contextmanager
    def open_at(self, page: Page) -> Iterator[None]:
        self.spent = page.case.spent
        page.case.context.route("**/*", self._hand_out)
        try:
            with page.case.windows_may_open():
                yield
        finally:
            page.case.context.unroute("**/*", self._hand_out)

    def _hand_out(self, route: Route, request: Request) -> None:
        if request.resource_type != "document" or sent_of(request) in self.spent:
            route.fallback()
            return
        try:
            response = route.fetch(max_retries=0, timeout=self.seconds * 1000)  # and what it redirects to
            headers = dict(response.headers)
            disposition = headers.get("content-disposition", "")
            is_pdf = headers.get("content-type", "").startswith("application/pdf")
            if is_pdf and not disposition.startswith("attachment"):
                headers["content-disposition"] = f"attachment;{disposition.partition(';')[2]}"
            self.saw_a_page = self.saw_a_page or not (is_pdf or disposition)
            route.fulfill(response=response, headers=headers)
        except Error:
            route.abort()
