"""Signing in and out: by password, at the provider, or by the proxy's word; each ends at the page that was asked for."""

import logging
from collections.abc import Awaitable, Callable
from urllib.parse import quote

import anyio.to_thread
from sqlalchemy.exc import DBAPIError
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from gevinst.door.door import NO_DATABASE, NOT_SET, SIGN_IN, cookie_in, cookie_name
from gevinst.door.origin import is_secure
from gevinst.door.paths import local_path
from gevinst.door.proxy import forwarded_in
from gevinst.door.sessions import Session, Sessions
from gevinst.door.signing_in import NoEntry, SigningIn
from gevinst.errors import ConfigurationError, SystemDown
from gevinst.settings import SignIn, settings
from gevinst.web.answering import problem
from gevinst.web.house import House

logger = logging.getLogger("gevinst.web")
AsyncView = Callable[[Request], Awaitable[Response]]

_TOO_MUCH = 10_000
_NOT_VOUCHED = "Log-ind blev ikke gennemført. Prøv igen."
_PROVIDER_DOWN = "Kommunens log-ind svarer ikke. Prøv igen om lidt; bliver det ved, så sig det til driften."
_NO_PROXY = "Siden skal åbnes gennem kommunens egen adresse, som logger dig ind."
_BACK = "til"


class SignInViews:
    """The pages of signing in, for the one way the settings name."""

    def __init__(self, house: House, sessions: Sessions) -> None:
        self._house = house
        self._sessions = sessions
        self._signing_in = SigningIn(house.engine)

    def answered(self, view: AsyncView) -> AsyncView:
        """A view of this class whose error is a page in Danish, as `gevinst.web.answering` does it for the others."""

        async def endpoint(request: Request) -> Response:
            try:
                return await view(request)
            except ConfigurationError as error:
                logger.error("%s: %s", view.__name__, error.detail)  # noqa: TRY400 (a setting is missing)
                page = problem(self._house, 503, NOT_SET)
            except DBAPIError as error:
                logger.error("%s: the database can't be used (%s)", view.__name__, type(error.orig).__name__)  # noqa: TRY400
                page = problem(self._house, 503, NO_DATABASE)
            return self._house.top.put_on(page, None)

        return endpoint

    async def ask(self, request: Request) -> Response:
        """`GET /log-ind?til=/sager`: the form, or on to whoever signs in."""
        back = local_path(request.query_params.get("til", "/"))
        match settings().sign_in:
            case SignIn.HEADER:
                forwarded = forwarded_in(request.headers)
                if forwarded is None:
                    return self._page(back, _NO_PROXY, 403)
                return await self._let_in(request, back, forwarded.initials, forwarded.groups)
            case SignIn.OIDC:
                return RedirectResponse(f"{SIGN_IN}/udbyder?til={quote(back, safe='')}", 303)
            case _:
                return self._page(back)

    async def send_away(self, request: Request) -> Response:
        """`GET /log-ind/udbyder`: to the provider, remembering what was asked for."""
        if settings().sign_in is not SignIn.OIDC:
            return self._page("/", _NOT_VOUCHED, 403)
        request.session.clear()
        request.session[_BACK] = local_path(request.query_params.get("til", "/"))
        back_to = f"{settings().public_url or str(request.base_url).rstrip('/')}{SIGN_IN}/retur"
        from gevinst.door.oidc import Provider

        try:
            return await Provider().send_there(request, back_to)
        except SystemDown:
            return self._page("/", _PROVIDER_DOWN, 503)

    async def come_back(self, request: Request) -> Response:
        """`GET /log-ind/retur`: from the provider, who vouches for somebody or not."""
        from gevinst.door.oidc import NotSignedIn, Provider

        back = local_path(str(request.session.get(_BACK, "/")))
        if settings().sign_in is not SignIn.OIDC:
            return self._page("/", _NOT_VOUCHED, 403)
        try:
            vouched = await Provider().come_back(request)
        except NotSignedIn:
            return self._page(back, _NOT_VOUCHED, 401)
        except SystemDown:
            return self._page(back, _PROVIDER_DOWN, 503)
        finally:
            request.session.clear()
        return await self._let_in(request, back, vouched.initials, vouched.groups)

    async def by_password(self, request: Request) -> Response:
        """`POST /log-ind`."""
        if settings().sign_in is not SignIn.PASSWORD:
            return self._page("/", _NOT_VOUCHED, 403)
        if int(request.headers.get("content-length") or _TOO_MUCH) >= _TOO_MUCH:
            return self._page("/", "Der er skrevet for meget.", 413)
        form = await request.form(max_files=0, max_fields=10)
        name, password = str(form.get("initialer", "")), str(form.get("adgangskode", ""))
        back = local_path(str(form.get("til", "/")))
        address = request.client.host if request.client else ""
        try:
            token = await anyio.to_thread.run_sync(self._signing_in.by_password, name, password, address)
        except NoEntry as refused:
            return self._page(back, refused.sentence, refused.status)
        return await self._with_session(request, back, token)

    async def out(self, request: Request) -> Response:
        """`POST /log-ud`."""
        session: Session = request.state.session
        await anyio.to_thread.run_sync(self._sessions.end, session)
        answer = self._house.page("out.html")
        response = self._house.top.put_on(answer, None)
        response.delete_cookie(cookie_name(), path="/", secure=is_secure(), httponly=True, samesite="lax")
        response.headers["Clear-Site-Data"] = '"cache"'
        return response

    async def _let_in(self, request: Request, back: str, initials: str, groups: tuple[str, ...]) -> Response:
        try:
            token = await anyio.to_thread.run_sync(self._signing_in.vouched_for, initials, groups)
        except NoEntry as refused:
            return self._page(back, refused.sentence, refused.status)
        return await self._with_session(request, back, token)

    async def _with_session(self, request: Request, back: str, token: str) -> Response:
        """On to where they were going, with the new token; a session they had before is over."""
        before = cookie_in(request.headers)
        if before:
            session = await anyio.to_thread.run_sync(self._sessions.find, before)
            if session is not None:
                await anyio.to_thread.run_sync(self._sessions.end, session)
        response = RedirectResponse(back, 303)
        response.set_cookie(cookie_name(), token, path="/", secure=is_secure(), httponly=True, samesite="lax")
        return response

    def _page(self, back: str, sentence: str = "", status: int = 200) -> Response:
        way = settings().sign_in
        page = self._house.page(
            "sign_in.html",
            status=status,
            back=back,
            sentence=sentence,
            way=way,
            again=f"{SIGN_IN}?til={quote(back, safe='')}",
        )
        return self._house.top.put_on(page, None)
