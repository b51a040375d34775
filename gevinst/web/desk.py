"""The caseworkers' pages: which address is which view, by what method, and who may see it. They exist behind a sign-in."""

from collections.abc import Awaitable, Callable
from typing import NamedTuple
from urllib.parse import parse_qsl

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from gevinst.door.person import Role
from gevinst.web.answering import View, answered
from gevinst.web.house import House
from gevinst.web.top import DESK
from gevinst.web.views.case import case, give_answer
from gevinst.web.views.case_files import case_file, case_page
from gevinst.web.views.waiting import find, waiting_list

LARGEST_FORM = 256 << 10
_MOST_FIELDS = 1000


class DeskView(NamedTuple):
    """One address of the desk."""

    path: str
    methods: tuple[str, ...]
    view: View
    roles: frozenset[Role]


DESK_VIEWS: tuple[DeskView, ...] = (
    DeskView("/sager", ("GET",), waiting_list, DESK),
    DeskView("/sager/find", ("POST",), find, DESK),
    DeskView("/sager/{item}", ("GET",), case, DESK),
    DeskView("/sager/{item}/svar", ("POST",), give_answer, DESK),
    DeskView("/sager/{item}/side/{document}/{page:int}.png", ("GET",), case_page, DESK),
    DeskView("/sager/{item}/fil/{number:int}", ("GET",), case_file, DESK),
)


def desk_routes(house: House) -> list[Route]:
    """The addresses as Starlette takes them."""
    return [
        Route(each.path, _endpoint(each, house), methods=list(each.methods), name=each.view.__name__)
        for each in DESK_VIEWS
    ]


def _endpoint(each: DeskView, house: House) -> Callable[[Request], Awaitable[Response]]:
    answer = answered(each.view.__name__, _of_a_form(each.view), house, each.roles)

    async def endpoint(request: Request) -> Response:
        request.state.form = await _form(request) if request.method == "POST" else {}
        return await run_in_threadpool(answer, request)

    return endpoint


def _of_a_form(view: View) -> View:
    def with_form(request: Request, house: House) -> Response:
        if request.state.form is None:
            raise HTTPException(413, "Det, du sendte, er for stort eller ingen formular. Gå tilbage, og prøv igen.")
        return view(request, house)

    return with_form


async def _form(request: Request) -> dict[str, str] | None:
    """The form's fields, the last of each name; None for what is no form of ours, or is larger than one can be."""
    if not request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        return None
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > LARGEST_FORM:
            return None
    try:
        return dict(parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=_MOST_FIELDS))
    except ValueError:
        return None
