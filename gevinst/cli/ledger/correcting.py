"""`gevinst ledger reverse|repost|exceptions|settle`: put right what was posted, and post what could not be."""

from datetime import date
from typing import Annotated

from gevinst.cli.choices import by_value
from gevinst.cli.ledger.app import app
from gevinst.cli.opening import opened, reading, writing
from gevinst.cli.output import AsJson, moment, print_json, print_table, say
from gevinst.ledger import reversal
from gevinst.ledger.exceptions import settle as settle_exceptions
from gevinst.ledger.exceptions import unsettled
from gevinst.ledger.repost import repost as repost_entries
from gevinst.ledger.words import MISSING
from gevinst.potentials.baselines import Measurement, Method
from gevinst.potentials.words import activity_in_danish


@app.command
def reverse(entry: int, /, *, reason: str, initials: str, json: AsJson = False) -> None:
    """Take an entry back by a reversal with the other sign; the entry itself stays.

    Args:
        entry: The entry's number.
        reason: Why, without personal data.
        initials: Who takes it back.
        json: Answer with JSON.
    """
    with writing() as connection:
        number = reversal.reverse(connection, entry, reason=reason, initials=initials)
    if json:
        print_json({"entry": entry, "reversal": number})
    else:
        say(f"Postering {entry} er tilbageført med postering {number}.")


@app.command
def repost(
    potential: str,
    activity: str,
    /,
    *,
    seconds: int,
    valid_from: date,
    method: Annotated[Method, by_value(Method)],
    measured_by: str,
    reason: str,
    initials: str,
    sample_size: int | None = None,
    dry_run: bool = False,
    json: AsJson = False,
) -> None:
    """Add a baseline that reaches back, and replace each entry of its days by a reversal and a new entry.

    Args:
        potential: The potential, such as P-042.
        activity: The activity, such as read.
        seconds: Seconds a person uses on one case.
        valid_from: The first day it holds; later than the version before it.
        method: stopwatch, sample or estimate.
        measured_by: Who measured.
        reason: Why, without personal data.
        initials: Who reposts.
        sample_size: How many cases were timed.
        dry_run: Only say what would change.
        json: Answer with JSON.
    """
    measurement = Measurement(potential, activity, seconds, method, measured_by, valid_from, sample_size)
    with opened() as engine, engine.connect() as connection, connection.begin() as transaction:
        done = repost_entries(connection, measurement, reason=reason, initials=initials)
        if dry_run:
            transaction.rollback()
    if json:
        print_json(vars(done) | {"dry_run": dry_run})
        return
    said = "ville blive" if dry_run else "er"
    moved = (done.seconds_after - done.seconds_before) / 60
    say(f"{done.entries} posteringer {said} erstattet; summen ændres med {moved:+.0f} minutter.")


@app.command
def exceptions(*, json: AsJson = False) -> None:
    """List what was done and could not be counted, with what is missing."""
    with reading() as connection:
        found = unsettled(connection)
    if json:
        print_json([vars(each) | {"occurred_at": moment(each.occurred_at)} for each in found])
        return
    rows = [
        (
            each.item,
            each.potential_id,
            activity_in_danish(each.activity),
            MISSING[each.reason],
            moment(each.occurred_at),
        )
        for each in found
    ]
    print_table("", ("Emne", "Potentiale", "Aktivitet", "Mangler", "Udført (UTC)"), rows)
    say(
        f"{len(found)} aktiviteter er ikke talt med. `gevinst ledger settle` posterer dem, når det manglende er på plads."
    )


@app.command
def settle(*, potential: str = "", json: AsJson = False) -> None:
    """Post what the exceptions list holds, as far as what was missing is there now.

    Args:
        potential: Only this potential's, such as P-042.
        json: Answer with JSON.
    """
    with writing() as connection:
        posted, waiting = settle_exceptions(connection, potential_id=potential)
    if json:
        print_json({"posted": posted, "waiting": waiting})
    else:
        say(f"{posted} er posteret; {waiting} mangler stadig noget.")
