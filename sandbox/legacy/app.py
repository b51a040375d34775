"""PENSYS' pages: one URL per frame, everything else by postback."""

import re
import secrets
import socket
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader
from werkzeug.exceptions import InternalServerError
from werkzeug.wrappers import Request, Response

from sandbox.legacy import state
from sandbox.legacy.forms import CHARSET, Posted, pack, read
from sandbox.legacy.state import Fault

ACCOUNT, PASSWORD = "robot-helbredstillaeg", "opdigtet-adgangskode"
PAGE_ROWS = 5
SESSION_SECONDS = 20 * 60
SLOW_MS = 2000
_COOKIE = "PENSYSSESSION"
_DATE = re.compile(r"\d{2}-\d{2}-\d{4}")
_AMOUNT = re.compile(r"(\d{1,3}(\.\d{3})*|\d+),\d{2}")
_templates = Environment(loader=FileSystemLoader(Path(__file__).parent / "templates"), autoescape=True)


class Pensys:
    """The WSGI application over one database file."""

    def __init__(self, database: Path, slow_ms: int = 0, *, session_seconds: int = SESSION_SECONDS) -> None:
        self.database = database
        self.slow_ms = slow_ms
        self.session_seconds = session_seconds

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer one WSGI request."""
        request = Request(environ)
        posted = read(request)
        try:
            response = self._answer(request, posted)
        except InternalServerError:
            response = self._page("error.html", status=500)
        return response(environ, start_response)

    def _answer(self, request: Request, posted: Posted) -> Response:
        """Route one request, after whatever fault is armed for it."""
        state.log_request(
            self.database,
            method=request.method,
            path=posted.path,
            action=posted.action,
            connection=str(request.environ.get("REMOTE_PORT", "")),
        )
        self._misbehave(posted)
        session = request.cookies.get(_COOKIE, "")
        if posted.path == "/":
            return self._login(posted)
        if self._strikes(Fault.EXPIRE_SESSION, posted):
            state.end_session(self.database, session)
        if not state.touch_session(self.database, session, self.session_seconds):
            return self._page("expired.html")
        match posted.path:
            case "/pensys":
                return self._page("frameset.html")
            case "/menu":
                return self._page("menu.html", account=ACCOUNT)
            case "/log-af":
                state.end_session(self.database, session)
                return Response(status=302, headers={"Location": "/"})
            case "/indhold":
                return self._postback(request, posted)
            case _:
                return self._page("error.html", status=404)

    def _misbehave(self, posted: Posted) -> None:
        slow_ms = SLOW_MS if self._strikes(Fault.SLOW, posted) else self.slow_ms
        if slow_ms:
            time.sleep(slow_ms / 1000)
        if self._strikes(Fault.ERROR_500, posted):
            raise InternalServerError

    def _strikes(self, fault: Fault, posted: Posted) -> bool:
        return state.strikes(self.database, fault, posted.everything)

    def _postback(self, request: Request, posted: Posted) -> Response:
        """What each `__EVENTTARGET` brings up; anything else is a fresh search page."""
        wanted = posted.argument
        pages: dict[str, Callable[[], Response]] = {
            "soeg": lambda: self._search(posted.fields, page=1),
            "soegside": lambda: self._search(posted.state, page=int(wanted)),
            "vaelg": lambda: self._citizen(wanted, page=1),
            "side": lambda: self._citizen(posted.state["cpr"], page=int(wanted)),
            "nyt": lambda: self._form(posted),
            "gem": lambda: self._save(request, posted),
            "vis": lambda: self._registration(wanted, page=1),
            "filside": lambda: self._registration(posted.state["number"], page=int(wanted)),
            "upload": lambda: self._upload(request, posted),
        }
        return pages.get(posted.action, lambda: self._page("search.html", rows=None, fields={}))()

    def _login(self, posted: Posted) -> Response:
        if posted.action != "login":
            return self._page("login.html", error="")
        if (posted.fields.get("bruger"), posted.fields.get("kode")) != (ACCOUNT, PASSWORD):
            return self._page("login.html", error="Forkert bruger eller adgangskode.")
        session = secrets.token_hex(16)
        state.start_session(self.database, session, ACCOUNT)
        response = Response(status=302, headers={"Location": "/pensys"})
        response.set_cookie(_COOKIE, session, httponly=True)
        return response

    def _search(self, fields: dict[str, str], page: int) -> Response:
        wanted = {name: fields.get(name, "").strip() for name in ("cpr", "reference")}
        cpr = wanted["cpr"].replace("-", "")
        found = state.select(
            self.database,
            "SELECT DISTINCT c.* FROM citizens c LEFT JOIN registrations r ON r.cpr = c.cpr "
            "WHERE (? = '' OR c.cpr = ?) AND (? = '' OR r.reference = ?) ORDER BY c.cpr",
            *(cpr, cpr, wanted["reference"], wanted["reference"]),
        )
        if not any(wanted.values()):
            return self._page("search.html", rows=None, fields=wanted, error="Angiv mindst ét søgekriterium.")
        return self._page("search.html", state=wanted, fields=wanted, **_paged(found, page))

    def _citizen(self, cpr: str, page: int) -> Response:
        citizen = state.select(self.database, "SELECT * FROM citizens WHERE cpr = ?", cpr)
        found = state.select(self.database, "SELECT * FROM registrations WHERE cpr = ? ORDER BY id", cpr)
        return self._page("citizen.html", state={"cpr": cpr}, citizen=citizen[0], **_paged(found, page))

    def _form(self, posted: Posted, error: str = "") -> Response:
        changed = self._strikes(Fault.CHANGED_LABEL, posted)
        return self._page(
            "form.html",
            state={"cpr": posted.state["cpr"]},
            amount_label="Bevilget sum" if changed else "Beløb",
            fields=posted.fields,
            error=error,
        )

    def _save(self, request: Request, posted: Posted) -> Response:
        if error := _complaint(posted.fields):
            return self._form(posted, error)
        if self._strikes(Fault.DROP_BEFORE_SAVE, posted):
            _drop(request)
        number = state.save_registration(self.database, {**posted.fields, "cpr": posted.state["cpr"]})
        if self._strikes(Fault.DROP_AFTER_SAVE, posted):
            _drop(request)
        return self._page("receipt.html", state=posted.state, number=number)

    def _registration(self, number: str, page: int, error: str = "") -> Response:
        registration = state.select(self.database, "SELECT * FROM registrations WHERE number = ?", number)
        files = state.select(self.database, "SELECT * FROM files WHERE registration = ? ORDER BY id", number)
        return self._page(
            "registration.html", state={"number": number}, row=registration[0], error=error, **_paged(files, page)
        )

    def _upload(self, request: Request, posted: Posted) -> Response:
        number = posted.state["number"]
        if posted.upload is None:
            return self._registration(number, page=1, error="Vælg en fil.")
        if self._strikes(Fault.DROP_BEFORE_SAVE, posted):
            _drop(request)
        state.save_file(
            self.database,
            registration=number,
            name=posted.upload.name,
            remark=posted.fields.get("bemaerkning", ""),
            content=posted.upload.content,
        )
        if self._strikes(Fault.DROP_AFTER_SAVE, posted):
            _drop(request)
        return self._registration(number, page=1)

    def _page(
        self,
        template: str,
        *,
        state: dict[str, str] | None = None,
        status: int = 200,
        **values: Any,  # noqa: ANN401 (whatever the template shows)
    ) -> Response:
        body = _templates.get_template(template).render(view_state=pack(state or {}), **values)
        return Response(body.encode(CHARSET, "xmlcharrefreplace"), status, content_type=f"text/html; charset={CHARSET}")


def _paged(found: list[Any], page: int) -> dict[str, Any]:
    """One page of a table, as every template with a table needs it."""
    pages = max(1, -(-len(found) // PAGE_ROWS))
    shown = found[(page - 1) * PAGE_ROWS : page * PAGE_ROWS]
    return {"rows": shown, "page": page, "pages": pages, "total": len(found)}


def _complaint(fields: dict[str, str]) -> str:
    """What the system itself checks before it saves; it knows no duplicates."""
    if not fields.get("kind"):
        return "Vælg art."
    if not all(_DATE.fullmatch(fields.get(name, "")) for name in ("treatment_date", "received")):
        return "Datoer skrives dd-mm-åååå."
    if fields.get("amount") and not _AMOUNT.fullmatch(fields["amount"]):
        return "Beløb skrives som 1.234,56."
    return ""


def _drop(request: Request) -> None:
    """Close the connection without an answer, as an overloaded old server does."""
    connection: socket.socket = request.environ["werkzeug.socket"]
    connection.shutdown(socket.SHUT_RDWR)
    raise ConnectionAbortedError
