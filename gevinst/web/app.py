"""The pages as an application: which address is which view, for whom; alone on this machine, or behind the door."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import TYPE_CHECKING

from sqlalchemy import Engine
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Mount as RoutedMount
from starlette.routing import Route

from gevinst.door.door import SIGN_IN, Door
from gevinst.door.mount import Fork, Mount
from gevinst.door.origin import LOCAL, is_secure, public_hosts
from gevinst.door.person import Role
from gevinst.door.sessions import Sessions
from gevinst.keyed_hash import keyed_hash
from gevinst.profile import load_profile
from gevinst.web.answering import View, answered, problem
from gevinst.web.guarding import Guarded
from gevinst.web.house import TEMPLATES, House
from gevinst.web.top import DESK, FIGURES, LOG, RUNS, START_RUNS, Place
from gevinst.web.views.case import case, give_answer
from gevinst.web.views.case_files import case_file, case_page
from gevinst.web.views.control import exceptions, harvested, months, reconciliation
from gevinst.web.views.entries import entries, entries_csv, month
from gevinst.web.views.item import item
from gevinst.web.views.log import access_log
from gevinst.web.views.overview import way_to_target
from gevinst.web.views.potentials import potential, potentials, potentials_csv
from gevinst.web.views.report import report_page, report_workbook
from gevinst.web.views.runs import opinion, run, runs, start_run
from gevinst.web.views.signing_in import SignInViews
from gevinst.web.views.start import start
from gevinst.web.views.waiting import find, waiting_list

if TYPE_CHECKING:
    from collections.abc import Callable

VIEWS: tuple[tuple[str, View], ...] = (
    ("/", start),
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
LOG_VIEWS: tuple[tuple[str, View], ...] = (("/adgangslog", access_log),)
"""What is shown behind the door alone."""
DESK_VIEWS: tuple[tuple[str, str, View], ...] = (
    ("GET", "/sager", waiting_list),
    ("POST", "/sager/find", find),
    ("GET", "/sager/{item}", case),
    ("POST", "/sager/{item}/svar", give_answer),
    ("GET", "/sager/{item}/side/{document}/{page:int}.png", case_page),
    ("GET", "/sager/{item}/fil/{number:int}", case_file),
)
RUN_VIEWS: tuple[tuple[str, str, View], ...] = (
    ("GET", "/koersler", runs),
    ("POST", "/koersler/start", start_run),
    ("GET", "/koersler/{run}", run),
    ("POST", "/koersler/{run}/mening", opinion),
)
FILES = {"/web.css": "web.css", "/desk.css": "desk.css", "/gevinst.svg": "gevinst.svg"}


_SIGN_IN_SECONDS = 15 * 60
"""How long somebody may take at the provider."""


def create_app(engine: Engine) -> Starlette:
    """The figures alone, for whoever sits at this machine: without a sign-in nothing else is shown.

    Raises:
        ConfigurationError: The profile can't be read.
    """
    house = House(engine, load_profile())
    return Starlette(
        routes=[*_pages(house), *_files()],
        middleware=[Middleware(Guarded), Middleware(TrustedHostMiddleware, allowed_hosts=list(LOCAL))],
        exception_handlers={HTTPException: _refusals(house)},
    )


def create_app_behind_door(engine: Engine, mounts: tuple[Mount, ...] = ()) -> Starlette:
    """Everything, for who signs in: our pages by role, and what else is mounted, on one origin.

    Raises:
        ConfigurationError: The profile can't be read, or the hash key isn't set.
    """
    orchestrator = next((mount.orchestrator for mount in mounts if mount.orchestrator is not None), None)
    places = tuple(Place("mount", *mount.entry, roles=RUNS) for mount in mounts)
    if orchestrator is not None:
        places = (START_RUNS, *places)
    house = House(engine, load_profile(), door=True, places=places, orchestrator=orchestrator)
    sessions = Sessions(engine)
    fork = Fork(pages_behind_door(house, sessions), mounts)

    def policy_of(path: str) -> str | None:
        mount = fork.at(path)
        return None if mount is None else mount.policy

    def refused(status: int, sentence: str) -> Response:
        return house.top.put_on(problem(house, status, sentence), None)

    @asynccontextmanager
    async def running(_app: Starlette) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            stack.callback(house.pictures.close)
            for mount in mounts:
                await stack.enter_async_context(mount.running())
            yield

    return Starlette(
        routes=[RoutedMount("", fork)],
        middleware=[
            Middleware(Guarded, policy_of=policy_of),
            Middleware(TrustedHostMiddleware, allowed_hosts=list(public_hosts())),
            Middleware(Door, sessions=sessions, refusals=refused),
        ],
        lifespan=running,
    )


def pages_behind_door(house: House, sessions: Sessions) -> Starlette:
    """Our own pages for who signs in. The door in front of them says who asks and lets nothing through without."""
    sign_in = _sign_in(SignInViews(house, sessions))
    return Starlette(
        routes=[*sign_in, *_pages(house), *_desk(house), *_log(house), *_runs(house), *_files()],
        middleware=[_cookie_of_the_sign_in()],
        exception_handlers={HTTPException: _refusals(house)},
    )


def _pages(house: House) -> list[Route]:
    everybody = frozenset(Role)
    return [
        Route(path, answered(view.__name__, view, house, everybody if view is start else FIGURES), methods=["GET"])
        for path, view in VIEWS
    ]


def _log(house: House) -> list[Route]:
    return [Route(path, answered(view.__name__, view, house, LOG), methods=["GET"]) for path, view in LOG_VIEWS]


def _desk(house: House) -> list[Route]:
    return [
        Route(path, answered(view.__name__, view, house, DESK), methods=[method]) for method, path, view in DESK_VIEWS
    ]


def _runs(house: House) -> list[Route]:
    """What is started and followed, where something is mounted that runs it."""
    views = RUN_VIEWS if house.orchestrator is not None else ()
    return [Route(path, answered(view.__name__, view, house, RUNS), methods=[method]) for method, path, view in views]


def _files() -> list[Route]:
    def file(request: Request) -> Response:
        return FileResponse(TEMPLATES / FILES[request.url.path], headers={"Cache-Control": "no-cache"})

    return [Route(path, file, methods=["GET"]) for path in FILES]


def _sign_in(views: SignInViews) -> list[Route]:
    return [
        Route(path, views.answered(view), methods=[method])
        for method, path, view in (
            ("GET", SIGN_IN, views.ask),
            ("POST", SIGN_IN, views.by_password),
            ("GET", f"{SIGN_IN}/udbyder", views.send_away),
            ("GET", f"{SIGN_IN}/retur", views.come_back),
            ("POST", "/log-ud", views.out),
        )
    ]


def _cookie_of_the_sign_in() -> Middleware:
    """What is remembered while somebody is at the provider: signed, for the addresses of the sign-in alone, and soon over."""
    return Middleware(
        SessionMiddleware,
        secret_key=keyed_hash("cookie", "signing in"),
        session_cookie="gevinst-log-ind",
        max_age=_SIGN_IN_SECONDS,
        path=SIGN_IN,
        same_site="lax",
        https_only=is_secure(),
    )


def _refusals(house: House) -> "Callable[[Request, Exception], Response]":
    def refused(request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 500
        page = problem(house, status, error.detail if isinstance(error, HTTPException) else "")
        return house.top.put_on(page, request)

    return refused
