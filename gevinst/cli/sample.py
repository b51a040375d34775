"""`gevinst sample list|show|answer|figures|verify`: what was drawn of the robot's work, what people found, and what it says."""

from typing import Annotated, Any

from cyclopts import App
from sqlalchemy import select

from gevinst.cli.choices import by_value
from gevinst.cli.items.app import item_number
from gevinst.cli.opening import reading, writing
from gevinst.cli.output import AsJson, complain, moment, print_json, print_table, say
from gevinst.errors import Refused
from gevinst.items.act import act_in_danish
from gevinst.items.journal import lines_of
from gevinst.items.model import label
from gevinst.ledger.human_time import TimeBand
from gevinst.ledger.periods import month_of
from gevinst.reports.danish import minutes
from gevinst.reports.danish import moment as in_danish
from gevinst.sampling.checking import Finding, check
from gevinst.sampling.drawing import lot, settle_months, wins
from gevinst.sampling.figures import SampleFigures, SampleLine, sample_figures
from gevinst.sampling.listing import Drawn, drawn_item, drawn_items
from gevinst.sampling.redrawing import redraw
from gevinst.sampling.telling import sentence_of, share_of
from gevinst.sampling.words import ErrorKind, Result, Why
from gevinst.settings import settings
from gevinst.store.clock import now_us

app = App(name="sample", help="The sample of what the robot completed, and what people found in it.")


@app.command(name="list")
def list_(*, queue: str = "", everything: bool = False, json: AsJson = False) -> None:
    """List what waits to be checked, oldest first.

    Args:
        queue: Only this queue.
        everything: Also what is checked.
        json: Answer with JSON.
    """
    with writing() as connection:
        settle_months(connection)
        found = drawn_items(connection, queue, waiting=not everything)
    if json:
        print_json([_as_json(each) for each in found])
        return
    rows = [(each.item, each.queue, in_danish(each.finished_at), each.why.danish, each.said) for each in found]
    print_table("", ("Emne", "Kø", "Afsluttet", "Udtaget ved", "Kontrol"), rows)
    if not found:
        say("Ingen sager venter på kontrol.")


@app.command
def show(number: str, /, *, json: AsJson = False) -> None:
    """Show how one item stands in the sample, and what the robot did in it: that is what is to be checked.

    Args:
        number: The item's number, such as 1042 or GEV-1042.
        json: Answer with JSON.
    """
    item_id = item_number(number)
    with reading() as connection:
        drawn = drawn_item(connection, item_id)
        acts = [line for line in lines_of(connection, item_id) if line.kind == "receipt"]
    if drawn is None:
        raise Refused(f"{label(item_id)} is not in the sample; see `gevinst sample list`")
    done = [act_in_danish(line.act) for line in acts]
    if json:
        print_json(_as_json(drawn) | {"acts": [line.act for line in acts], "lot": f"{lot(item_id):032x}"})
        return
    say(f"{drawn.item}  {drawn.said}  (kø {drawn.queue}, afsluttet {in_danish(drawn.finished_at)})")
    under = "er" if wins(item_id, drawn.one_in) else "er IKKE"
    proof = f"1 af {drawn.one_in}: lod {lot(item_id):032x} {under} under grænsen" if drawn.why is Why.CHANCE else ""
    say(f"Udtaget ved {drawn.why.danish}{f' ({proof})' if proof else ''}.")
    if drawn.checked_at is not None:
        say(f"Af {drawn.initials or 'ingen, eller en tidligere kollega'}, {in_danish(drawn.checked_at)}.")
    for act in done:
        say(f"Se efter: {act}, med nummeret {drawn.item}.")


