"""What every answer carries: headers that keep the page to itself, whatever else the reader's browser has open."""

from collections.abc import Callable

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gevinst.door.origin import is_secure

_OURS = "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
_DRAWING = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
"""A drawing carries its style within."""
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


_A_YEAR = 365 * 24 * 60 * 60


class Guarded:
    """Puts the headers on every answer of an application; what it shows is kept by no cache unless it says so.

    Args:
        app: The application.
        policy_of: By the path, what a page may load and ask, where it is another than ours, which needs no script.
    """

    def __init__(self, app: ASGIApp, policy_of: Callable[[str], str | None] = lambda _path: None) -> None:
        self.app = app
        self.policy_of = policy_of

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                is_drawing = headers.get("content-type", "").startswith("image/svg")
                policy = _DRAWING if is_drawing else self.policy_of(scope["path"]) or _OURS
                headers.update(_HEADERS)
                headers.setdefault("Content-Security-Policy", policy)  # a stranger's file brings a narrower one
                if is_secure():
                    headers["Strict-Transport-Security"] = f"max-age={_A_YEAR}"
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        await self.app(scope, receive, guarded)
