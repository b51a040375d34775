"""The live page as an application: which address is which view. It answers GET alone, and only to this machine's names."""

from sqlalchemy import Engine
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from gevinst.profile import load_profile
from gevinst.web.answering import View, answered, problem
from gevinst.web.desk import desk_routes
from gevinst.web.guarding import HOSTS, Guarded
from gevinst.web.house import TEMPLATES, House
from gevinst.web.views.control import exceptions, harvested, months, reconciliation
from gevinst.web.views.entries import entries, entries_csv, month
from gevinst.web.views.item import item
from gevinst.web.views.overview import overview, way_to_target
from gevinst.web.views.potentials import potential, potentials, potentials_csv
from gevinst.web.views.report import report_page, report_workbook

VIEWS: tuple[tuple[str, View], ...] = (
    ("/", overview),
    ("/vejen.svg", way_to_target),
    ("/potentialer", potentials),
    ("/potentialer.csv", potentials_csv),
    ("/potentialer/{potential}", potential),
    ("/potentialer/{potential}/{month}", month),
    ("/potentialer/{potential}/{month}/{activity}.csv", entries_csv),
    ("/potentialer/{potential}/{month}/{activity}", entries),
    ("/emner/{item}", item),
    ("/maaneder", months),
    ("/hjemtaget", harvested),
    ("/undtagelser", exceptions),
    ("/afstemning", reconciliation),
    ("/rapport/{month}.html", report_page),
    ("/rapport/{month}.xlsx", report_workbook),
)
FILES = {"/web.css": "web.css", "/desk.css": "desk.css", "/gevinst.svg": "gevinst.svg"}


def create_app(engine: Engine, *, desk: bool = False) -> Starlette:
    """The live page of a database.

    Args:
        engine: The database.
        desk: Whether the caseworkers' pages are there too. They show whom cases are about, so only behind a sign-in, which
            says who asks as `request.state.person` and `request.state.csrf` and lets nothing through without.

    Raises:
        ConfigurationError: The profile can't be read.
    """
    house = House(engine, load_profile())

    def file(request: Request) -> Response:
        return FileResponse(TEMPLATES / FILES[request.url.path], headers={"Cache-Control": "no-cache"})

    def refused(_request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 500
        return problem(house, status, error.detail if isinstance(error, HTTPException) else "")

    routes = [Route(path, answered(view.__name__, view, house), methods=["GET"]) for path, view in VIEWS]
    return Starlette(
        routes=[
            *routes,
            *(desk_routes(house) if desk else ()),
            *(Route(path, file, methods=["GET"]) for path in FILES),
        ],
        middleware=[Middleware(Guarded), Middleware(TrustedHostMiddleware, allowed_hosts=list(HOSTS))],
        exception_handlers={HTTPException: refused},
    )
