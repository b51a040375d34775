"""What the browser kit's tests share: a site of their own, and a case in the real browser."""

from collections.abc import Iterator

import pytest

from connectors.browser.case import CaseContext
from connectors.browser.session import browser, close_browser
from tests.connectors.browser.serving import Site, running_site


@pytest.fixture
def site() -> Iterator[Site]:
    """A site of the test's own."""
    with running_site() as running:
        yield running


@pytest.fixture
def case(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[CaseContext]:
    """One case in this process' browser; where something is waited for in vain, not for long."""
    engine = getattr(request, "param", None)
    if engine is not None:
        close_browser()
        monkeypatch.setenv("GEVINST_BROWSER_EXECUTABLE", str(engine))
    with browser().case() as opened:
        opened.context.set_default_timeout(5_000)
        opened.context.set_default_navigation_timeout(15_000)
        opened.action_ms = 5_000
        yield opened
    if engine is not None:
        close_browser()
