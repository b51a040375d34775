"""How a view becomes an answer: an error is a page in Danish and never a traceback, and the log names no address."""

import logging
import time
from collections.abc import Callable

from sqlalchemy.exc import DBAPIError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from gevinst.door.audit import record, record_outcome
from gevinst.door.door import NO_DATABASE, NOT_SET
from gevinst.door.person import Role
from gevinst.errors import ConfigurationError, GevinstError
from gevinst.web.house import House
from gevinst.web.signed_in import person_of

logger = logging.getLogger("gevinst.web")
_FORBIDDEN = 403
View = Callable[[Request, House], Response]
Endpoint = Callable[[Request], Response]

_NOT_THERE = "Adressen findes ikke. Måske er den skrevet forkert, eller linket er gammelt."
_ONLY_READ = "Siden kan kun læses."
_NOT_YOURS = "Din rolle giver ikke adgang til siden. Spørg din leder, hvis du mangler den."
_NUL = "Der er et tegn med, som ikke kan gemmes. Skriv det igen uden at sætte det ind fra et andet program."
_UNFORESEEN = "Siden kunne ikke vises. Prøv igen; bliver det ved, så sig det til driften."


def answered(name: str, view: View, house: House, roles: frozenset[Role]) -> Endpoint:
    """A view as Starlette calls it, in a thread. The log has its name, status and time: an address could be anybody's.

    Behind the door it is answered to these roles alone, and a refusal is written in the audit.
    """

    def endpoint(request: Request) -> Response:
        began = time.perf_counter()
        response = house.top.put_on(_answer(name, view, request, house, roles), request)
        logger.info("%s %d %.0f ms", name, response.status_code, (time.perf_counter() - began) * 1000)
        return response

    return endpoint


def _answer(name: str, view: View, request: Request, house: House, roles: frozenset[Role]) -> Response:
    try:
        if house.has_door and not _is_for(request, roles):
            return _not_theirs(name, request, house)
        if _holds_nul(request):
            return problem(house, 400, _NUL)
        return view(request, house)
    except HTTPException as error:
        return problem(house, error.status_code, error.detail)
    except ConfigurationError as error:
        logger.error("%s: %s", name, error.detail)  # noqa: TRY400 (a setting is missing; the place in the code says nothing)
        return problem(house, 503, NOT_SET)
    except GevinstError:
        return problem(house, 404, _NOT_THERE)
    except DBAPIError as error:
        logger.error("%s: the database can't be used (%s)", name, type(error.orig).__name__)  # noqa: TRY400
        return problem(house, 503, NO_DATABASE)
    except Exception:
        logger.exception("%s: unforeseen", name)
        return problem(house, 500, _UNFORESEEN)


def _is_for(request: Request, roles: frozenset[Role]) -> bool:
    return person_of(request).is_any(roles)


def _holds_nul(request: Request) -> bool:
    """Whether something was sent that PostgreSQL has no text for, and no keyboard a key."""
    asked: list[object] = [*request.path_params.values(), *request.query_params.values()]
    return any("\0" in str(each) for each in [*asked, *getattr(request.state, "form", {}).values()])


def _not_theirs(name: str, request: Request, house: House) -> Response:
    """Another role's page: refused, and written down."""
    with house.engine.begin() as connection:
        asked = record(connection, person_of(request), f"{request.method} {name}")
        record_outcome(connection, asked, _FORBIDDEN)
    return problem(house, _FORBIDDEN, _NOT_YOURS)


def problem(house: House, status: int, sentence: str = "") -> Response:
    """The page that says what is the matter; `sentence` in Danish, or the status' own."""
    own = {404: _NOT_THERE, 405: _ONLY_READ}.get(status, _UNFORESEEN)
    title = {404: "Findes ikke", 405: "Kan kun læses", _FORBIDDEN: "Ingen adgang"}.get(status, "Det gik galt")
    said = sentence if sentence and sentence not in ("Not Found", "Method Not Allowed") else own
    return house.page("problem.html", status=status, title=title, sentence=said)
