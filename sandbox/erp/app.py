"""The system itself: a page that draws itself, and the JSON API behind it."""

import hashlib
import json
import mimetypes
import secrets
import sqlite3
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from werkzeug.exceptions import BadRequest, Forbidden, NotFound, Unauthorized
from werkzeug.routing import Map, Rule
from werkzeug.utils import redirect
from werkzeug.wrappers import Request, Response

from sandbox.erp import books, listing, signins
from sandbox.erp.call import Call, Face
from sandbox.erp.coding import complaint
from sandbox.web.application import SESSION_SECONDS
from sandbox.web.faults import Fault
from sandbox.web.sessions import dismiss_notice, end_session, has_notice, start_session, touch_session

_COOKIE = "KOEBOGBETAL"
_STATIC = Path(__file__).parent / "static"
_SAYS = {401: "Du er logget ud.", 403: "Ugyldigt sikkerhedstoken. Genindlæs siden.", 404: "Findes ikke."}


class KoebOgBetal(Face):
    """The WSGI application; who has no session is sent to `identity_url`."""

    routes = Map(
        [
            Rule("/", methods=["GET"], endpoint="forside"),
            Rule("/static/<key>", methods=["GET"], endpoint="static"),
            Rule("/log-ind", methods=["GET"], endpoint="log-ind"),
            Rule("/log-ind/retur", methods=["POST"], endpoint="retur"),
            Rule("/meddelelse", methods=["GET"], endpoint="meddelelse"),
            Rule("/meddelelse", methods=["POST"], endpoint="meddelelse-ok"),
            Rule("/api/session", methods=["GET"], endpoint="session"),
            Rule("/api/log-af", methods=["POST"], endpoint="log-af"),
            Rule("/api/fakturaer", methods=["GET"], endpoint="fakturaer"),
            Rule("/api/fakturaer/<int:key>", methods=["GET"], endpoint="faktura"),
            Rule("/api/bilag", methods=["GET"], endpoint="bilagsliste"),
            Rule("/api/bilag/<int:key>", methods=["GET"], endpoint="bilag"),
            Rule("/api/bilag", methods=["POST"], endpoint="bogfoer"),
        ]
    )

    def __init__(
        self, database: Path, identity_url: str, slow_ms: int = 0, *, session_seconds: int = SESSION_SECONDS
    ) -> None:
        super().__init__(database, slow_ms, session_seconds=session_seconds)
        self.identity_url = identity_url

    def answer(self, request: Request, asked: Call) -> Response:
        """Pages for anybody; the API for who is signed in."""
        session = request.cookies.get(_COOKIE, "")
        match asked.action:
            case "forside":
                return self._shell(session)
            case "static":
                return _file(asked.key)
            case "log-ind":
                return self._to_identity(request)
            case "retur":
                return self._signed_in(asked)
            case "meddelelse":
                return _file("notice.html")
            case "meddelelse-ok":
                dismiss_notice(self.database, session)
                return redirect("/", 303)
            case _:
                return self._api(request, asked, session)

    def failed(self, request: Request, status: int) -> Response:
        """In JSON, as the page's own script shows it; a page that can't be had says the same."""
        return _json({"error": _SAYS.get(status, f"Der opstod en fejl ({status}).")}, status)

    def _shell(self, session: str) -> Response:
        if not touch_session(self.database, session, self.session_seconds):
            return redirect("/log-ind")
        return redirect("/meddelelse") if has_notice(self.database, session) else _file("shell.html")

    def _to_identity(self, request: Request) -> Response:
        query = {
            "client_id": "koeb-og-betal",
            "response_type": "code",
            "response_mode": "form_post",
            "redirect_uri": f"{request.host_url}log-ind/retur",
            "state": secrets.token_urlsafe(16),
        }
        return redirect(f"{self.identity_url}/authorize?{urlencode(query)}")

    def _signed_in(self, asked: Call) -> Response:
        account = signins.redeem(self.database, asked.values.get("state", ""), asked.values.get("code", ""))
        if account is None:
            raise BadRequest
        session = secrets.token_hex(16)
        start_session(self.database, session, account, notice=self.strikes(Fault.NOTICE, asked))
        response = redirect("/", 303)
        response.set_cookie(_COOKIE, session, httponly=True)
        return response

    def _api(self, request: Request, asked: Call, session: str) -> Response:
        self._admit(request, asked, session)
        match asked.action:
            case "session":
                return _json({"csrf": _token(session)})
            case "log-af":
                return self._sign_out(session)
            case "fakturaer":
                return self._invoices(asked)
            case "faktura":
                return self._invoice(asked)
            case "bilagsliste":
                return self._vouchers(asked)
            case "bilag":
                return _json(_whole(books.voucher(self.database, int(asked.key))))
            case _:
                return self._save(request, asked)

    def _admit(self, request: Request, asked: Call, session: str) -> None:
        if self.strikes(Fault.EXPIRE_SESSION, asked):
            end_session(self.database, session)
        if not touch_session(self.database, session, self.session_seconds):
            raise Unauthorized
        if request.method == "POST" and request.headers.get("X-CSRF-Token") != _token(session):
            raise Forbidden

    def _sign_out(self, session: str) -> Response:
        end_session(self.database, session)
        return _json({})

    def _invoices(self, asked: Call) -> Response:
        wanted = {} if self.strikes(Fault.SEARCH_IGNORES, asked) else asked.values
        found = books.waiting(self.database, number=wanted.get("fakturanr", ""), cvr=wanted.get("cvr", ""))
        return self._listed(listing.INVOICES, found, asked)

    def _vouchers(self, asked: Call) -> Response:
        wanted = {} if self.strikes(Fault.SEARCH_IGNORES, asked) else asked.values
        found = books.vouchers(self.database, number=wanted.get("fakturanr", ""), reference=wanted.get("tekst", ""))
        return self._listed(listing.VOUCHERS, found, asked)

    def _listed(self, columns: listing.Columns, found: list[Any], asked: Call) -> Response:
        amount = "Beløb i alt" if self.strikes(Fault.CHANGED_LABEL, asked) else "Beløb"
        return _json(listing.page(columns, found, int(asked.values.get("side", "1")), amount_header=amount))

    def _invoice(self, asked: Call) -> Response:
        row = _whole(books.invoice(self.database, int(asked.key)))
        account = "Artskonto" if self.strikes(Fault.CHANGED_LABEL, asked) else "Konto"
        return _json({**row, "account_prompt": account})

    def _save(self, request: Request, asked: Call) -> Response:
        sent = json.loads(asked.text)
        row = _whole(books.invoice(self.database, int(sent["invoice"])))
        if error := complaint(sent["lines"], row["amount"]):
            return _json({"error": error}, 422)
        with self.saving(request, asked):
            number = books.save_voucher(
                self.database,
                invoice=row["id"],
                reference=sent["reference"],
                note=sent["note"],
                lines=sent["lines"],
            )
        return _json({"voucher": number}, 201)


def _whole(row: sqlite3.Row | None) -> dict[str, Any]:
    """A row with its lines unpacked."""
    if row is None:
        raise NotFound
    return {**dict(row), "lines": json.loads(row["lines"])}


def _token(session: str) -> str:
    """The session's token against forged requests; of the session, so that it needs no keeping."""
    return hashlib.sha256(f"csrf {session}".encode()).hexdigest()


def _json(value: object, status: int = 200) -> Response:
    return Response(json.dumps(value, ensure_ascii=False), status, content_type="application/json")


def _file(name: str) -> Response:
    path = _STATIC / name
    if not path.is_file():
        raise NotFound
    kind = mimetypes.guess_type(name)[0] or "text/plain"
    return Response(path.read_bytes(), content_type=f"{kind}; charset=utf-8")
