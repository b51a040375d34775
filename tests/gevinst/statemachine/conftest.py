"""The two kinds of database a story is played on, in silence: a story is full of errors."""

import logging
from pathlib import Path

import pytest

from tests.gevinst.statemachine import databases
from tests.gevinst.statemachine.databases import Databases
from tests.gevinst.statemachine.model.things import ONE_IN


@pytest.fixture(autouse=True)
def silence(caplog: pytest.LogCaptureFixture) -> None:
    """Nothing is logged of the errors we make up."""
    caplog.set_level(logging.CRITICAL, logger="gevinst")


@pytest.fixture(autouse=True)
def every_second_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """A story has few items, and the sample must have some of them."""
    monkeypatch.setenv("GEVINST_SAMPLE_ONE_IN", str(ONE_IN))


@pytest.fixture
def on_sqlite(sqlite_template: Path, tmp_path: Path) -> Databases:
    """Copies of the template file."""
    return databases.on_sqlite(sqlite_template, tmp_path)


@pytest.fixture
def on_postgresql(postgresql_url: str) -> Databases:
    """Databases from the server's template."""
    return databases.on_postgresql(postgresql_url)
