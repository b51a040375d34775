"""PENSYS in the real browser."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import FrameLocator, Page, expect

from tests.pensys import RunningPensys
from tests.sandbox.bare_browser import bare_page
from tests.sandbox.legacy.driving import sign_in


@pytest.fixture
def page(pensys: RunningPensys) -> Iterator[Page]:
    """At the login."""
    with bare_page() as page:
        page.goto(pensys.url)
        yield page


@pytest.fixture
def menu(page: Page) -> FrameLocator:
    """The frame with the menu, after signing in."""
    sign_in(page)
    expect(page).to_have_title("PENSYS - Helbredstillæg (OPDIGTET)")
    return page.frame_locator("frame[name=menu]")


@pytest.fixture
def here(page: Page) -> FrameLocator:
    """The frame where everything is shown."""
    return page.frame_locator("frame[name=indhold]")
