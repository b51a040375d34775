"""Print one of our own pages as a tagged PDF: the entry point `chromium` of `gevinst.printers`.

In a browser of its own that is ended afterwards, on a thread of its own: whatever else the process has open stays as it
is. The page gets neither network nor script, and a browser that hangs is killed.
"""

import threading
from concurrent.futures import ThreadPoolExecutor
from html import escape
from pathlib import Path

from playwright.sync_api import Browser, Error, Page, Route

from connectors.browser.driver import Driver, start_driver
from connectors.browser.finding import find_browser
from gevinst.errors import ConfigurationError, RetryLater
from gevinst.written_whole import write_whole

SECONDS = 120
"""A report of 331 potentials takes two."""
_ARGUMENTS = ("--disable-background-networking", "--disable-component-update", "--no-first-run")
_FOOTER = (
    '<div style="width:100%; margin:0 14mm; font:10px Arial, sans-serif; color:#5b6775; display:flex;'
    ' justify-content:space-between"><span>{title}</span>'
    '<span>Side <span class="pageNumber"></span> af <span class="totalPages"></span></span></div>'
)


def print_page(html: Path, into: Path) -> None:
    """Print a page that needs nothing from outside, on the paper its own stylesheet names; the page's number in the foot.

    Args:
        html: The page.
        into: The PDF; one that is there is replaced when the new one is whole.

    Raises:
        ConfigurationError: There is no browser, or it can't start; says what to do.
        RetryLater: The browser printed nothing, or not in time; what was there before still is.
        OSError: The page can't be read, or the PDF can't be written.
    """
    with ThreadPoolExecutor(1, thread_name_prefix="printing") as thread:
        pdf = thread.submit(_print, html.resolve(strict=True)).result()
    write_whole(into, pdf)


def _print(html: Path) -> bytes:
    driver = start_driver(())
    deadline = threading.Timer(SECONDS, driver.kill)
    deadline.daemon = True
    deadline.start()
    try:
        return _printed(_launched(driver), html)
    except Error as error:
        raise RetryLater(f"the browser did not print {html.name} ({type(error).__name__})") from None
    finally:
        deadline.cancel()
        driver.close()


def _launched(driver: Driver) -> Browser:
    """Never one that is shown: that prints no PDF."""
    choice = find_browser(driver.playwright, headed=False)
    try:
        return driver.playwright.chromium.launch(
            executable_path=choice.executable, channel=choice.channel, headless=True, args=_ARGUMENTS
        )
    except Error as error:
        raise ConfigurationError(f"the browser {choice} can't start: {error.message.splitlines()[0]}") from None


def _printed(browser: Browser, html: Path) -> bytes:
    try:
        context = browser.new_context(locale="da-DK", offline=True, java_script_enabled=False, service_workers="block")
        page = context.new_page()
        address = html.as_uri()
        page.route("**/*", lambda route: _only(address, route))
        page.goto(address, timeout=SECONDS * 1000)
        return _pdf(page)
    finally:
        browser.close()


def _only(address: str, route: Route) -> None:
    if route.request.url == address:
        route.continue_()
    else:
        route.abort()


def _pdf(page: Page) -> bytes:
    return page.pdf(
        prefer_css_page_size=True,
        format="A4",
        landscape=True,
        print_background=True,
        display_header_footer=True,
        header_template="<span></span>",
        footer_template=_FOOTER.format(title=escape(page.title())),
        tagged=True,
        outline=True,
    )
