"""What every answer carries: headers that keep the page to itself, whatever else the reader's browser has open."""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HOSTS = ("127.0.0.1", "localhost")
"""The names the page answers to. Another name that leads here is a stranger's page that wants to read ours."""

_OURS = "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
_DRAWING = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
"""A drawing carries its style within."""
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


class Guarded:
    """Puts the headers on every answer of an application; what shows figures is kept by no cache."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                is_drawing = headers.get("content-type", "").startswith("image/svg")
                headers.update(_HEADERS)
                headers.setdefault("Content-Security-Policy", _DRAWING if is_drawing else _OURS)
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        await self.app(scope, receive, guarded)
