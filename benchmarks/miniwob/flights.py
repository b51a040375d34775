"""Offers to choose among by what they cost or how long they take, once they were searched for."""

import re

from playwright.sync_api import Locator

from benchmarks.miniwob.page import DATE, TaskPage
from benchmarks.miniwob.widgets import month_first, offered, pick_date
from connectors.browser.fields import hinted


class Offers(TaskPage):
    """A page that lists offers; each has a duration, and a button with its price."""

    title = "Book Flight Task"

    def take(self, wanted: str) -> None:
        """The offer with the least or the most of what is asked for."""
        offers = self.here.locator(".flight").all()
        figure = self.minutes if "duration" in wanted or wanted == "shortest" else self.price
        best = (max if "longest" in wanted or "most" in wanted else min)(offers, key=figure)
        best.get_by_role("button").click()

    def minutes(self, offer: Locator) -> int:
        """`3h 45m`."""
        hours, minutes = re.findall(r"\d+", offer.locator(".time-duration").inner_text())
        return int(hours) * 60 + int(minutes)

    def price(self, offer: Locator) -> int:
        """`Book flight for $250`."""
        return int(offer.get_by_role("button").inner_text().partition("$")[2])


class BuyTicket(Offers):
    """*buy-ticket*."""

    def solve(self) -> None:
        """One of those shown."""
        self.take(*self.told(r"Buy the ticket with the (.+)\."))


class BookFlight(Offers):
    """*book-flight*: two places that must be chosen among those offered, and a day from a calendar."""

    def solve(self) -> None:
        """Search, then take one."""
        wanted, origin, goal, day = self.told(
            rf"Book the (cheapest|shortest) one-way flight from: (.+) to: (.+) on {DATE}\."
        )
        offered(self.here, hinted(self.here, "From:"), origin, holds=origin)
        offered(self.here, hinted(self.here, "To:"), goal, holds=goal)
        pick_date(self.here, self.here.locator("#datepicker"), month_first(day))
        self.press("Search")
        self.take(wanted)
