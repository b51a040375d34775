"""`gevinst potentials list` and `show`."""

from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, select

from gevinst.cli.opening import reading
from gevinst.cli.output import AsJson, print_json, print_table, say
from gevinst.cli.potentials.words import change_in_danish
from gevinst.errors import Refused
from gevinst.potentials.history import history
from gevinst.potentials.potential import Potential
from gevinst.potentials.register import get_potential, list_potentials
from gevinst.potentials.words import METHODS, PHASES, activity_in_danish, kind_in_danish
from gevinst.reports.danish import moment as in_danish
from gevinst.store.tables import baseline_approvals, baselines
from gevinst.values.dates import format_date_short


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


def show(potential: str, /, *, json: AsJson = False) -> None:
    """Show one potential with its phases, baselines, approvals and every change of it.

    Args:
        potential: Its id, such as P-042.
        json: Answer with JSON.
    """
    with reading() as connection:
        found = get_potential(connection, potential)
        if found is None:
            raise Refused(f"potentialet {potential} findes ikke; se `gevinst potentials list`")
        measured = _baselines(connection, potential)
        changed = list(history(connection, potential))
    if json:
        print_json(_as_json(found) | {"baselines": measured, "changes": [asdict(each) for each in changed]})
        return
    say(f"{found.id}  {found.title}{' (illustrativ)' if found.illustrative else ''}")
    say(f"Enhed: {found.unit}. Ejer: {found.owner}. Digital agent: {found.digital_agent}.")
    say(f"Art: {kind_in_danish(found.kind)}. KLE: {found.kle_subject or '-'} {found.kle_facet or ''}")
    if found.case_reference:
        say(f"Sag i ESDH: {found.case_reference}")
    for link in found.links:
        say(f"Link: {link}")
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
    print_table(
        "Ændringer",
        ("Hvornår", "Hvem", "Hvad", "Kilde"),
        [
            (in_danish(each.changed_at), each.initials or "(slettet)", change_in_danish(each.change), each.source)
            for each in changed
        ],
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
        .order_by(baselines.c.activity, baselines.c.valid_from)
    )
    return [
        {name: getattr(row, name) for name in columns}
        | {"approved_by_roles": sorted(approved.get(row.id, [])), "approved": len(approved.get(row.id, [])) == 2}
        for row in rows
    ]
