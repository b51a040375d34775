"""The browser's errors say what happens next, and nothing personal."""

import os
import signal
import traceback
from collections.abc import Callable

import pytest

from connectors.browser.case import CaseContext
from connectors.browser.errors import speaking_to
from connectors.browser.session import browser
from gevinst.errors import GevinstError, ProcessError, RetryLater, SystemDown
from tests.connectors.browser.serving import Site
from tests.connectors.browser.test_session import process_of

NAME, CPR = "Agnes Ahornblad", "070248-1239"


def refused(case: CaseContext, site: Site) -> None:
    """Nobody listens."""
    case.page.goto("http://127.0.0.1:9")


def hung(case: CaseContext, site: Site) -> None:
    """The system takes the request in and never answers."""
    site.hangs.add("/")
    case.page.goto(site.url, timeout=300)


def hung_after_a_click(case: CaseContext, site: Site) -> None:
    """The answer to a click never comes."""
    site.pages["/"] = "<a href=/videre>Videre</a>"
    site.hangs.add("/videre")
    case.page.goto(site.url)
    with case.page.expect_navigation(timeout=300):
        case.page.get_by_role("link").click(no_wait_after=True)


def missing(case: CaseContext, site: Site) -> None:
    """The page came, and what is looked for isn't on it."""
    case.page.goto(site.url)
    case.page.get_by_text(NAME).click(timeout=300)


def ambiguous(case: CaseContext, site: Site) -> None:
    """Two where there must be one; the browser's own text quotes them."""
    site.pages["/"] = f"<p>{NAME}</p><p>{CPR}</p>"
    case.page.goto(site.url)
    case.page.locator("p").click()


def died(case: CaseContext, site: Site) -> None:
    """The browser is killed under the case."""
    os.kill(process_of(case), signal.SIGKILL)
    case.page.get_by_text(NAME).click()


@pytest.mark.parametrize(
    ("happens", "error"),
    [
        (refused, SystemDown),
        (hung, SystemDown),
        (hung_after_a_click, SystemDown),
        (missing, ProcessError),
        (ambiguous, ProcessError),
        (died, RetryLater),
    ],
)
def test_errors_say_what_happens_next_and_nothing_else(
    site: Site, happens: Callable[[CaseContext, Site], None], error: type[GevinstError]
) -> None:
    """A silent system waits, a changed screen fails, a dead browser is tried again; the browser's words are dropped."""
    with browser().case() as case, pytest.raises(error) as caught, speaking_to("pension"):
        happens(case, site)
    shown = "".join(traceback.format_exception(caught.value))
    assert "pension" in caught.value.detail
    assert [value for value in (NAME, CPR, site.url) if value in shown] == []
