"""The two databases to measure on: files of the benchmark's own, durable as in production, gone afterwards."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine, create_engine, text

from gevinst.store.engine import open_engine
from gevinst.store.migrate import upgrade
from tests.postgresql import running_postgresql

BOTH = ("sqlite", "postgresql")
NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


@contextmanager
def fresh(dialect: str) -> Iterator[Engine]:
    """An engine on a new database at our head. The settings point at it and at nothing else of this machine."""
    with _new(dialect) as url, tempfile.TemporaryDirectory() as folder:
        ours = {
            "GEVINST_DATABASE_URL": url,
            "GEVINST_DATA_FOLDER": folder,
            "GEVINST_SECRET_HASH_KEY": "a key of the benchmarks",
        }
        before = {name: os.environ.get(name) for name in ours}
        os.environ.update(ours)
        engine = open_engine(url)
        try:
            upgrade(engine)
            yield engine
        finally:
            engine.dispose()
            for name, value in before.items():
                os.environ.pop(name) if value is None else os.environ.update({name: value})


@contextmanager
def _new(dialect: str) -> Iterator[str]:
    if dialect == "sqlite":
        with tempfile.TemporaryDirectory() as folder:
            yield f"sqlite+pysqlite:///{Path(folder) / 'bench.sqlite'}"
        return
    with running_postgresql(durable=True) as server:
        admin = create_engine(server.format(database="postgres"), isolation_level="AUTOCOMMIT")
        with admin.connect() as connection:
            connection.execute(text("CREATE DATABASE bench"))
        admin.dispose()
        yield server.format(database="bench")


def settle(engine: Engine) -> None:
    """After a bulk fill: nothing left for the measured part to clean up.

    PostgreSQL gets the statistics that its autovacuum would bring; SQLite none, as nobody makes them in production.
    """
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM (ANALYZE)"))
            connection.execute(text("CHECKPOINT"))
    engine.dispose()  # SQLite's last connection folds the write-ahead log into the file
