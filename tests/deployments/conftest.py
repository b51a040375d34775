"""One whole house for all tests of this folder that need it."""

from collections.abc import Iterator

import pytest

from tests.deployments.house import WholeHouse, whole_house_in
from tests.deployments.working import work_through


@pytest.fixture(scope="session")
def whole_house(tmp_path_factory: pytest.TempPathFactory, postgresql_url: str) -> Iterator[WholeHouse]:
    """Everything that runs in production, on free ports of this machine's loopback."""
    with whole_house_in(tmp_path_factory.mktemp("house"), postgresql_url) as house:
        yield house


@pytest.fixture(scope="session")
def worked_house(whole_house: WholeHouse) -> WholeHouse:
    """The same, after it has worked through mail in which everything personal is planted."""
    work_through(whole_house)
    return whole_house


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Search for leaks last: what the other tests of this folder did in the house is searched as well."""
    ours = [each for each in items if each.path.parent.name == "deployments"]
    ordered = iter(sorted(ours, key=lambda each: each.path.name == "test_leaks.py"))
    items[:] = [next(ordered) if each in ours else each for each in items]
