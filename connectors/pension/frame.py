"""The frame the pension system works in: how one page of it leads to the next, and how a page knows itself."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Self

from playwright.sync_api import FrameLocator, Locator, Response

from connectors.browser.pages import field, read_table, speaking_to
from connectors.browser.session import CaseContext
from connectors.pension.model import SYSTEM
from gevinst.errors import ProcessError, RetryLater, SystemDown
from gevinst.values.errors import UnreadableValue

FRAME = "frame[name=indhold]"
_EXPIRED = "Sessionen er udløbet"


class SessionExpired(RetryLater):
    """The system has signed us out; nothing was written since. Signing in again is the visit's business."""


class Page:
    """One page in the frame. Whoever brings it up calls `shown`, so no one holds a page that isn't there."""

    heading = ""

    def __init__(self, case: CaseContext) -> None:
        self.case = case

    @property
    def here(self) -> FrameLocator:
        """The frame's inside; the address bar stays on the frameset whatever is shown."""
        return self.case.page.frame_locator(FRAME)

    @speaking_to(SYSTEM)
    def shown(self) -> Self:
        """Check that this is the page: the session lives and the heading is the one that belongs to it."""
        frame = self.case.page.frame(name="indhold")
        where = frame or self.case.page.main_frame
        headings = [text.strip() for text in where.locator("h1").all_inner_texts()]
        self.case.check_dialogs()
        if frame is not None and headings == [self.heading]:
            return self
        if where.get_by_text(_EXPIRED).count():
            raise SessionExpired(f"the session of {SYSTEM} expired")
        raise ProcessError(f"{SYSTEM}: expected the page '{self.heading}'")

    @contextmanager
    def leaving(self) -> Iterator[None]:
        """While the body clicks: wait for the page that comes in answer, so that none is read that was there before."""
        frame = self.case.page.frame(name="indhold")
        if frame is None:
            raise ProcessError(f"{SYSTEM}: the frame is gone")
        with frame.expect_navigation() as navigation:
            yield
        answered(navigation.value)

    def field(self, label: str) -> Locator:
        """The one input that the label names."""
        return field(self.here.locator("body"), label)


class Listing(Page):
    """A page with a table that comes a few rows at a time."""

    table = ""
    columns: tuple[str, ...] = ()

    @speaking_to(SYSTEM)
    def rows(self) -> list[dict[str, str]]:
        """Every row over all pages of the table, from the first page on; as many as the system says there are."""
        found: list[dict[str, str]] = []
        while True:
            found += read_table(self.here.locator(f"table#{self.table}"), self.columns)
            if not self._turn():
                break
        if len(found) != self._total():
            raise ProcessError(f"{SYSTEM}: the table '{self.table}' says {self._total()} rows and shows {len(found)}")
        return found

    @speaking_to(SYSTEM)
    def row(self, key: str) -> Locator:
        """The one row with this text as a whole cell, on whichever page of the table it stands."""
        cell = self.case.page.get_by_role("cell", name=key, exact=True)
        here = self.here.locator(f"table#{self.table} tr").filter(has=cell)
        while not here.count():
            if not self._turn():
                raise ProcessError(f"{SYSTEM}: the row is not in the table '{self.table}'")
        return here

    def _turn(self) -> bool:
        """Go to the next page of the table; False on the last one."""
        onwards = self.here.locator("#sider").get_by_role("link", name="Næste", exact=True)
        if not onwards.count():
            return False
        with self.leaving():
            onwards.click()
        self.shown()
        return True

    def _total(self) -> int:
        words = self.here.locator("#sider").inner_text().replace("-", " ").split()  # Side 1 af 3 - 12 i alt
        return int(words[words.index("i") - 1])


def answered(response: Response | None) -> None:
    """A server error is the system's trouble, not the case's."""
    if response is not None and response.status >= 500:
        raise SystemDown(SYSTEM, f"{SYSTEM} answered {response.status}")


@contextmanager
def understanding(what: str) -> Iterator[None]:
    """A value on the screen that is not of its kind means that the screen has changed."""
    try:
        yield
    except (KeyError, UnreadableValue) as error:
        kind = error.kind if isinstance(error, UnreadableValue) else str(error)
        raise ProcessError(f"{SYSTEM}: {what}: {kind} is missing or unreadable") from None
