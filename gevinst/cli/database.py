"""`gevinst database upgrade|grant`: bring the database to this version, and bind the role that flows run under."""

from cyclopts import App

from gevinst.cli.opening import writing
from gevinst.cli.output import AsJson, print_json, say
from gevinst.settings import settings
from gevinst.store.engine import open_engine
from gevinst.store.migrate import current_revision, head_revision
from gevinst.store.migrate import upgrade as run_migrations
from gevinst.store.roles import grant_application

app = App(name="database", help="The database that items and ledger live in.")


@app.command
def upgrade(*, json: AsJson = False) -> None:
    """Run every missing migration; safe to run again, and refuses a database of a newer version."""
    settings().data_folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    engine = open_engine()
    try:
        before = current_revision(engine)
        run_migrations(engine)
    finally:
        engine.dispose()
    head = head_revision()
    if json:
        print_json({"before": before, "now": head})
    elif before == head:
        say(f"The database was already at revision {head}.")
    else:
        say(f"The database is at revision {head} (before: {before or 'empty'}).")


@app.command
def grant(role: str, /, *, json: AsJson = False) -> None:
    """Give a PostgreSQL role what flows need and no more: it can add to the ledger, and never change it.

    Args:
        role: An existing role that owns none of our tables; set it in GEVINST_DATABASE_URL of workers afterwards.
        json: Answer with JSON.
    """
    with writing() as connection:
        grant_application(connection, role)
    if json:
        print_json({"role": role})
    else:
        say(f"The role {role} may read and add to the ledger and the journal, and work with the rest.")
