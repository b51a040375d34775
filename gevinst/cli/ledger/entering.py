"""`gevinst ledger savings|costs`: lists of what no robot did into the ledger."""

from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Connection

from gevinst.cli.ledger.app import app
from gevinst.cli.opening import writing
from gevinst.cli.output import AsJson, print_json, say
from gevinst.ledger.importing import Entered, import_costs, import_savings


@app.command
def savings(file: Path, /, *, preview: bool = False, json: AsJson = False) -> None:
    """Post a list of savings by self-service, chatbots or changed processes: all of it or nothing.

    Args:
        file: CSV or Excel with Nøgle, Potentiale, Aktivitet, Måned, Antal, Dokumentation and Ansvarlig.
        preview: Only say what would be posted.
        json: Answer with JSON.
    """
    _enter(file, import_savings, preview=preview, json=json)


@app.command
def costs(file: Path, /, *, preview: bool = False, json: AsJson = False) -> None:
    """Post a list of what the potentials cost in hours and kroner: all of it or nothing.

    Args:
        file: CSV or Excel with Nøgle, Potentiale, Art, Dato, Timer, Kroner, Dokumentation and Ansvarlig.
        preview: Only say what would be posted.
        json: Answer with JSON.
    """
    _enter(file, import_costs, preview=preview, json=json)


def _enter(file: Path, enter: Callable[[Connection, Path], Entered], *, preview: bool, json: bool) -> None:
    with writing(keep=not preview) as connection:
        done = enter(connection, file)
    if json:
        print_json(vars(done) | {"preview": preview})
        return
    said = "ville blive posteret" if preview else "er posteret"
    say(f"{done.new} linjer {said}; {done.known} stod der i forvejen.")
    if done.late:
        say(f"{done.late} hører til en lukket måned og står i den første åbne.")
