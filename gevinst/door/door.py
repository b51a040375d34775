"""The door itself, in front of everything: who comes, whether the request is theirs to make, and what is answered if not.

Pure ASGI, since each request of each page passes through it. Behind it `scope["state"]` has `person` and `csrf`, or for a
worker's process `worker`; of a form of ours `form`, its fields by name, the last of each.
"""

import logging
import secrets
from collections.abc import Callable
from urllib.parse import parse_qsl, quote

import anyio.to_thread
from sqlalchemy.exc import DBAPIError
from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from gevinst.door.body import TooLarge, read_body
from gevinst.door.origin import SAFE, came_from_us, is_secure
from gevinst.door.paths import is_plain
from gevinst.door.proxy import forwarded_in
from gevinst.door.sessions import Session, Sessions
from gevinst.errors import ConfigurationError
from gevinst.settings import SignIn, settings

logger = logging.getLogger("gevinst.door")

SIGN_IN = "/log-ind"
WORKER_HEADER = "X-Gevinst-Worker"
WORKER_SECRET = "worker-token"  # noqa: S105 (its name)
API = "/api"
_OPEN = frozenset(
    {SIGN_IN, f"{SIGN_IN}/udbyder", f"{SIGN_IN}/retur", "/web.css", "/gevinst.svg", f"{API}/health", f"{API}/ready"}
)
"""What anybody is answered: the way in, how it looks, and whether the service lives."""
_LARGEST_FORM = 256 << 10
_MOST_FIELDS = 1000
_FORM = "application/x-www-form-urlencoded"


