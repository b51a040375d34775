"""What waits, with its filters; and the search for one case, or for a citizen's."""

from enum import StrEnum
from typing import TypeVar

from sqlalchemy import Connection, select
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from gevinst.access_log import record_use
from gevinst.desk.finding import Found, find_of_citizen, read_number, unit_of
from gevinst.desk.standing import standing_of
from gevinst.desk.waiting import Age, Order, Wanted, choices_among, count_waiting, waiting
from gevinst.items.model import State, label
from gevinst.store.clock import MICROSECONDS, now_us
from gevinst.values.cpr import Cpr
from gevinst.values.errors import UnreadableValue
from gevinst.web.asking import A_PAGE, Sheet, address, not_there, offset, page_in
from gevinst.web.house import House
from gevinst.web.signed_in import csrf_of, form_of, looking, person_of

_DAY_US = 86_400 * MICROSECONDS
_PURPOSE = "søgning på sagslisten"
_NEITHER = "Skriv et sagsnummer som GEV-1042 eller et CPR-nummer som 010203-4567."
E = TypeVar("E", bound=StrEnum)


def waiting_list(request: Request, house: House) -> Response:
    """`/sager?enhed=…&proces=…&grund=…&alder=3&orden=frist&side=2`; `besvaret=GEV-1042` says what follows on an answer."""
    return _shown(request, house)


def _shown(
    request: Request,
    house: House,
    *,
    status: int = 200,
    typed: str = "",
    problem: str = "",
    found: list[Found] | None = None,
) -> Response:
    person, wanted, page = person_of(request), wanted_in(request), page_in(request)
    units = sorted(person.units)
    with house.figures.reading() as connection:
        counted = count_waiting(connection, units, wanted)
        sheet = Sheet(waiting(connection, units, wanted, most=A_PAGE, skipped=offset(page)), page, counted.all)
        if page > sheet.pages:
            raise not_there("Listen har ikke så mange sider.")
        return house.page(
            "waiting.html",
            status=status,
            here="waiting",
            person=person,
            csrf=csrf_of(request),
            units=units,
            wanted=wanted,
            orders=tuple(Order),
            ages=tuple(Age),
            choices=choices_among(connection, units),
            counted=counted,
            sheet=sheet,
            now=connection.execute(select(now_us())).scalar_one(),
            day_us=_DAY_US,
            said=_what_follows(connection, request),
            typed=typed,
            problem=problem,
            found=found,
        )


def wanted_in(request: Request) -> Wanted:
    """The filters of an address; one that doesn't exist leads nowhere."""
    asked = request.query_params
    return Wanted(
        unit=asked.get("enhed", ""),
        process=asked.get("proces", ""),
        reason=asked.get("grund", ""),
        age=_one_of(Age, asked.get("alder", ""), Age.ANY),
        order=_one_of(Order, asked.get("orden", ""), Order.DUE),
    )


def _one_of(kind: type[E], text: str, default: E) -> E:
    try:
        return kind(text) if text else default
    except ValueError:
        raise not_there("Det valgte findes ikke.") from None


def _what_follows(connection: Connection, request: Request) -> str:
    """What happens with the case that was just answered: as it stands, whatever the address says."""
    number = read_number(request.query_params.get("besvaret", ""))
    if number is None or not person_of(request).may_answer(unit_of(connection, number)):
        return ""
    standing = standing_of(connection, number)
    if standing.state is State.COMPLETED:
        return f"Dit svar på {label(number)} er gemt. Sagen er afsluttet."
    if standing.state in (State.NEW, State.IN_PROGRESS):
        return f"Dit svar på {label(number)} er gemt. Robotten fortsætter med sagen i næste kørsel."
    if standing.is_proposed:
        return f"Dit svar på {label(number)} venter på, at en kollega bekræfter det."
    return f"{label(number)} venter på svar." if standing.state is State.PENDING else ""


def find(request: Request, house: House) -> Response:
    """A case by its number, or a citizen's cases; what was typed is in the form alone, never in an address."""
    typed = form_of(request).get("soeg", "").strip()
    if read_number(typed) is not None:
        return _found(request, house, typed)
    person = person_of(request)
    try:
        cpr = Cpr.parse(typed)
    except UnreadableValue:
        return _shown(request, house, status=422, typed=typed, problem=_NEITHER)
    record_use(house.engine, initials=person.initials, cpr=cpr, purpose=_PURPOSE)
    with house.figures.reading() as connection:
        found = find_of_citizen(connection, cpr, sorted(person.units))
    return _shown(request, house, typed=typed, found=found)


def _found(request: Request, house: House, typed: str) -> Response:
    """Onwards to the case, or the list again: a number that is guessed here is written down like one in an address."""
    try:
        with looking(request, house.engine, "POST /sager/find", typed) as look:
            look.status = 303
            return RedirectResponse(address("sager", label(look.number)), look.status)
    except HTTPException as refused:
        return _shown(request, house, status=refused.status_code, typed=typed, problem=refused.detail)
