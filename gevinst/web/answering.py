"""How a view becomes an answer: an error is a page in Danish and never a traceback, and the log names no address."""

import logging
import time
from collections.abc import Callable

from sqlalchemy.exc import DBAPIError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from gevinst.errors import ConfigurationError, GevinstError
from gevinst.web.house import House

logger = logging.getLogger("gevinst.web")
View = Callable[[Request, House], Response]
Endpoint = Callable[[Request], Response]

_NOT_THERE = "Adressen findes ikke. Måske er den skrevet forkert, eller linket er gammelt."
_ONLY_READ = "Siden kan kun læses."
_NOT_SET = "Tallene kan ikke vises, før driften har rettet en indstilling. Hvad der mangler, står i tjenestens log."
_NO_DATABASE = "Databasen svarer ikke. Prøv igen om lidt; bliver det ved, så sig det til driften."
_UNFORESEEN = "Siden kunne ikke vises. Prøv igen; bliver det ved, så sig det til driften."


def answered(name: str, view: View, house: House, *, problems: str = "problem.html") -> Endpoint:
    """A view as Starlette calls it, in a thread. The log has its name, status and time: an address could be anybody's.

    `problems` is the template of the page that says what is the matter.
    """

    def endpoint(request: Request) -> Response:
        began = time.perf_counter()
        response = _answer(name, view, request, house, problems)
        logger.info("%s %d %.0f ms", name, response.status_code, (time.perf_counter() - began) * 1000)
        return response

    return endpoint


def _answer(name: str, view: View, request: Request, house: House, problems: str) -> Response:
    try:
        return view(request, house)
    except HTTPException as error:
        return problem(house, error.status_code, error.detail, template=problems)
    except ConfigurationError as error:
        logger.error("%s: %s", name, error.detail)  # noqa: TRY400 (a setting is missing; the place in the code says nothing)
        return problem(house, 503, _NOT_SET, template=problems)
    except GevinstError:
        return problem(house, 404, _NOT_THERE, template=problems)
    except DBAPIError as error:
        logger.error("%s: the database can't be used (%s)", name, type(error.orig).__name__)  # noqa: TRY400
        return problem(house, 503, _NO_DATABASE, template=problems)
    except Exception:
        logger.exception("%s: unforeseen", name)
        return problem(house, 500, _UNFORESEEN, template=problems)


def problem(house: House, status: int, sentence: str = "", *, template: str = "problem.html") -> Response:
    """The page that says what is the matter; `sentence` in Danish, or the status' own."""
    own = {404: _NOT_THERE, 405: _ONLY_READ}.get(status, _UNFORESEEN)
    title = {403: "Ingen adgang", 404: "Findes ikke", 405: "Kan kun læses"}.get(status, "Det gik galt")
    said = sentence if sentence and sentence not in ("Not Found", "Method Not Allowed") else own
    return house.page(template, status=status, title=title, sentence=said, leads_back=status != 403)