class Door:
    """Lets through who is signed in, on our own pages and on what lies behind them.

    Args:
        app: What is behind it.
        sessions: Who is signed in.
        refusals: Makes our own page of a refusal: status and Danish sentence.
    """

    def __init__(self, app: ASGIApp, sessions: Sessions, refusals: Callable[[int, str], Response]) -> None:
        self.app = app
        self.sessions = sessions
        self.refusals = refusals

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        try:
            answer = await self._refused(scope)
            if answer is None and scope["type"] == "http" and _is_form(scope):
                answer = await self._without_proof(scope, receive)
        except ClientDisconnect:
            return
        except ConfigurationError as error:
            logger.error("the door can't answer: %s", error.detail)  # noqa: TRY400 (a setting is missing)
            answer = self._say(scope, 503, NOT_SET)
        except DBAPIError as error:
            logger.error("the database can't be used (%s)", type(error.orig).__name__)  # noqa: TRY400
            answer = self._say(scope, 503, NO_DATABASE)
        if answer is None:
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 1008})
        else:
            await answer(scope, receive, send)

    async def _refused(self, scope: Scope) -> Response | None:
        """What is answered instead, or None with the visitor known; a visitor who isn't signed in is sent to do so."""
        headers = Headers(scope=scope)
        if not is_plain(scope):
            return PlainTextResponse("Adressen er skrevet på en måde, der ikke bruges her.", 400)
        state = scope.setdefault("state", {})
        path = scope["path"]
        if WORKER_HEADER in headers:
            return self._worker(scope, headers)
        session = await self._session(headers)
        if session is not None:
            state["person"], state["csrf"], state["session"] = session.person, session.csrf, session
        if scope["type"] == "websocket":
            return None if session is not None and came_from_us(headers) else _UNAUTHORIZED
        if path in _OPEN:
            return None if scope["method"] in SAFE or came_from_us(headers) else self._say(scope, 403, _ELSEWHERE)
        if session is None:
            return self._sign_in_first(scope, headers)
        if scope["method"] not in SAFE and not came_from_us(headers):
            return self._say(scope, 403, _ELSEWHERE)
        return None

    def _worker(self, scope: Scope, headers: Headers) -> Response | None:
        """A worker's process: the secret opens the orchestrator's API, and no page of ours."""
        given = headers.getlist(WORKER_HEADER)
        expected = settings().secret(WORKER_SECRET).get_secret_value()
        is_known = bool(expected) and len(given) == 1 and secrets.compare_digest(given[0].encode(), expected.encode())
        if not is_known or not scope["path"].startswith(f"{API}/"):
            return _UNAUTHORIZED
        scope["state"]["worker"] = True
        return None

    async def _session(self, headers: Headers) -> Session | None:
        """The session of the cookie; with a proxy in front, only where the proxy says the same name."""
        token = cookie_in(headers)
        forwarded = forwarded_in(headers) if settings().sign_in is SignIn.HEADER else None
        if not token or (settings().sign_in is SignIn.HEADER and forwarded is None):
            return None
        session = self.sessions.remembered(token)
        if session is None:
            session = await anyio.to_thread.run_sync(self.sessions.find, token)
        if session is not None and forwarded is not None and forwarded.initials.upper() != session.person.initials:
            return None
        return session

    async def _without_proof(self, scope: Scope, receive: Receive) -> Response | None:
        """What is answered to a form without its session's secret; one that has it is read, and left as `state.form`."""
        headers = Headers(scope=scope)
        if headers.get("content-type", "").partition(";")[0].strip().lower() != _FORM:
            return self._say(scope, 415, "Formularen er sendt på en måde, der ikke bruges her.")
        try:
            body = await read_body(receive, most=_LARGEST_FORM)
            fields = parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=_MOST_FIELDS)
        except (TooLarge, ValueError):  # more bytes, or more fields
            return self._say(scope, 413, _TOO_MUCH)
        given = [value for name, value in fields if name == "csrf"]
        if len(given) != 1 or not secrets.compare_digest(given[0].encode(), scope["state"]["csrf"].encode()):
            return self._say(scope, 403, _STALE)
        scope["state"]["form"] = dict(fields)
        return None

    def _sign_in_first(self, scope: Scope, headers: Headers) -> Response:
        if (
            scope["method"] != "GET"
            or scope["path"].startswith(f"{API}/")
            or "text/html" not in headers.get("accept", "")
        ):
            return _UNAUTHORIZED
        query = scope["query_string"].decode("ascii", "replace")
        back = scope["path"] + (f"?{query}" if query else "")
        return RedirectResponse(f"{SIGN_IN}?til={quote(back, safe='')}", 303)

    def _say(self, scope: Scope, status: int, sentence: str) -> Response:
        if scope["path"].startswith(f"{API}/"):
            return JSONResponse({"detail": sentence}, status)
        return self.refusals(status, sentence)


_UNAUTHORIZED = JSONResponse({"detail": "Log ind først."}, 401)
_ELSEWHERE = "Det skal gøres fra en af siderne her. Åbn siden igen, og prøv én gang til."
_TOO_MUCH = "Der er skrevet mere, end der kan gemmes."
_STALE = "Siden var for gammel, eller du er logget ind på ny. Åbn siden igen, og prøv én gang til."
NOT_SET = "Siden kan ikke vises, før driften har rettet en indstilling. Hvad der mangler, står i tjenestens log."
NO_DATABASE = "Databasen svarer ikke. Prøv igen om lidt; bliver det ved, så sig det til driften."


def _is_form(scope: Scope) -> bool:
    """Whether it is something a page of ours sends: the orchestrator's own interface has a proof of its own."""
    path = scope["path"]
    return scope["method"] not in SAFE and not path.startswith(f"{API}/") and path not in _OPEN


def cookie_name() -> str:
    """The cookie's name; by TLS one that no other host and no page without TLS can set."""
    return "__Host-gevinst" if is_secure() else "gevinst"


def cookie_in(headers: Headers) -> str:
    """The token of a request; empty where it has none, or more than one."""
    name = cookie_name()
    found = []
    for header in headers.getlist("cookie"):
        found += [
            each.partition("=")[2].strip() for each in header.split(";") if each.partition("=")[0].strip() == name
        ]
    return found[0] if len(found) == 1 else ""
