"""`gevinst ideas list|show|answer`: what digital agents propose, and the answers they get. Speaks Danish."""

from dataclasses import asdict
from datetime import date
from typing import Annotated, Any

from cyclopts import App

from gevinst.cli.choices import by_value
from gevinst.cli.opening import reading, writing
from gevinst.cli.output import AsJson, print_json, print_table, say
from gevinst.errors import Refused
from gevinst.potentials import idea_answers
from gevinst.potentials.idea_answers import Reason, Verdict
from gevinst.potentials.idea_mail import NO_ADDRESS, where_the_mails_are
from gevinst.potentials.ideas import Idea, Status, find_idea, list_ideas
from gevinst.potentials.potential import Potential
from gevinst.potentials.register import get_potential, list_potentials
from gevinst.potentials.words import PHASES
from gevinst.redaction import redact
from gevinst.reports.danish import hours
from gevinst.reports.danish import moment as in_danish
from gevinst.reports.lines import estimated_seconds
from gevinst.store.clock import local_date, today
from gevinst.values.dates import format_date_short

app = App(name="ideas", help="Ideas for potentials, and the answers their proposers get.")

_GONE = "(slettet)"


@app.command(name="list")
def list_(
    *, status: Annotated[Status | None, by_value(Status)] = None, late: bool = False, json: AsJson = False
) -> None:
    """List the ideas, those that wait longest for an answer first.

    Args:
        status: afventer svar, godkendt til analyse or afvist.
        late: Only those whose answer was promised by an earlier day.
        json: Answer with JSON.
    """
    with reading() as connection:
        now = today(connection)
        found = [
            each
            for each in list_ideas(connection)
            if (status is None or each.status is status) and (not late or each.is_late(now))
        ]
        mails = where_the_mails_are(connection, found)
        potentials = {each.id: each for each in list_potentials(connection)}
    if json:
        print_json([_as_json(each, now, mails.get(each.potential_id)) for each in found])
        return
    rows = [
        (
            each.potential_id,
            each.in_words,
            each.initials or _GONE,
            format_date_short(local_date(each.proposed_at)),
            format_date_short(each.answer_by),
            _status(each, now),
            mails.get(each.potential_id, ""),
            _hours(potentials[each.potential_id]),
        )
        for each in found
    ]
    headings = ("Id", "Idé", "Fra", "Foreslået", "Svar senest", "Status", "Mail", "Timer pr. år")
    print_table("", headings, rows, numbers=1)
    waiting = sum(each.status is Status.AWAITING for each in found)
    say(f"{len(found)} idéer; {waiting} afventer svar, {sum(each.is_late(now) for each in found)} over tiden.")
    if silent := sorted({each.initials or _GONE for each in found if mails.get(each.potential_id) == NO_ADDRESS}):
        say(f"Kan ikke få svar pr. mail: {', '.join(silent)}. Sæt adressen med `gevinst staff address`.")


@app.command
def show(potential: str, /, *, json: AsJson = False) -> None:
    """Show one idea, and what became of it.

    Args:
        potential: Its number, such as P-332.
        json: Answer with JSON.
    """
    with reading() as connection:
        now = today(connection)
        idea = find_idea(connection, potential)
        if idea is None:
            raise Refused(f"der er ingen idé med nummeret {redact(potential)}; se `gevinst ideas list`")
        mail = where_the_mails_are(connection, [idea]).get(potential, "")
        registered = get_potential(connection, potential)
    if json:
        print_json(_as_json(idea, now, mail or None))
        return
    say(f"{idea.potential_id}  {idea.in_words}")
    say(f"Foreslået af {idea.initials or _GONE} {in_danish(idea.proposed_at)}.")
    say(f"Status: {_status(idea, now)}; svar senest {format_date_short(idea.answer_by)}.")
    if idea.reason and idea.answered_at:
        say(f"Svar: {idea.reason}, {idea.answered_by or _GONE} {in_danish(idea.answered_at)}. Mail: {mail}.")
        say(Reason(idea.reason).sentence)
    if registered is not None:
        say(
            f"I registret: {registered.title}, {PHASES[registered.phases[-1][1]]}, {_hours(registered)} timer pr. år; "
            f"alle ændringer med `gevinst potentials show {registered.id}`."
        )


@app.command
def answer(
    potential: str,
    verdict: Annotated[Verdict, by_value(Verdict)],
    /,
    *,
    initials: str,
    reason: Annotated[Reason | None, by_value(Reason)] = None,
    json: AsJson = False,
) -> None:
    """Answer an idea: the potential changes its phase, and the proposer gets the answer by mail.

    Args:
        potential: Its number, such as P-332.
        verdict: godkend or afvis.
        initials: Who answers.
        reason: Why it is rejected: findes allerede, for lidt tid at hente, kræver et fagligt skøn, må ikke
            automatiseres, løses på anden måde, arbejdsgangen ændres, kan ikke lade sig gøre nu or mangler oplysninger.
        json: Answer with JSON.
    """
    with writing() as connection:
        idea = idea_answers.answer(connection, potential, verdict, reason=reason, initials=initials)
        mail = where_the_mails_are(connection, [idea])[potential]
        now = today(connection)
    if json:
        print_json(_as_json(idea, now, mail))
        return
    say(f"{potential} er nu: {idea.status}.")
    if mail == NO_ADDRESS:
        who = idea.initials or _GONE
        say(f"Vi kender ingen adresse til {who}: sig svaret selv, eller kør `gevinst staff address {who} ADRESSE`.")
    else:
        say("Svaret sendes i næste kørsel af svar-paa-ideer.")


def _status(idea: Idea, now: date) -> str:
    return f"{idea.status} (over tiden)" if idea.is_late(now) else idea.status


def _hours(potential: Potential) -> str:
    """What the register expects of it now, in a year."""
    seconds = estimated_seconds(potential)
    return hours(seconds) if seconds else "ikke oplyst"


def _as_json(idea: Idea, now: date, mail: str | None) -> dict[str, Any]:
    return asdict(idea) | {"late": idea.is_late(now), "mail": mail}
