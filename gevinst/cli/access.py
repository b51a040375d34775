"""`gevinst access list|draw`: the log controller's month. Nothing of citizens is shown. Speaks Danish."""

from typing import Annotated, Any

from cyclopts import App, Parameter, validators

from gevinst.cli.opening import reading
from gevinst.cli.output import AsJson, moment, print_json, print_table, say
from gevinst.log_control.drawing import Drawn
from gevinst.log_control.drawing import draw as draw_lots
from gevinst.log_control.lines import Line, check_month, counted, lines_in
from gevinst.reports.danish import moment as in_danish
from gevinst.reports.danish import month_name

app = App(name="access", help="Who looked citizens up and opened cases, for the monthly control of the log.")

Count = Annotated[int, Parameter(validator=validators.Number(gte=1))]
_HEADINGS = ("Tid", "Linje", "Hvem", "Hvor", "Formål eller rolle", "Emne")


@app.command(name="list")
def list_(*, month: str, so_far: bool = False, json: AsJson = False) -> None:
    """List a month's look-ups and views, with counts.

    Args:
        month: As YYYY-MM.
        so_far: Also a month that hasn't ended.
        json: Answer with JSON.
    """
    with reading() as connection:
        check_month(connection, month, so_far=so_far)
        lines = lines_in(connection, month)
    counts = counted(lines)
    if json:
        told = [key._asdict() | {"count": count} for key, count in counts]
        print_json({"month": month, "counts": told, "lines": [_as_json(line) for line in lines]})
        return
    print_table(
        f"Opslag og visninger i {month_name(month)}",
        ("Hvad", "Hvem", "Hvor", "Formål eller rolle", "Antal"),
        [(*key, count) for key, count in counts],
        numbers=1,
    )
    print_table(f"{len(lines)} linjer", _HEADINGS, [_row(line) for line in lines])


@app.command
def draw(*, month: str, count: Count = 25, so_far: bool = False, json: AsJson = False) -> None:
    """Draw the lines of a month that are checked: nobody chooses them, and drawn again they are the same.

    Args:
        month: As YYYY-MM.
        count: How many.
        so_far: Also of a month that hasn't ended; drawn again later they may be others.
        json: Answer with JSON.
    """
    with reading() as connection:
        check_month(connection, month, so_far=so_far)
        lines = lines_in(connection, month)
    drawn = draw_lots(lines, month, count)
    if json:
        told = [_as_json(each.line) | {"lot": each.shown_lot} for each in drawn]
        print_json({"month": month, "of": len(lines), "drawn": told})
        return
    so_far_only = " indtil nu" if so_far else ""
    title = f"Logkontrol, {month_name(month)}{so_far_only}: {len(drawn)} af {len(lines)} linjer, udtrukket ved lod"
    print_table(title, (*_HEADINGS, "Lod"), [_drawn_row(each) for each in drawn])
    say("Kontrollér for hver: havde den, der slog op, brug for det til sagen? Notér svaret og datoen.")
    say("Den, der har nøglen, kan trække igen med samme kommando og få de samme linjer.")


def _row(line: Line) -> tuple[object, ...]:
    refused = " (afvist)" if line.is_refused else ""
    return (
        in_danish(line.at),
        f"{line.source.danish} {line.number}",
        line.who,
        line.where,
        line.purpose + refused,
        line.item,
    )


def _drawn_row(drawn: Drawn) -> tuple[object, ...]:
    return (*_row(drawn.line), drawn.shown_lot[:8])


def _as_json(line: Line) -> dict[str, Any]:
    return {
        "line": line.key,
        "at": moment(line.at),
        "who": line.who,
        "robot": line.is_robot,
        "where": line.where,
        "purpose": line.purpose,
        "item": line.item or None,
        "status": line.status,
    }
