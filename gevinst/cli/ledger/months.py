"""`gevinst ledger months|close|export`: months that close, and the file anyone can check."""

from pathlib import Path

from gevinst.cli.ledger.app import app
from gevinst.cli.opening import reading, writing
from gevinst.cli.output import AsJson, moment, print_json, print_table, say
from gevinst.errors import Refused
from gevinst.ledger.closing import ClosedMonth, close_month, closed_months, is_month
from gevinst.ledger.export import month_as_csv


@app.command
def months(*, json: AsJson = False) -> None:
    """List the closed months with what each summed to, and its hash."""
    with reading() as connection:
        found = closed_months(connection)
    if json:
        print_json([_told(each) for each in found])
        return
    rows = [(each.period, each.hash, each.entry_count, each.seconds) for each in found]
    print_table("", ("Måned", "Kontroltal (hash)", "Posteringer", "Sekunder"), rows, numbers=2)


@app.command
def close(month: str, /, *, initials: str, json: AsJson = False) -> None:
    """Close an ended month: it takes no entry any more, and its hash vouches for it and all months before.

    Args:
        month: As YYYY-MM.
        initials: Who closes it.
        json: Answer with JSON.
    """
    with writing() as connection:
        done = close_month(connection, month, initials=initials)
    if json:
        print_json(_told(done))
        return
    say(f"{done.period} er lukket: {done.entry_count} posteringer, {done.seconds} sekunder.")
    say(f"Kontroltal: {done.hash}")


@app.command
def export(month: str, /, *, into: Path = Path(), json: AsJson = False) -> None:
    """Write a month's entries as CSV, to the byte the file its hash is made of.

    Args:
        month: As YYYY-MM.
        into: The folder.
        json: Answer with JSON.
    """
    if not is_month(month):
        raise Refused(f"'{month}' is no month; months look like 2026-10")
    target = into / f"{month}.csv"
    try:
        with reading() as connection, target.open("wb") as out:
            for piece in month_as_csv(connection, month):
                out.write(piece)
            closed = next((each for each in closed_months(connection) if each.period == month), None)
    except OSError as error:
        raise Refused(f"{target} can't be written: {error.strerror}") from error
    if json:
        print_json({"file": str(target), "closed": _told(closed) if closed else None})
        return
    say(str(target))
    if closed is None:
        say("Måneden er åben; filen kan ændre sig.")
    else:
        say(f"(echo {closed.previous_hash}; cat {target}) | sha256sum  giver {closed.hash}")


def _told(month: ClosedMonth) -> dict[str, object]:
    return vars(month) | {"closed_at": moment(month.closed_at)}
