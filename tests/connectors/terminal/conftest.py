"""A SAGSYS of each test's own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from sandbox.mainframe.server import Running, running


@pytest.fixture
def host(tmp_path: Path) -> Iterator[Running]:
    """It answers on a free port of loopback; its state is a file."""
    with running(tmp_path / "sagsys.sqlite") as started:
        yield started
