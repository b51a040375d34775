"""One Prefect behind one door for all tests of this folder."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.gevinst.door.visitors import make_users
from tests.tasks.door.prefect_house import PrefectHouse, prefect_behind_door


@pytest.fixture(scope="session")
def prefect_house(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[PrefectHouse]:
    """It runs, and two units have something in it."""
    folder = tmp_path_factory.mktemp("door")
    with pytest.MonkeyPatch.context() as environment:
        make_users(folder, environment)
    with prefect_behind_door(folder, sqlite_template) as running:
        yield running