@app.command
def answer(
    number: str,
    result: Annotated[Result, by_value(Result)],
    /,
    *,
    initials: str,
    error: Annotated[ErrorKind, by_value(ErrorKind)] = ErrorKind.NONE,
    time: Annotated[TimeBand, by_value(TimeBand)] = TimeBand.NOT_GIVEN,
    json: AsJson = False,
) -> None:
    """Say what was found in a drawn item, once.

    Args:
        number: The item's number, such as 1042 or GEV-1042.
        result: i orden, fejl rettet, "fejl, ikke rettet" or kan ikke afgøres.
        initials: Who checked; nobody who answered a question about the case.
        error: forkert borger, forkert sag, forkert felt, manglende bilag, registreret dobbelt, forkert brev eller
            kvittering, or andet.
        time: What it took to put it right: under 5 minutter, 5-15 minutter, 15-30 minutter, 30-60 minutter or over 60
            minutter.
        json: Answer with JSON.
    """
    item_id = item_number(number)
    with writing() as connection:
        done = check(connection, item_id, Finding(result, error, time), initials=initials)
    if json:
        print_json({"item": label(item_id), "result": result, "error": error} | vars(done))
        return
    say(sentence_of(item_id, Finding(result, error, time), done))
    if done.warning:
        say(done.warning)


@app.command
def figures(*, month: str = "", through: str = "", json: AsJson = False) -> None:
    """Show what the sample says of a month, or of several.

    Args:
        month: The month the robot completed the cases in, as YYYY-MM; this month where none is named.
        through: The last month of several.
        json: Answer with JSON.
    """
    with writing() as connection:
        settle_months(connection)
        first = month or month_of(connection.execute(select(now_us())).scalar_one())
        found = sample_figures(connection, first, through or first)
    if json:
        print_json(_figures_json(found))
        return
    shown = [*found.lines, found.total] if len(found.lines) > 1 else found.lines
    rows = [
        (
            each.queue or "i alt",
            each.potential_id,
            share_of(each),
            *(each.completed, each.drawn, each.checked, each.waiting, each.lapsed, each.wrong),
            minutes(each.rework_seconds),
        )
        for each in shown
    ]
    headings = ("Kø", "Potentiale", "Fejl, andel", "Afsluttet", "Udtaget", "Kontrolleret", "Venter", "Bortfaldet")
    print_table("", (*headings, "Fejl", "Rettet på"), rows, numbers=7)
    say(f"Der udtages 1 af {settings().sample_one_in}. Tiden til at rette er i regnskabet og trukket fra i netto.")
    estimated = found.total.estimated_rework_seconds
    if estimated is not None:
        say(f"Skønnet for alle {found.total.completed} afsluttede: {minutes(round(estimated))}; ikke med i noget tal.")


@app.command
def verify(*, json: AsJson = False) -> int:
    """Draw again with the installation's key: exit code 1 when a case is missing from the sample, or wrongly in it.

    Args:
        json: Answer with JSON.
    """
    with reading() as connection:
        found = redraw(connection)
    if json:
        print_json([vars(each) for each in found])
        return 1 if found else 0
    for each in found:
        complain(f"{each.about}: {each.detail}")
    say(f"{len(found)} cases are not as they are drawn again." if found else "The sample is as it is drawn again.")
    return 1 if found else 0


def _as_json(each: Drawn) -> dict[str, Any]:
    plain = ("item", "queue", "why", "one_in", "result", "waits", "has_lapsed", "initials")
    return {name: getattr(each, name) for name in plain} | {
        "error": each.error if each.result and each.result.is_error else None,
        "finished_at": moment(each.finished_at),
        "checked_at": moment(each.checked_at),
    }


def _figures_json(found: SampleFigures) -> dict[str, Any]:
    return {
        "first": found.first,
        "last": found.last,
        "lines": [_line_json(each) for each in found.lines],
        "total": _line_json(found.total),
        "posted_seconds": found.posted_seconds,
    }


def _line_json(line: SampleLine) -> dict[str, Any]:
    derived = ("checked", "waiting", "wrong", "is_enough", "interval")
    return (
        vars(line)
        | {name: getattr(line, name) for name in derived}
        | {
            "share": None if line.share is None else float(line.share),
            "estimated_wrong": None if line.estimated_wrong is None else float(line.estimated_wrong),
            "estimated_rework_seconds": (
                None if line.estimated_rework_seconds is None else float(line.estimated_rework_seconds)
            ),
        }
    )
