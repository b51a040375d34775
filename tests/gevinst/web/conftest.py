"""One municipality served for all tests of the page; it stays in November 2026."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine

from gevinst.store import clock
from gevinst.store.engine import open_engine
from tests.gevinst.web.desk import WITHOUT_NUMBER, Colleague, Desk, at_desk, mail
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
def at_work(database: Engine, colleagues: None) -> Iterator[tuple[Desk, Colleague]]:
    """One unit, its caseworker ABC, and GEV-1, which waits for a CPR number."""
    assert colleagues is None
    with at_desk(database, mail(WITHOUT_NUMBER)) as (desk, colleague):
        assert desk.ended == ["pending user action: cpr-missing"]
        yield desk, colleague


@pytest.fixture
def desk(at_work: tuple[Desk, Colleague]) -> Desk:
    """The desk."""
    return at_work[0]


@pytest.fixture
def abc(at_work: tuple[Desk, Colleague]) -> Colleague:
    """ABC, signed in."""
    return at_work[1]
