"""`gevinst baselines list|approve|review`: many baselines at once, under the rule of three people. Speaks Danish."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Annotated, Literal

from cyclopts import App, Parameter
from sqlalchemy import Connection

from gevinst.cli.opening import reading, writing
from gevinst.cli.output import AsJson, print_json, print_table, say
from gevinst.potentials.approving import approve_all, chosen
from gevinst.potentials.baselines import ApproverRole
from gevinst.potentials.review import Due, holding, record_review
from gevinst.potentials.words import APPROVERS, METHODS, activity_in_danish
from gevinst.store.clock import today
from gevinst.values.dates import format_date_short

app = App(name="baselines", help="The baselines that hold now: approve many at once, and review them each year.")

Role = Annotated[Literal["unit-leader", "project-office"], Parameter(name="--as")]


@app.command(name="list")
def list_(*, waiting: bool = False, overdue: bool = False, unit: str = "", json: AsJson = False) -> None:
    """List the baselines that hold now.

    Args:
        waiting: Only those that lack an approval.
        overdue: Only those that nobody has measured or reviewed for a year.
        unit: Only this unit's (enhed).
        json: Answer with JSON.
    """
    with reading() as connection:
        found = [each for each in holding(connection, today(connection)) if not unit or each.unit == unit]
    if waiting or overdue:
        found = [each for each in found if (waiting and each.missing) or (overdue and each.is_old)]
    _tell(found, json=json)
    if not json:
        say(f"{len(found)} basislinjer.")


@app.command
def approve(
    *potentials: str, as_: Role, initials: str, unit: str = "", preview: bool = False, json: AsJson = False
) -> None:
    """Approve every baseline of these potentials that waits for one of the two roles: all of them or none.

    Args:
        potentials: Their ids, such as P-042 P-049.
        as_: Who approves: unit-leader or project-office.
        initials: Whose approval it is: neither the one who measured nor the one who approved in the other role.
        unit: Every potential of this unit (enhed) in place of single ones.
        preview: Only say what would be approved.
        json: Answer with JSON.
    """
    with writing(keep=not preview) as connection:
        day = today(connection)
        role = ApproverRole(as_.replace("-", " "))
        done = {
            each.baseline_id
            for each in approve_all(connection, chosen(connection, day, potentials, unit), role, initials)
        }
        found = [each for each in holding(connection, day) if each.baseline_id in done]
    _tell(found, json=json)
    if not json:
        say(f"{len(found)} basislinjer {'ville blive' if preview else 'er'} godkendt som {APPROVERS[role]}.")


@app.command
def review(*potentials: str, initials: str, unit: str = "", json: AsJson = False) -> None:
    """Record that these potentials' baselines were looked at and are still right; what isn't is measured anew.

    Args:
        potentials: Their ids, such as P-042 P-049.
        initials: Who looked at them.
        unit: Every potential of this unit (enhed) in place of single ones.
        json: Answer with JSON.
    """
    with writing() as connection:
        day = today(connection)
        record_review(connection, _of_today(connection, day, potentials, unit), day, initials)
        found = _of_today(connection, day, potentials, unit)
    _tell(found, json=json)
    if not json:
        say(f"{len(found)} basislinjer er gennemgået den {format_date_short(day)} og uændrede.")


def _of_today(connection: Connection, day: date, potentials: Collection[str], unit: str) -> list[Due]:
    return [each for each in chosen(connection, day, potentials, unit) if each.holds]


def _tell(found: Iterable[Due], *, json: bool) -> None:
    if json:
        print_json([vars(each) for each in found])
        return
    headings = ("Potentiale", "Titel", "Aktivitet", "Gælder fra", "Metode", "Gennemgået", "Mangler", "Sekunder pr. sag")
    print_table("", headings, [_row(each) for each in found], numbers=1)


def _row(each: Due) -> tuple[object, ...]:
    lacks = [f"godkendelse: {APPROVERS[role]}" for role in each.missing]
    return (
        each.potential_id,
        each.title,
        activity_in_danish(each.activity),
        format_date_short(each.valid_from),
        METHODS[each.method],  # type: ignore[index]
        format_date_short(each.reviewed_on) if each.reviewed_on else "",
        ", ".join([*lacks, "gennemgang"] if each.is_old else lacks),
        each.seconds_per_case,
    )
