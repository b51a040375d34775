"""Migrations: from every earlier revision with data in it, up to this one; and never from a newer one."""

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import DBAPIError

from gevinst.cli import run as gevinst
from gevinst.errors import ConfigurationError
from gevinst.ledger.verify import verify
from gevinst.store.engine import open_engine
from gevinst.store.migrate import _config, head_revision, revisions, upgrade
from gevinst.store.tables import metadata

# A row of each kind as the first revision held it: what a municipality that upgrades years later has.
DATA_AT_0001 = (
    "INSERT INTO queues (name, potential_id) VALUES ('q', 'P-1')",
    "INSERT INTO potentials (id, title, unit, owner, digital_agent, kind, updated_at)"
    " VALUES ('P-1', 't', 'u', 'o', 'a', 'robot', 1)",
    "INSERT INTO potential_phases (potential_id, valid_from, phase) VALUES ('P-1', '2023-01-01', 'in operation')",
    "INSERT INTO baselines (potential_id, activity, version, seconds_per_case, method, measured_by, valid_from, recorded_at)"
    " VALUES ('P-1', 'read', 1, 60, 'estimate', 'M', '2023-01-01', 1)",
    "INSERT INTO items (queue, reference, content_hash, payload, state, outcome, claim_no, potential_id, created_at,"
    " updated_at, finished_at) VALUES ('q', 'r', 'c', '{}', 'completed', 'by robot', 1, 'P-1', 1, 1, 1)",
    "INSERT INTO credits (item_id, activity, units, robot_ms, counts_by_person, occurred_at)"
    " VALUES (1, 'read', 1, 5, false, 1700000000000000)",
    "INSERT INTO periods (period) VALUES ('2023-11')",
    "INSERT INTO ledger_entries (kind, role, potential_id, item_id, activity, units, seconds, baseline_id, unit,"
    " potential_kind, occurred_at, recorded_at, period) VALUES ('saving', 'original', 'P-1', 1, 'read', 1, 60, 1, 'u',"
    " 'robot', 1700000000000000, 1700000000000000, '2023-11')",
)


@pytest.fixture
def empty(database: Engine) -> Engine:
    """A database without any table, in place of the one at head."""
    if database.dialect.name == "sqlite":
        path = database.url.database
        assert path is not None
        return open_engine(f"sqlite+pysqlite:///{path}.empty")
    admin = create_engine(database.url.set(database="postgres"), isolation_level="AUTOCOMMIT")
    name = f"{database.url.database}_empty"
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    admin.dispose()
    return open_engine(database.url.set(database=name).render_as_string(hide_password=False))


def up_to(engine: Engine, revision: str) -> None:
    """Migrate as far as a version of years ago did."""
    with engine.begin() as connection:
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


def test_the_migrations_make_what_the_tables_say(database: Engine) -> None:
    """A database brought up by migrations differs in nothing from the tables the code works with."""
    with database.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


@pytest.mark.parametrize("revision", revisions()[:-1])
def test_a_database_with_data_comes_up_from_every_earlier_revision(empty: Engine, revision: str) -> None:
    """Nothing is lost on the way, the books hold, and the ledger still refuses every change."""
    up_to(empty, "0001")
    with empty.begin() as connection:
        for statement in DATA_AT_0001:
            connection.execute(text(statement))
    up_to(empty, revision)
    upgrade(empty)
    with empty.connect() as connection:
        assert connection.execute(text("SELECT seconds FROM ledger_entries")).scalars().all() == [60]
        assert connection.execute(text("SELECT count(*) FROM items")).scalar() == 1
        assert verify(connection) == []
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    for verb in ("UPDATE ledger_entries SET seconds = 1", "DELETE FROM ledger_entries"):
        with pytest.raises(DBAPIError), empty.begin() as connection:
            connection.execute(text(verb))
    upgrade(empty)  # a second time changes nothing
    empty.dispose()


def test_a_newer_database_is_refused_with_a_sentence(database: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    """Old code on a new database stops before it writes anything, and says what to do."""
    with database.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(ConfigurationError, match=r"9999.*upgrade Gevinst"):
        upgrade(database)
    assert gevinst(["items", "list"]) == 1
    assert "upgrade Gevinst" in capsys.readouterr().err
    assert head_revision() != "9999"
