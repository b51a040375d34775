"""A finance system of the test's own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from sandbox.erp.server import Both
from tests.finance import running_finance


@pytest.fixture
def finance(house: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Both]:
    """It runs, and the machine knows how to sign in."""
    with running_finance(house, monkeypatch) as both:
        yield both
