"""`gevinst ledger verify`: prove that nothing was changed, and that every minute traces to a case or a source."""

from gevinst.cli.ledger.app import app
from gevinst.cli.opening import reading
from gevinst.cli.output import AsJson, complain, print_json, say
from gevinst.ledger.closing import closed_months
from gevinst.ledger.verify import verify as prove


@app.command
def verify(*, against: str = "", json: AsJson = False) -> int:
    """Look for everything that can't be; exit code 1 when something is found.

    Args:
        against: A month's hash from a printed report or a mail: it must still be in the chain.
        json: Answer with JSON.
    """
    with reading() as connection:
        found = prove(connection, against=against.strip().lower())
        months = closed_months(connection)
    if json:
        print_json({"findings": [vars(each) for each in found], "last_hash": months[-1].hash if months else None})
    else:
        for each in found:
            complain(f"{each.about}: {each.detail}")
        last = f"; the chain ends with {months[-1].period} {months[-1].hash}" if months else "; no month is closed yet"
        say(f"{len(found)} things are wrong{last}." if found else f"The ledger holds{last}.")
    return 1 if found else 0
