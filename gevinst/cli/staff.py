"""`gevinst staff address|forget`: where a colleague's mail goes, and their initials taken out of what they did."""

from cyclopts import App

from gevinst import staff
from gevinst.cli.opening import writing
from gevinst.cli.output import AsJson, print_json, say

app = App(name="staff", help="Members of staff, by their initials.")


@app.command
def address(initials: str, mail: str, /, *, json: AsJson = False) -> None:
    """Say where a member of staff's mail goes; it holds before what the profile makes of the initials.

    Args:
        initials: Whose.
        mail: The address.
        json: Answer with JSON.
    """
    with writing() as connection:
        staff.set_address(connection, initials, mail)
    if json:
        print_json({"known": True})
    else:
        say(f"Mail til {initials.upper()} sendes dertil fra nu af.")


@app.command
def forget(initials: str, /, *, json: AsJson = False) -> None:
    """Take the initials and address of a member of staff out; answers, notes and corrections stay, and lead to nobody.

    Args:
        initials: Whose.
        json: Answer with JSON.
    """
    with writing() as connection:
        staff.forget(connection, initials)
    if json:
        print_json({"forgotten": True})
    else:
        say("Initialerne er slettet; det, der blev gjort, står der stadig.")
