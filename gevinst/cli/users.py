"""`gevinst users add|list|remove`: who may sign in by password, where there is no directory. Passwords on standard input."""

import getpass
import sys

from cyclopts import App

from gevinst.cli.opening import writing
from gevinst.cli.output import AsJson, print_json, print_table, say
from gevinst.door.access import load_access
from gevinst.door.passwords import known_users, remove_user, set_user
from gevinst.door.sessions import end_sessions_of
from gevinst.errors import Refused
from gevinst.staff import staff_id

app = App(name="users", help="Who signs in by password, on one machine: GEVINST_SIGN_IN=password.")


@app.command
def add(initials: str, /, *groups: str, json: AsJson = False) -> None:
    """Make a colleague known, or give them another password and other groups. The password is read from standard input.

    Args:
        initials: Whose.
        groups: Their groups, as the access file names them.
        json: Answer with JSON.
    """
    known = load_access()
    if not groups or not set(groups) <= set(known):
        raise Refused(f"name at least one group of the access file: {', '.join(known)}")
    set_user(initials, _password(), groups)
    _end_sessions(initials)
    _tell(f"{initials.upper()} kan logge ind.", json=json)


@app.command(name="list")
def list_(*, json: AsJson = False) -> None:
    """List who can sign in by password, with their groups.

    Args:
        json: Answer with JSON.
    """
    users = known_users()
    if json:
        print_json({name: list(groups) for name, groups in users.items()})
    else:
        print_table("", ("Initialer", "Grupper"), [(name, ", ".join(groups)) for name, groups in users.items()])


@app.command
def remove(initials: str, /, *, json: AsJson = False) -> None:
    """Let a colleague sign in no more; whoever is signed in is out at once.

    Args:
        initials: Whose.
        json: Answer with JSON.
    """
    remove_user(initials)
    _end_sessions(initials)
    _tell(f"{initials.upper()} kan ikke længere logge ind.", json=json)


def _password() -> str:
    """Never an argument: those are seen by every account on the machine, and kept in the shell's history."""
    if sys.stdin.isatty():
        first = getpass.getpass("Adgangskode: ")
        if getpass.getpass("Adgangskode igen: ") != first:
            raise Refused("the two passwords differ; nothing was changed")
        return first
    return sys.stdin.readline().rstrip("\r\n")


def _end_sessions(initials: str) -> None:
    with writing() as connection:
        end_sessions_of(connection, staff_id(connection, initials))


def _tell(sentence: str, *, json: bool) -> None:
    if json:
        print_json({"done": True})
    else:
        say(sentence)
