"""How a long list is turned, one page at a time. A pager says whether there was a next page, and waits until it is there.

Postbacks, links and pages drawn by script differ only in how one sees that the next page has come: a navigation, or the
number of the page that the list says it is on.
"""

import re
from dataclasses import dataclass
from typing import Protocol

from playwright.sync_api import Locator

from connectors.browser.page import Page
from connectors.browser.waiting import wait_until_it_changes, wait_until_it_says
from gevinst.errors import ProcessError

_NEXT = "the next page of a list"


class Pager(Protocol):
    """One way to turn pages."""

    def turn(self, page: Page) -> bool:
        """Go to the next page of the list; False on the last one."""
        ...


@dataclass(frozen=True)
class NextLink:
    """A link or button onwards, which is gone or can't be pressed on the last page.

    Attributes:
        within: A selector of the pager.
        name: What the link says.
        position: A selector of the text that says which page is shown ("Side 2 af 7"); it must change. Needed where
            the page is drawn by script.
    """

    within: str
    name: str = "Næste"
    position: str = ""

    def turn(self, page: Page) -> bool:
        """Press it."""
        pager = page.here.locator(self.within)
        onwards = pager.get_by_role("link", name=self.name, exact=True)
        onwards = onwards.or_(pager.get_by_role("button", name=self.name, exact=True))
        if not onwards.count() or onwards.is_disabled():
            return False
        before = page.here.locator(self.position).inner_text() if self.position else ""
        with page.leaving():
            onwards.click()
        if self.position:
            wait_until_it_changes(page, page.here.locator(self.position), before, what=_NEXT)
        page.shown()
        return True


@dataclass(frozen=True)
class NumberedPages:
    """Links with the pages' numbers; the one that is shown is marked, and `…` leads to the numbers beyond.

    Attributes:
        within: A selector of the pager.
        current: A selector of the number that is marked, in it.
    """

    within: str
    current: str
    _more = re.compile(r"^(…|\.\.\.)$")

    def turn(self, page: Page) -> bool:
        """Press the number after the one that is marked."""
        pager = page.here.locator(self.within)
        if not pager.count():
            return False
        number = self._number(page) + 1
        onwards = pager.get_by_role("link", name=str(number), exact=True)
        onwards = onwards.or_(pager.get_by_role("button", name=str(number), exact=True))
        if not onwards.count():
            onwards = pager.get_by_text(self._more).last
            if not onwards.count() or not self._leads_on(pager):
                return False
        with page.leaving():
            onwards.click()
        if page.is_drawn_by_script:
            marked = page.here.locator(self.within).locator(self.current)
            wait_until_it_says(page, marked, str(number), what=_NEXT)
        page.shown()
        if self._number(page) != number:
            raise ProcessError(f"{page.system}: page {number} of a list was asked for, and another one came")
        return True

    def _number(self, page: Page) -> int:
        text = page.here.locator(self.within).locator(self.current).inner_text().strip()
        if not text.isdecimal():
            raise ProcessError(f"{page.system}: the list doesn't say which of its pages is shown")
        return int(text)

    def _leads_on(self, pager: Locator) -> bool:
        """Whether the last `…` stands behind the numbers: on the last pages there is only the one that leads back."""
        texts = [text.strip() for text in pager.locator("a, button").all_inner_texts()]
        return bool(texts) and self._more.match(texts[-1]) is not None
