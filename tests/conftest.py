"""Fixtures every test may use: an isolated house, and our database on SQLite and on PostgreSQL."""

import itertools
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from sqlalchemy import Engine, create_engine, text

from gevinst.items.steps import begin_step
from gevinst.store import clock
from gevinst.store.engine import open_engine
from gevinst.store.migrate import upgrade
from sandbox.legacy.app import PASSWORD
from tests.pensys import RunningPensys, running_pensys
from tests.postgresql import running_postgresql
from tests.scheduling import OneHouse

hypothesis.settings.register_profile("never timed", deadline=None)
hypothesis.settings.load_profile("never timed")

_numbers = itertools.count(1)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> OneHouse:
    """Tests that share a house share a worker."""
    return OneHouse(config, log)


@pytest.fixture(autouse=True)
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A complete environment of the test's own: no setting, secret or folder of the machine is seen."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("GEVINST_")]:
        monkeypatch.delenv(name)
    for name, value in {
        "DATA_FOLDER": tmp_path / "data",
        "MAIL_FOLDER": tmp_path / "mail",
        "DIGITALPOST_FOLDER": tmp_path / "digitalpost",
        "SECRETS_FOLDER": tmp_path / "secrets",
        "SECRET_HASH_KEY": "a key of the tests",
        "SECRET_PENSION_PASSWORD": "hemmelig",
    }.items():
        monkeypatch.setenv(f"GEVINST_{name}", str(value))
    return tmp_path


@pytest.fixture(autouse=True)
def right_clock() -> Iterator[None]:
    """The clock is the machine's again after a test that moved it."""
    yield
    clock.offset.microseconds = 0


@pytest.fixture(autouse=True)
def no_step_in_hand() -> None:
    """What an earlier test of this process was doing is no step of this one's."""
    begin_step("")


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    """A running PostgreSQL, as a URL with `{database}` to fill in; `gevinst_template` in it is at our head."""
    with running_postgresql() as url:
        admin = create_engine(url.format(database="postgres"), isolation_level="AUTOCOMMIT")
        with admin.connect() as connection:
            connection.execute(text("CREATE DATABASE gevinst_template"))
        template = open_engine(url.format(database="gevinst_template"))
        upgrade(template)
        template.dispose()
        admin.dispose()
        yield url


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file at our head, to copy."""
    path = tmp_path_factory.mktemp("template") / "gevinst.sqlite"
    engine = open_engine(f"sqlite+pysqlite:///{path}")
    upgrade(engine)
    engine.dispose()  # the last connection to close folds the write-ahead log into the file
    return path


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(
    request: pytest.FixtureRequest, house: Path, sqlite_template: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[str]:
    """A database of the test's own at head, once on SQLite and once on PostgreSQL, also set as the settings' one."""
    if request.param == "sqlite":
        path = house / "data" / "gevinst.sqlite"
        path.parent.mkdir()
        path.write_bytes(sqlite_template.read_bytes())
        url = f"sqlite+pysqlite:///{path}"
        monkeypatch.setenv("GEVINST_DATABASE_URL", url)
        yield url
        return
    server: str = request.getfixturevalue("postgresql_url")
    name = f"test_{next(_numbers)}"
    admin = create_engine(server.format(database="postgres"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE gevinst_template STRATEGY FILE_COPY"))
    url = server.format(database=name)
    monkeypatch.setenv("GEVINST_DATABASE_URL", url)
    yield url
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    admin.dispose()


@pytest.fixture
def database(database_url: str) -> Iterator[Engine]:
    """An engine on `database_url`."""
    engine = open_engine(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def pensys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[RunningPensys]:
    """A PENSYS of the test's own, set in the settings with its password."""
    with running_pensys(tmp_path / "pensys.sqlite") as running:
        monkeypatch.setenv("GEVINST_PENSION_URL", running.url)
        monkeypatch.setenv("GEVINST_SECRET_PENSION_PASSWORD", PASSWORD)
        yield running


@pytest.fixture(scope="session")
def temporary_orchestrator() -> Iterator[None]:
    """Prefect's temporary server, started at first use; importing Prefect takes seconds, too."""
    from tests.orchestrator import running_orchestrator

    with running_orchestrator():
        yield


@pytest.fixture
def orchestrator(temporary_orchestrator: None) -> Iterator[None]:
    """A server to run flows on; what a run installs in this process is undone after the test."""
    from tests.orchestrator import leaving_logs_alone

    with leaving_logs_alone():
        yield
