"""A finance system of the test's own, and one case in the real browser."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from sandbox.erp.server import running
from sandbox.web.server import Running
from tests.sandbox.bare_browser import bare_page


@pytest.fixture
def erp(tmp_path: Path) -> Iterator[Running]:
    """It runs."""
    with running(tmp_path / "erp.sqlite") as both:
        yield both.system


@pytest.fixture
def page() -> Iterator[Page]:
    """Nobody is signed in."""
    with bare_page() as page:
        yield page
