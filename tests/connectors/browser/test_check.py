"""Doctor's look at the browser."""

from collections.abc import Iterator

import pytest

from connectors.browser.check import check_browser
from connectors.browser.session import close_browser


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    """Whatever a test sets counts, and is gone afterwards."""
    close_browser()
    yield
    close_browser()


def test_a_browser_that_works_is_fine() -> None:
    """It starts, takes a picture and prints, and there is nothing to do."""
    finding = check_browser()
    assert (finding.ok, finding.remedy) == (True, "")


def test_a_browser_that_is_not_there_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    """The setting at fault is named, as is the command that installs one."""
    monkeypatch.setenv("GEVINST_BROWSER_EXECUTABLE", "/findes/ikke")
    finding = check_browser()
    assert not finding.ok
    assert "GEVINST_BROWSER_EXECUTABLE" in finding.detail
    assert "make setup" in finding.remedy
