"""A whole house on loopback: the door with Prefect behind it and ours on PostgreSQL, PENSYS, a worker, a mailbox."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, text

from gevinst.door.door import WORKER_HEADER
from gevinst.reports.parameters import seed_illustrative
from gevinst.store.engine import open_engine
from sandbox.demo.services import House, prefect_running
from sandbox.legacy.state import create
from tests.deployments.planted import MARKED
from tests.gevinst.core import register_potential
from tests.gevinst.door.visitors import make_users
from tests.pensys import RunningPensys, running_pensys

PREFECT, OURS = "prefect", "gevinst_house"
"""The two databases of the house."""
WORKER = "a secret that only workers have"
ACTIVITIES = ("read", "register", "file", "acknowledge")


@dataclass(frozen=True)
class Lodging(House):
    """The house's folder, and the PostgreSQL both databases are on, as a URL with `{database}` to fill in."""

    postgresql: str

    def environment(self) -> dict[str, str]:
        """The house's settings; what its processes leave in the folder for temporary files stays in the house."""
        temporary = self.folder / "tmp"
        temporary.mkdir(exist_ok=True)
        return super().environment() | {
            "GEVINST_DATABASE_URL": self.url(OURS),
            "PREFECT_SERVER_DATABASE_CONNECTION_URL": self.url(PREFECT).replace("+psycopg", "+asyncpg"),
            "TMPDIR": str(temporary),
            "GEVINST_SIGN_IN": "password",
            "GEVINST_USERS_FILE": str(self.folder / "users.yaml"),
            "GEVINST_SECRET_WORKER_TOKEN": WORKER,
        }

    def url(self, database: str) -> str:
        """Where one of the two databases is."""
        return self.postgresql.format(database=database)


@dataclass(frozen=True)
class WholeHouse:
    """A house in which everything answers; `environment` is that of its processes."""

    lodging: Lodging
    environment: dict[str, str]
    api: str
    pensys: RunningPensys

    @property
    def ui(self) -> str:
        """Where caseworkers are sent."""
        return f"{self.api.removesuffix('/api')}/v2"

    @property
    def ours(self) -> Engine:
        """Our own database."""
        return open_engine(self.lodging.url(OURS))


@contextmanager
def whole_house_in(folder: Path, postgresql: str) -> Iterator[WholeHouse]:
    """Start it all, with one potential in operation and the marked citizens known; end it all."""
    lodging = Lodging(folder, postgresql)
    _make_databases(postgresql)
    with pytest.MonkeyPatch.context() as settings:
        make_users(folder, settings)
    ours = open_engine(lodging.url(OURS))
    register_potential(ours, activities=ACTIVITIES)
    with ours.begin() as connection:
        seed_illustrative(connection)
    with running_pensys(lodging.pensys) as pensys:
        create(lodging.pensys, MARKED)
        environment = os.environ | lodging.environment() | {"GEVINST_PENSION_URL": pensys.url}
        with prefect_running(lodging, environment) as api:
            as_worker = {"PREFECT_API_URL": api, "PREFECT_CLIENT_CUSTOM_HEADERS": json.dumps({WORKER_HEADER: WORKER})}
            yield WholeHouse(lodging, environment | as_worker, api, pensys)


def _make_databases(postgresql: str) -> None:
    admin = create_engine(postgresql.format(database="postgres"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {PREFECT}"))
        connection.execute(text(f"CREATE DATABASE {OURS} TEMPLATE gevinst_template"))
    admin.dispose()
