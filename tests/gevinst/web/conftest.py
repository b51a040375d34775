"""One municipality served for all tests of the page; it stays in November 2026."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import httpx
import pytest
from sqlalchemy import Engine

from gevinst.store import clock
from gevinst.store.engine import open_engine
from tests.gevinst.web.desk import WITHOUT_NUMBER, Desk, known, mail, person, receive, run, served_desk
from tests.gevinst.web.office import Served, fill, served, set_clock


@pytest.fixture(autouse=True)
def november() -> None:
    """It is 20 November 2026."""
    set_clock(date(2026, 11, 20))


@pytest.fixture(scope="package")
def page_of_office(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The live page of `fill`'s municipality, which no test changes."""
    path = tmp_path_factory.mktemp("office") / "gevinst.sqlite"
    path.write_bytes(sqlite_template.read_bytes())
    engine = open_engine(f"sqlite+pysqlite:///{path}")
    with pytest.MonkeyPatch.context() as settings:
        settings.setenv("GEVINST_SECRET_HASH_KEY", "a key of the tests")
        fill(engine)
    with served(engine) as running:
        yield running
    engine.dispose()
    clock.offset.microseconds = 0


@pytest.fixture
def desk(database: Engine) -> Iterator[Desk]:
    """One unit, its caseworker ABC, and GEV-1, which waits for a CPR number."""
    known(database)
    receive(mail(WITHOUT_NUMBER))
    assert run(database) == ["pending user action: cpr-missing"]
    with served_desk(database, person(database)) as served:
        yield served


@pytest.fixture
def client(desk: Desk) -> Iterator[httpx.Client]:
    """Their browser."""
    with httpx.Client(base_url=desk.url, timeout=60) as made:
        yield made
