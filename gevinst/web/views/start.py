"""The first page: the figures for who reads them, and for others the page they work on."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from gevinst.door.person import Person, Role
from gevinst.web.house import House
from gevinst.web.top import FIGURES
from gevinst.web.views.overview import overview


def start(request: Request, house: House) -> Response:
    """`/`."""
    person: Person | None = getattr(request.state, "person", None)
    if person is None or person.is_any(FIGURES):
        return overview(request, house)
    return RedirectResponse("/sager" if Role.CASEWORKER in person.roles else "/adgangslog", 303)
