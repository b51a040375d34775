"""The door in front of our pages, with somebody in each role who can sign in by password."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from gevinst.private_files import write_private
from gevinst.web.app import create_app_behind_door
from tests.gevinst.door.visitors import make_users
from tests.gevinst.web.office import Served, served


@pytest.fixture(scope="session")
def users_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Everybody's password, hashed once: that takes its time on purpose."""
    with pytest.MonkeyPatch.context() as settings:
        return make_users(tmp_path_factory.mktemp("users"), settings)


@pytest.fixture
def colleagues(house: Path, users_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sign-in by password, and who can."""
    monkeypatch.setenv("GEVINST_SIGN_IN", "password")
    monkeypatch.setenv("GEVINST_USERS_FILE", str(house / "users.yaml"))
    write_private(house / "users.yaml", users_file.read_bytes())


@pytest.fixture
def door(database: Engine, colleagues: None) -> Iterator[Served]:
    """The door, open for business."""
    assert colleagues is None
    with served(database, create_app_behind_door) as running:
        yield running
