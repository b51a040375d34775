"""What a face must know of the connection under a request: state that lives as long as it does, and a way to drop it.

NTLM proves who somebody is once a connection, not once a request, and a dropped connection is one of the faults to
order. uvicorn serves all faces (the Graph face is an ASGI application, and a second server of another kind would be one
more thing to keep alike); its HTTP protocol tells here when a connection begins and ends, so the state of one is never
mistaken for that of a later one from the same port.
"""

import asyncio
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

_Peer = tuple[str, int]


class Protocol(H11Protocol):
    """HTTP/1.1 that can be found again by the address of its peer."""

    state_of_connection: dict[str, Any]

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Remember it."""
        super().connection_made(transport)
        self.state_of_connection = {}
        if self.client is not None:
            _OPEN[self.client] = self

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget it, and all that was known of it."""
        super().connection_lost(exc)
        if self.client is not None and _OPEN.get(self.client) is self:
            del _OPEN[self.client]

    def shutdown(self) -> None:
        """End at once when idle: closing TLS politely would wait for clients that have nothing more to say."""
        if self.cycle is None or self.cycle.response_complete:
            self.transport.abort()
        else:
            super().shutdown()


_OPEN: dict[_Peer, Protocol] = {}


def state(request: Request) -> dict[str, Any]:
    """What was noted of this request's connection; write into it."""
    return _OPEN[_peer(request)].state_of_connection


def drop(request: Request) -> Response:
    """End the connection without an answer. What is returned never leaves; it is what an endpoint must return."""
    _OPEN[_peer(request)].transport.abort()
    return Response(status_code=500)


def cut(request: Request, response: Response) -> Response:
    """End the connection within an answer: its headers and half of its body leave, and then nothing."""
    return _Cut(_OPEN[_peer(request)], response)


class _Cut(Response):
    def __init__(self, protocol: Protocol, whole: Response) -> None:
        super().__init__()
        self._protocol, self._whole = protocol, whole

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        status, headers, body = self._whole.status_code, self._whole.raw_headers, bytes(self._whole.body)
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body[: len(body) // 2], "more_body": True})
        self._protocol.transport.abort()
        while (await receive())["type"] != "http.disconnect":  # uvicorn would complain of an answer without an end
            pass


def _peer(request: Request) -> _Peer:
    if request.client is None:
        raise RuntimeError("a request without a peer can't be served here")
    return request.client.host, request.client.port
