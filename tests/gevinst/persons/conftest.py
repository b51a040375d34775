"""Fixtures of a citizen's rights."""

import pytest
from sqlalchemy import Engine

from tests.gevinst.core import register_potential
from tests.gevinst.persons.citizens import Desk


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Desk:
    """Somebody at a terminal."""
    return Desk(monkeypatch, capsys)


@pytest.fixture
def registered(database: Engine) -> Engine:
    """The potential that entries need."""
    register_potential(database)
    return database
