"""Who asks, as the door says; and a case of theirs, or the same page that says there is none."""

from sqlalchemy import Connection
from starlette.requests import Request

from gevinst.desk.finding import read_number, unit_of
from gevinst.door.person import Person
from gevinst.web.asking import not_there

NO_SUCH_CASE = "Der er ingen sag med det nummer i dine enheder."


def person_of(request: Request) -> Person:
    """Who is signed in."""
    person: Person = request.state.person
    return person


def csrf_of(request: Request) -> str:
    """What a form of this session must carry; the door checks it."""
    return str(request.state.csrf)


def form_of(request: Request) -> dict[str, str]:
    """What was sent with a form, the last of each name; the door has read it, and seen that it is ours."""
    fields: dict[str, str] = request.state.form
    return fields


def item_in(request: Request, connection: Connection) -> int:
    """The item of the address, if the person answers for its unit.

    Raises:
        HTTPException: There is none, or it is another unit's: whoever guesses a number learns nothing from which.
    """
    number = read_number(request.path_params["item"])
    if number is None or not person_of(request).may_answer(unit_of(connection, number)):
        raise not_there(NO_SUCH_CASE)
    return number
