"""`gevinst staff forget`: take a colleague's initials out of what they did."""

from cyclopts import App

from gevinst import staff
from gevinst.cli.opening import writing
from gevinst.cli.output import AsJson, print_json, say

app = App(name="staff", help="Members of staff, by their initials.")


@app.command
def forget(initials: str, /, *, json: AsJson = False) -> None:
    """Take the initials of a member of staff out; answers, notes and corrections stay, and lead to nobody.

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
