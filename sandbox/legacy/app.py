"""PENSYS: who may see what, and which group of pages answers."""

import secrets
from collections.abc import Callable

from werkzeug.exceptions import NotFound
from werkzeug.utils import redirect
from werkzeug.wrappers import Request, Response

from sandbox.legacy.case_list import CaseList
from sandbox.legacy.citizens import Citizens
from sandbox.legacy.desk import Desk
from sandbox.legacy.forms import Posted
from sandbox.legacy.overviews import Overviews
from sandbox.web.faults import Fault
from sandbox.web.sessions import dismiss_notice, end_session, has_notice, start_session, touch_session

ACCOUNT, PASSWORD = "robot-helbredstillaeg", "opdigtet-adgangskode"
_COOKIE = "PENSYSSESSION"
_Answer = Callable[[Request, Posted, list[str]], Response]


class Pensys(Citizens, CaseList, Overviews, Desk):
    """The WSGI application over one database file."""

    def answer(self, request: Request, asked: Posted) -> Response:
        """A page for who is signed in, has read the notice and comes while the system is open."""
        if self.strikes(Fault.MAINTENANCE, asked):
            return self._page("closed.html")
        if asked.path == "/":
            return self._login(asked)
        session = request.cookies.get(_COOKIE, "")
        if self.strikes(Fault.EXPIRE_SESSION, asked):
            end_session(self.database, session)
        if not touch_session(self.database, session, self.session_seconds):
            return self._page("expired.html")
        if has_notice(self.database, session):
            return self._notice(asked, session)
        first, *rest = asked.path.strip("/").split("/")
        return self._answers().get(first, _missing)(request, asked, rest)

    def _answers(self) -> dict[str, _Answer]:
        """By the first part of the path; what follows it goes along."""
        return {
            "pensys": lambda _request, _asked, _rest: self._page("frameset.html"),
            "menu": lambda _request, _asked, _rest: self._page("menu.html", account=ACCOUNT),
            "log-af": lambda request, _asked, _rest: self._sign_out(request),
            "indhold": lambda request, asked, _rest: self._postback(request, asked),
            "sagsliste": self._cases,
            "ydelser": self._benefits,
            "breve": self._letters,
            "brev": self._letter,
            "udbyder": self._providers,
            "henvendelse": self._enquiry,
        }

    def _login(self, posted: Posted) -> Response:
        if posted.action != "login":
            return self._page("login.html", error="")
        if (posted.fields.get("bruger"), posted.fields.get("kode")) != (ACCOUNT, PASSWORD):
            return self._page("login.html", error="Forkert bruger eller adgangskode.")
        session = secrets.token_hex(16)
        start_session(self.database, session, ACCOUNT, notice=self.strikes(Fault.NOTICE, posted))
        response = redirect("/pensys")
        response.set_cookie(_COOKIE, session, httponly=True)
        return response

    def _notice(self, posted: Posted, session: str) -> Response:
        if posted.action != "laest":
            return self._page("notice.html")
        dismiss_notice(self.database, session)
        return redirect("/pensys")

    def _sign_out(self, request: Request) -> Response:
        end_session(self.database, request.cookies.get(_COOKIE, ""))
        return redirect("/")


def _missing(_request: Request, _asked: Posted, _rest: list[str]) -> Response:
    raise NotFound
