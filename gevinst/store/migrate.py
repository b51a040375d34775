"""Bring a database to this code's revision; refuse one that is newer than the code."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

from gevinst.errors import ConfigurationError

MIGRATIONS = Path(__file__).parent / "migrations"


def upgrade(engine: Engine) -> None:
    """Run every missing migration, all in one transaction; a database from newer code is refused with a sentence."""
    check_not_newer(engine)
    with engine.begin() as connection:
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def current_revision(engine: Engine) -> str | None:
    """The revision the database is at; None when it is empty."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def head_revision() -> str:
    """The revision this code works with."""
    head = ScriptDirectory.from_config(_config()).get_current_head()
    assert head is not None  # noqa: S101 (a checkout without migrations can't run at all)
    return head


def revisions() -> list[str]:
    """Every revision this code knows, oldest first."""
    return [script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()][::-1]


def check_not_newer(engine: Engine) -> None:
    """Raise `ConfigurationError` when the database's revision is unknown to this code."""
    current = current_revision(engine)
    if current is not None and current not in revisions():
        raise ConfigurationError(
            f"the database is at revision {current}, which this version of Gevinst doesn't know: upgrade Gevinst"
        )


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config
