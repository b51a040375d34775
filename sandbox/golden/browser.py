"""The browser that prints."""

from playwright.sync_api import sync_playwright

from connectors.browser.finding import find_browser


def browser_executable() -> str:
    """The Chromium binary of this machine.

    Raises:
        ConfigurationError: No browser is found.
    """
    with sync_playwright() as playwright:
        return str(find_browser(playwright).executable)
