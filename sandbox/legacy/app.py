"""PENSYS' pages: one URL per frame, everything else by postback."""

import base64
import hashlib
import json
import secrets
import socket
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from jinja2 import Environment, FileSystemLoader
from werkzeug.exceptions import InternalServerError
from werkzeug.wrappers import Request, Response

from sandbox.legacy.state import Fault, opened, save_registration, strikes

ACCOUNT, PASSWORD = "robot-helbredstillaeg", "opdigtet-adgangskode"
CHARSET = "iso-8859-1"
PAGE_ROWS = 5
_templates = Environment(loader=FileSystemLoader(Path(__file__).parent / "templates"), autoescape=True)


class Pensys:
    """The WSGI application over one database file."""

    def __init__(self, database: Path, slow_ms: int = 0) -> None:
        self.database = database
        self.slow_ms = slow_ms

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:  # noqa: ANN401 (WSGI)
        """Answer one WSGI request."""
        request = Request(environ)
        form, upload = _form(request)
        response = self.answer(request, form, upload)
        return response(environ, start_response)

    def answer(self, request: Request, form: dict[str, str], upload: tuple[str, bytes] | None) -> Response:
        """Route one request, after whatever fault is armed for it."""
        action = form.get("__EVENTTARGET", "")
        what = f"{request.path} {action} {form}"
        self._log(request, action)
        if strikes(self.database, Fault.SLOW, what) or self.slow_ms:
            time.sleep((self.slow_ms or 2000) / 1000)
        if strikes(self.database, Fault.ERROR_500, what):
            raise InternalServerError
        session = request.cookies.get("PENSYSSESSION", "")
        if request.path == "/":
            return self._login(form)
        if request.path == "/menu":
            return self._page("menu.html")
        if strikes(self.database, Fault.EXPIRE_SESSION, what):
            with opened(self.database) as connection:
                connection.execute("UPDATE sessions SET expired = 1 WHERE id = ?", (session,))
        if not self._is_live(session):
            return self._page("expired.html")
        if request.path == "/pensys":
            return self._page("frameset.html")
        return self._postback(request, form, upload, action)

    def _postback(
        self, request: Request, form: dict[str, str], upload: tuple[str, bytes] | None, action: str
    ) -> Response:
        state = _view_state(form.get("__VIEWSTATE", ""))
        argument = form.get("__EVENTARGUMENT", "")
        match action:
            case "soeg":
                return self._search(form)
            case "vaelg" | "side":
                return self._citizen(state | ({"cpr": argument} if action == "vaelg" else {"page": argument}))
            case "nyt":
                return self._form_page(state)
            case "gem":
                return self._save(request, form, state)
            case "vis":
                return self._registration(argument)
            case "upload" if upload is not None:
                return self._upload(request, form, state, upload)
            case _:
                return self._page("search.html", rows=None, form={})

    def _login(self, form: dict[str, str]) -> Response:
        if "kode" not in form:
            return self._page("login.html", error="")
        if (form.get("bruger"), form["kode"]) != (ACCOUNT, PASSWORD):
            return self._page("login.html", error="Forkert bruger eller adgangskode.")
        session = secrets.token_hex(16)
        with opened(self.database) as connection:
            connection.execute("INSERT INTO sessions (id, account) VALUES (?, ?)", (session, ACCOUNT))
        response = Response(status=302, headers={"Location": "/pensys"})
        response.set_cookie("PENSYSSESSION", session, httponly=True)
        return response

    def _search(self, form: dict[str, str]) -> Response:
        cpr, reference = form.get("cpr", "").replace("-", ""), form.get("reference", "").strip()
        with opened(self.database) as connection:
            found = connection.execute(
                "SELECT DISTINCT c.cpr, c.name FROM citizens c LEFT JOIN registrations r ON r.cpr = c.cpr "
                "WHERE (? = '' OR c.cpr = ?) AND (? = '' OR r.reference = ?) ORDER BY c.cpr LIMIT 50",
                (cpr, cpr, reference, reference),
            ).fetchall()
        return self._page("search.html", rows=found if cpr or reference else [], form=form)

    def _citizen(self, state: dict[str, str]) -> Response:
        page = int(state.get("page", "1"))
        with opened(self.database) as connection:
            citizen = connection.execute("SELECT * FROM citizens WHERE cpr = ?", (state["cpr"],)).fetchone()
            all_rows = connection.execute(
                "SELECT * FROM registrations WHERE cpr = ? ORDER BY id", (state["cpr"],)
            ).fetchall()
        pages = max(1, -(-len(all_rows) // PAGE_ROWS))
        shown = all_rows[(page - 1) * PAGE_ROWS : page * PAGE_ROWS]
        return self._page(
            "citizen.html", state={"cpr": state["cpr"]}, citizen=citizen, rows=shown, page=page, pages=pages
        )

    def _form_page(self, state: dict[str, str]) -> Response:
        changed = strikes(self.database, Fault.CHANGED_LABEL, state["cpr"])
        return self._page("form.html", state=state, amount_label="Bevilget sum" if changed else "Beløb")

    def _save(self, request: Request, form: dict[str, str], state: dict[str, str]) -> Response:
        what = f"{state} {form}"
        if strikes(self.database, Fault.DROP_BEFORE_SAVE, what):
            _drop(request)
        number = save_registration(self.database, form | {"cpr": state["cpr"]})
        if strikes(self.database, Fault.DROP_AFTER_SAVE, what):
            _drop(request)
        return self._page("receipt.html", state=state, number=number)

    def _registration(self, number: str) -> Response:
        with opened(self.database) as connection:
            row = connection.execute("SELECT * FROM registrations WHERE number = ?", (number,)).fetchone()
            files = connection.execute("SELECT * FROM files WHERE registration = ? ORDER BY id", (number,)).fetchall()
        return self._page("registration.html", state={"number": number}, row=row, files=files)

    def _upload(
        self, request: Request, form: dict[str, str], state: dict[str, str], upload: tuple[str, bytes]
    ) -> Response:
        name, content = upload
        what = f"upload {state} {form.get('bemaerkning', '')}"
        if strikes(self.database, Fault.DROP_BEFORE_SAVE, what):
            _drop(request)
        with opened(self.database) as connection:
            connection.execute(
                "INSERT INTO files (registration, name, remark, size, sha256, content) VALUES (?, ?, ?, ?, ?, ?)",
                (
                    state["number"],
                    name,
                    form.get("bemaerkning", ""),
                    len(content),
                    hashlib.sha256(content).hexdigest(),
                    content,
                ),
            )
        if strikes(self.database, Fault.DROP_AFTER_SAVE, what):
            _drop(request)
        return self._registration(state["number"])

    def _page(self, template: str, *, state: dict[str, str] | None = None, **values: Any) -> Response:  # noqa: ANN401
        body = _templates.get_template(template).render(
            view_state=base64.b64encode(json.dumps(state or {}).encode()).decode(), **values
        )
        return Response(body.encode(CHARSET, "xmlcharrefreplace"), content_type=f"text/html; charset={CHARSET}")

    def _is_live(self, session: str) -> bool:
        with opened(self.database) as connection:
            row = connection.execute("SELECT expired FROM sessions WHERE id = ?", (session,)).fetchone()
        return row is not None and not row["expired"]

    def _log(self, request: Request, action: str) -> None:
        with opened(self.database) as connection:
            connection.execute(
                "INSERT INTO requests (method, path, action) VALUES (?, ?, ?)", (request.method, request.path, action)
            )


def _form(request: Request) -> tuple[dict[str, str], tuple[str, bytes] | None]:
    """The fields of a latin-1 form, and the uploaded file if there is one."""
    if request.method != "POST":
        return {}, None
    if request.mimetype == "multipart/form-data":
        file = request.files.get("fil")
        upload = None if file is None or not file.filename else (file.filename, file.read())
        return dict(request.form.items()), upload
    body = request.get_data().decode("ascii", "replace")
    fields = parse_qs(body, keep_blank_values=True, encoding=CHARSET)
    return {name: values[-1] for name, values in fields.items()}, None


def _view_state(text: str) -> dict[str, str]:
    return dict(json.loads(base64.b64decode(text))) if text else {}


def _drop(request: Request) -> None:
    """Close the connection without an answer, as an overloaded old server does."""
    connection: socket.socket = request.environ["werkzeug.socket"]
    connection.shutdown(socket.SHUT_RDWR)
    raise ConnectionAbortedError
