"""Waiting for what the domain says: a status, another page's number, a spinner that is gone.

Never for time to pass and never for the network to rest: the one is too short on a bad day, the other says nothing.
"""

from collections.abc import Callable

from playwright.sync_api import Locator, expect

from connectors.browser.errors import speaking_to
from connectors.browser.page import Page
from gevinst.errors import ProcessError


def wait_until_it_says(page: Page, place: Locator, text: str, *, what: str, seconds: float | None = None) -> None:
    """Until one place shows exactly this text.

    Args:
        page: Whose place it is.
        place: Where.
        text: What must stand there.
        what: In a word, for the error: it may not hold what is read.
        seconds: How long it may take; none means as long as any action.

    Raises:
        ProcessError: It did not come in time.
    """
    _wait(page, lambda within: expect(place).to_have_text(text, timeout=within), what, seconds)


def wait_until_it_changes(page: Page, place: Locator, before: str, *, what: str, seconds: float | None = None) -> None:
    """Until one place shows another text than it did; see `wait_until_it_says`."""
    _wait(page, lambda within: expect(place).not_to_have_text(before, timeout=within), what, seconds)


def wait_until_gone(page: Page, place: Locator, *, what: str, seconds: float | None = None) -> None:
    """Until nothing of it can be seen any more; see `wait_until_it_says`."""
    _wait(page, lambda within: expect(place).not_to_be_visible(timeout=within), what, seconds)


def _wait(page: Page, condition: Callable[[float], None], what: str, seconds: float | None) -> None:
    within = page.case.action_ms if seconds is None else seconds * 1000
    try:
        with speaking_to(page.system):
            condition(within)
    except AssertionError:
        raise ProcessError(f"{page.system}: {what} did not come within {within / 1000:g} s") from None
