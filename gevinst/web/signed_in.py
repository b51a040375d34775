"""Who asks, as the door says; and a case of theirs, or the same page that says there is none."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Connection, Engine
from starlette.exceptions import HTTPException
from starlette.requests import Request

from gevinst.desk.case import CaseFacts, case_facts
from gevinst.desk.finding import item_exists, read_number, unit_of
from gevinst.door.audit import record, record_outcome
from gevinst.door.person import Person
from gevinst.web.asking import not_there

_NOT_THERE, _UNFORESEEN = 404, 500
_NO_SUCH_CASE = "Der er ingen sag med det nummer i dine enheder."


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


def facts_of(connection: Connection, number: int) -> CaseFacts:
    """All that is known of a case somebody looks at.

    Raises:
        HTTPException: There is none, or it is no unit's.
    """
    facts = case_facts(connection, number)
    if facts is None:
        raise not_there(_NO_SUCH_CASE)
    return facts


@dataclass
class Look:
    """Somebody's look at one case of theirs; `status` is how it is answered, for the audit."""

    number: int
    status: int = 200


@contextmanager
def looking(request: Request, engine: Engine, route: str, typed: str | None = None) -> Iterator[Look]:
    """The item of the address or the one typed, if the person answers for its unit.

    That they look is written down before the body shows anything of it, and afterwards how it went.

    Raises:
        HTTPException: There is none, or it is another unit's: whoever guesses a number learns nothing from which. That they
            tried is written down, with the number where there is such an item.
    """
    number = read_number(request.path_params["item"] if typed is None else typed)
    person = person_of(request)
    with engine.begin() as connection:
        exists = number is not None and item_exists(connection, number)
        line = record(connection, person, route, item_id=number if exists else None)
        is_theirs = exists and number is not None and person.may_answer(unit_of(connection, number))
        if not is_theirs:
            record_outcome(connection, line, _NOT_THERE)
    if number is None or not is_theirs:
        raise not_there(_NO_SUCH_CASE)
    look = Look(number)
    try:
        yield look
    except HTTPException as refused:
        look.status = refused.status_code
        raise
    except BaseException:
        look.status = _UNFORESEEN
        raise
    finally:
        with engine.begin() as connection:
            record_outcome(connection, line, look.status)
