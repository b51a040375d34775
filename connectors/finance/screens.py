"""What all the system's pages share: one window that a script draws anew, known by a line of text above it."""

from typing import Self

from playwright.sync_api import Locator

from connectors.browser.errors import speaking_to
from connectors.browser.fields import hinted, only
from connectors.browser.page import Page
from connectors.browser.paging import NumberedPages
from connectors.browser.tables import ARIA
from connectors.browser.waiting import wait_until_it_says
from connectors.finance.model import SYSTEM

GRID = "[role=grid]"
SHAPE = ARIA
PAGES = NumberedPages(within=".sider", current="[aria-current=page]")


class Screen(Page):
    """One view of the window."""

    system = SYSTEM
    heading_at = ".titel"
    is_drawn_by_script = True
    expired = ("Du er logget ud",)

    def typed(self, hint: str) -> Locator:
        """The one field with this hint in it: there are no labels."""
        return hinted(self.here, hint)

    def icon(self, title: str) -> Locator:
        """The one button with this title: what it shows is a picture."""
        return only(self.here.get_by_title(title, exact=True), f"the button '{title}'")


class Searchable(Screen):
    """A list with criteria above it."""

    def search_for(self, **criteria: str) -> Self:
        """Search by the hints' texts, and wait for the list that answers.

        Raises:
            ProcessError: No list came that says that it was searched for what was typed.
        """
        with speaking_to(SYSTEM):
            for hint, text in criteria.items():
                self.typed(hint).fill(text)
            self.icon("Søg").click()
        used = ", ".join(f"{hint} {text}" for hint, text in criteria.items() if text)
        said = f"Søgt på: {used}" if used else ""
        wait_until_it_says(self, self.here.locator(".soegt"), said, what="the list that was searched for")
        return self.shown()

    def total(self) -> int:
        """How many rows the list has: `Side 1 af 24 - 237 i alt`."""
        return int(self.here.locator(".antal").inner_text().rpartition("-")[2].split()[0])
