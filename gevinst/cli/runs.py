"""`gevinst runs list|show`: the reports of runs, found by what the orchestrator calls them."""

from dataclasses import asdict

from cyclopts import App

from gevinst.cli.output import AsJson, moment, print_json, print_table, say
from gevinst.reports.danish import moment as in_danish
from gevinst.reports.run_files import ENOUGH_OF_AN_ID, RunFile, find_run, run_files

app = App(name="runs", help="Reports of runs: what was done case by case, and what was seen where it failed.")


@app.command(name="list")
def list_(*, limit: int = 20, json: AsJson = False) -> None:
    """List the reports there are, the latest first.

    Args:
        limit: At most this many.
        json: Answer with JSON.
    """
    found = run_files()[:limit]
    if json:
        print_json([_as_json(each) for each in found])
        return
    rows = [
        (run.run[:ENOUGH_OF_AN_ID], run.name, run.queue, in_danish(run.made_at), run.completed, run.waiting, run.failed)
        for run in found
    ]
    print_table("", ("Id", "Kørsel", "Kø", "Slut", "Afsluttet", "Afventer", "Fejlet"), rows, numbers=3)


@app.command
def show(run: str, /, *, json: AsJson = False) -> None:
    """Say where the report of a run lies, to open in a browser on this machine.

    Args:
        run: Its name, such as gifted-otter; its id or how that begins; or latest.
        json: Answer with JSON.
    """
    found = find_run(run)
    if json:
        print_json(_as_json(found))
        return
    say(f"{found.name}: {found.completed} afsluttet, {found.waiting} afventer, {found.failed} fejlet.")
    say(str(found.path))


def _as_json(found: RunFile) -> dict[str, object]:
    return asdict(found) | {"made_at": moment(found.made_at), "path": str(found.path)}
