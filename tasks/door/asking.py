"""Prefect asked by our own pages in a visitor's name: through the same guard as a browser, without leaving the process."""

from collections.abc import Mapping
from typing import Any

import anyio
import httpx
from starlette.types import ASGIApp, Receive, Scope, Send

from gevinst.door.orchestrator import Declined
from gevinst.door.person import Person

_SILENT = "Prefect svarer ikke. Prøv igen om lidt; bliver det ved, så sig det til driften."
_NOT_ALLOWED = "Det har du ikke adgang til."
_NOT_FITTING = "Bestillingen passer ikke til processen. Åbn siden igen, og se efter, hvad der kan vælges."
_SECONDS = 30
_A_PAGE = 200
"""As many as Prefect gives at once."""
_REFUSED = {403: _NOT_ALLOWED, 404: "", 409: _NOT_FITTING, 422: _NOT_FITTING}
"""Prefect's own words are English and may quote what was sent. What isn't there, the page says in its own."""


class Asking:
    """Asks the guarded application.

    Args:
        app: It.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def get(self, person: Person, path: str) -> Any:  # noqa: ANN401 (JSON)
        """What is answered.

        Raises:
            Declined: It isn't theirs or isn't there, or there is no answer.
        """
        return await self._ask(person, "GET", path)

    async def post(self, person: Person, path: str, body: Mapping[str, Any]) -> Any:  # noqa: ANN401 (JSON)
        """What is answered to a body.

        Raises:
            Declined: As for `get`, or the body doesn't fit.
        """
        return await self._ask(person, "POST", path, dict(body))

    async def all(self, person: Person, path: str, body: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Everything a search finds, however many pages it has.

        Raises:
            Declined: As for `post`.
        """
        found: list[dict[str, Any]] = []
        while True:
            page = await self.post(person, path, {**body, "limit": _A_PAGE, "offset": len(found)})
            found += page
            if len(page) < _A_PAGE:
                return found

    async def _ask(self, person: Person, method: str, path: str, body: Mapping[str, Any] | None = None) -> Any:  # noqa: ANN401
        transport = httpx.ASGITransport(_AsSomebody(self._app, person), raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://door/api", timeout=_SECONDS) as client:
            try:
                with anyio.fail_after(_SECONDS):
                    answer = await client.request(method, path, json=body)
            except TimeoutError:
                raise Declined(_SILENT, 503) from None
        if answer.is_success:
            return answer.json()
        if answer.status_code in _REFUSED:
            raise Declined(_REFUSED[answer.status_code], answer.status_code)
        raise Declined(_SILENT, 503)


class _AsSomebody:
    """The application as it is behind the door: who asks stands in the scope."""

    def __init__(self, app: ASGIApp, person: Person) -> None:
        self._app = app
        self._person = person

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._app({**scope, "state": {"person": self._person}}, receive, send)
