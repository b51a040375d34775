"""The identity page: another origin, where one says who one is and is sent back with a one-time code."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader
from werkzeug.exceptions import BadRequest
from werkzeug.routing import Map, Rule
from werkzeug.wrappers import Request, Response

from sandbox.erp import signins
from sandbox.erp.call import Call, Face
from sandbox.web.faults import Fault

ACCOUNT, PASSWORD = "robot-kontering@opdigtet.example", "opdigtet-kodeord"
_LOOPBACK = ("127.0.0.1", "localhost")
_REFUSED = "Forkert konto eller adgangskode."
_templates = Environment(loader=FileSystemLoader(Path(__file__).parent / "templates"), autoescape=True)


class Identity(Face):
    """Asks for the account, then for the password, then for whatever a fault adds, and sends back."""

    routes = Map(
        [
            Rule("/authorize", methods=["GET"], endpoint="authorize"),
            *(Rule(f"/{name}", methods=["POST"], endpoint=name) for name in ("bruger", "kode", "mfa", "fortsaet")),
        ]
    )

    def answer(self, request: Request, asked: Call) -> Response:
        """One step of the sign-in."""
        state = asked.values.get("state", "")
        match asked.action:
            case "authorize":
                return self._begin(asked, state)
            case "bruger":
                signins.name(self.database, state, asked.values.get("konto", ""))
                return self._page("password.html", state=state, account=signins.account(self.database, state))
            case "kode":
                return self._password(asked, state)
            case "mfa":
                return self._page("mfa.html", state=state, error="Koden er ikke gyldig.")
            case _:
                return self._send_back(state)

    def failed(self, request: Request, status: int) -> Response:
        """A page that says so."""
        return self._page("failed.html", status=status)

    def _begin(self, asked: Call, state: str) -> Response:
        return_to = asked.values.get("redirect_uri", "")
        if not state or urlsplit(return_to).hostname not in _LOOPBACK:
            raise BadRequest
        signins.begin(self.database, state, return_to)
        return self._page("account.html", state=state)

    def _password(self, asked: Call, state: str) -> Response:
        account = signins.account(self.database, state)
        if (account, asked.values.get("kode")) != (ACCOUNT, PASSWORD):
            return self._page("password.html", state=state, account=account, error=_REFUSED)
        if self.strikes(Fault.MFA, asked):
            return self._page("mfa.html", state=state)
        signins.prove(self.database, state)
        if self.strikes(Fault.PASSWORD_EXPIRING, asked):
            return self._page("expiring.html", state=state)
        return self._send_back(state)

    def _send_back(self, state: str) -> Response:
        """A form that sends itself."""
        found = signins.hand_out(self.database, state)
        if found is None:
            raise BadRequest
        return_to, code = found
        return self._page("return.html", state=state, return_to=return_to, code=code)

    def _page(self, template: str, *, status: int = 200, **values: Any) -> Response:  # noqa: ANN401 (whatever it shows)
        return Response(_templates.get_template(template).render(**values), status, content_type="text/html")
