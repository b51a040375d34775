"""`gevinst database upgrade`: bring the database to this version, making it where there is none."""

from cyclopts import App

from gevinst.cli.output import AsJson, print_json, say
from gevinst.settings import settings
from gevinst.store.engine import open_engine
from gevinst.store.migrate import current_revision, head_revision
from gevinst.store.migrate import upgrade as run_migrations

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
