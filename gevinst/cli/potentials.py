"""`gevinst potentials import|list|show`: the register the savings are counted against. Speaks Danish."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

from cyclopts import App
from sqlalchemy import Connection, select

from gevinst.cli.opening import reading, writing
from gevinst.cli.output import AsJson, print_json, print_table, say
from gevinst.errors import Refused
from gevinst.potentials.importing import import_list
from gevinst.potentials.register import Potential, get_potential, list_potentials
from gevinst.potentials.words import METHODS, PHASES, activity_in_danish, kind_in_danish
from gevinst.reports.parameters import seed_illustrative
from gevinst.store.tables import baseline_approvals, baselines
from gevinst.values.dates import format_date_short

app = App(name="potentials", help="The register of potentials and their baselines.")


@app.command(name="import")
def import_(file: Path, /, *, json: AsJson = False) -> None:
    """Bring a potential list (Excel or CSV) in: checked whole first, applied whole or not at all.

    Args:
        file: The list, with its Danish headings.
        json: Answer with JSON.
    """
    with writing() as connection:
        done = import_list(connection, file)
        # An illustrative list comes with illustrative rates, so that a demonstration has a basis for its figures.
        illustrated = done.illustrative and seed_illustrative(connection)
    if json:
        print_json(done.as_json())
        return
    say(f"Potentialer: {done.new} nye, {done.changed} ændret, {done.unchanged} uændret.")
    say(
        f"Basislinjer: {done.baselines_new} nye, {done.baselines_unchanged} uændret; {done.approvals_new} godkendelser."
    )
    if illustrated:
        say("Listen er illustrativ; illustrative satser er sat, se `gevinst parameters list`.")
    if done.unused_headings:
        say(f"Kolonner, der ikke bruges: {', '.join(done.unused_headings)}.")


@app.command(name="list")
def list_(*, unit: str = "", json: AsJson = False) -> None:
    """List the register.

    Args:
        unit: Only this unit (enhed).
        json: Answer with JSON.
    """
    with reading() as connection:
        found = [each for each in list_potentials(connection) if not unit or each.unit == unit]
    if json:
        print_json([_as_json(each) for each in found])
        return
    rows = [
        (each.id, each.title, each.unit, kind_in_danish(each.kind), _phase(each), each.volume_per_year)
        for each in found
    ]
    print_table("", ("Id", "Titel", "Enhed", "Art", "Fase", "Volumen pr. år"), rows, numbers=1)
    say(f"{len(found)} potentialer{' (illustrative)' if any(each.illustrative for each in found) else ''}.")


@app.command
def show(potential: str, /, *, json: AsJson = False) -> None:
    """Show one potential with its phases, baselines and approvals.

    Args:
        potential: Its id, such as P-042.
        json: Answer with JSON.
    """
    with reading() as connection:
        found = get_potential(connection, potential)
        if found is None:
            raise Refused(f"potentialet {potential} findes ikke; se `gevinst potentials list`")
        measured = _baselines(connection, potential)
    if json:
        print_json(_as_json(found) | {"baselines": measured})
        return
    say(f"{found.id}  {found.title}{' (illustrativ)' if found.illustrative else ''}")
    say(f"Enhed: {found.unit}. Ejer: {found.owner}. Digital agent: {found.digital_agent}.")
    say(f"Art: {kind_in_danish(found.kind)}. KLE: {found.kle_subject or '-'} {found.kle_facet or ''}")
    for day, phase in found.phases:
        say(f"Fra {format_date_short(day)}: {PHASES[phase]}")
    rows = [
        (
            activity_in_danish(each["activity"]),
            each["version"],
            format_date_short(each["valid_from"]),
            METHODS[each["method"]],
            "godkendt" if each["approved"] else "foreløbig",
            each["seconds_per_case"],
        )
        for each in measured
    ]
    print_table(
        "Basislinjer", ("Aktivitet", "Version", "Gælder fra", "Metode", "", "Sekunder pr. sag"), rows, numbers=1
    )


def _phase(potential: Potential) -> str:
    return PHASES[potential.phases[-1][1]] if potential.phases else ""


def _as_json(potential: Potential) -> dict[str, Any]:
    phases = [{"from": day, "phase": phase} for day, phase in potential.phases]
    return asdict(potential) | {"phases": phases}


def _baselines(connection: Connection, potential_id: str) -> list[dict[str, Any]]:
    approved: dict[int, list[str]] = {}
    for given in connection.execute(select(baseline_approvals.c.baseline_id, baseline_approvals.c.role)):
        approved.setdefault(given.baseline_id, []).append(given.role)
    columns = ("activity", "version", "seconds_per_case", "method", "sample_size", "valid_from", "valid_to")
    rows = connection.execute(
        select(baselines)
        .where(baselines.c.potential_id == potential_id)
        .order_by(baselines.c.activity, baselines.c.version)
    )
    return [
        {name: getattr(row, name) for name in columns}
        | {"approved_by_roles": sorted(approved.get(row.id, [])), "approved": len(approved.get(row.id, [])) == 2}
        for row in rows
    ]
