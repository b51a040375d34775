"""`gevinst ledger savings|costs|harvested|harvests|take-back`: what people know, from lists, under the ledger's rules."""

from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Connection, select

from gevinst.cli.ledger.app import app
from gevinst.cli.opening import reading, writing
from gevinst.cli.output import AsJson, print_json, print_table, say
from gevinst.ledger.harvests import take_back as take_back_harvest
from gevinst.ledger.importing import Entered, import_costs, import_harvests, import_savings
from gevinst.potentials.words import PERMANENCES
from gevinst.reports.danish import number
from gevinst.store.tables import harvests as harvests_table
from gevinst.values.dates import format_date_short


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


@app.command
def harvested(file: Path, /, *, preview: bool = False, json: AsJson = False) -> None:
    """Record a list of what was taken home in a budget: all of it or nothing.

    Args:
        file: CSV or Excel with Nøgle, Potentiale, Dato, Varighed, Årsværk, Kroner, Budgetreference and Ansvarlig.
        preview: Only say what would be recorded.
        json: Answer with JSON.
    """
    _enter(file, import_harvests, preview=preview, json=json)


@app.command
def harvests(*, json: AsJson = False) -> None:
    """List what was taken home, and what of it was taken back."""
    with reading() as connection:
        found = connection.execute(select(harvests_table).order_by(harvests_table.c.id)).all()
    if json:
        print_json([dict(row._mapping) for row in found])  # noqa: SLF001 (SQLAlchemy's own name for it)
        return
    rows = [
        (
            row.id,
            row.potential_id,
            format_date_short(row.harvested_on),
            PERMANENCES[row.permanence],
            row.budget_reference if row.reverses is None else f"tager {row.reverses} tilbage: {row.budget_reference}",
            number(row.hundredths_of_fte / 100, 2),
            number(row.amount_dkk),
        )
        for row in found
    ]
    print_table("", ("Nr.", "Potentiale", "Dato", "Varighed", "Reference", "Årsværk", "Kroner"), rows, numbers=2)


@app.command
def take_back(harvest: int, /, *, reason: str, initials: str, json: AsJson = False) -> None:
    """Take a harvested gain back by its mirror image.

    Args:
        harvest: Its number in `gevinst ledger harvests`.
        reason: Why, without personal data.
        initials: Who takes it back.
        json: Answer with JSON.
    """
    with writing() as connection:
        mirrored = take_back_harvest(connection, harvest, reason=reason, initials=initials)
    if json:
        print_json({"harvest": harvest, "taken_back_by": mirrored})
        return
    say(f"{harvest} er taget tilbage med nr. {mirrored}.")


def _enter(file: Path, enter: Callable[[Connection, Path], Entered], *, preview: bool, json: bool) -> None:
    with writing(keep=not preview) as connection:
        done = enter(connection, file)
    if json:
        moved = [each.as_json() for each in done.moved]
        print_json(vars(done) | {"moved": moved, "preview": preview})
        return
    said = "ville blive indlæst" if preview else "er indlæst"
    say(f"{done.new} {'linje' if done.new == 1 else 'linjer'} {said}; {done.known} stod der i forvejen.")
    if done.late:
        say(f"{done.late} hører til en lukket måned og står i den første åbne:")
        for each in done.moved:
            say(f"  {each.sheet}, række {each.row}, {each.column}: {each.reason}")
