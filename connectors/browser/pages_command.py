"""`gevinst pages list|diff|accept`: screens that changed under the robot, looked at and accepted by a person."""

from cyclopts import App

from connectors.browser import accepted
from gevinst.cli.output import AsJson, print_json, print_table, say

app = App(name="pages", help="Screens of old systems that changed: look, then accept.")


@app.command(name="list")
def list_pages(*, json: AsJson = False) -> None:
    """List the pages that looked otherwise than was accepted; their cases wait for somebody to look."""
    found = accepted.waiting()
    if json:
        print_json(found)
    else:
        print_table("", ("Page",), [(each,) for each in found])


@app.command
def diff(page: str, /, *, json: AsJson = False) -> None:
    """Show what went from a page (-) and what came (+); never a value.

    Args:
        page: Its name, as `gevinst pages list` shows it.
        json: Answer with JSON.
    """
    text = accepted.difference(page)
    if json:
        print_json({"page": page, "difference": text})
    else:
        say(text)


@app.command
def accept(page: str, /, *, initials: str, json: AsJson = False) -> None:
    """Let the robot go on with the page as it looks now. Look at it first: a field may have got another meaning.

    Args:
        page: Its name, as `gevinst pages list` shows it.
        initials: Who looked.
        json: Answer with JSON.
    """
    accepted.accept(page, initials=initials)
    if json:
        print_json({"page": page, "accepted": True})
    else:
        say(f"{page} is accepted as it looks now; give its cases back with `gevinst items retry`.")
