"""Prefect's application with every request held against its route's rule, and every change written down."""

import json
import logging
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

import anyio.to_thread
from sqlalchemy import Engine
from starlette.requests import ClientDisconnect
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gevinst.door.audit import record, record_outcome
from gevinst.door.body import TooLarge, read_body, replayed
from tasks.door.asked import Asked, NotAllowed, Nothing
from tasks.door.matching import Matching
from tasks.door.own import Own
from tasks.door.routes import ROUTES

if TYPE_CHECKING:
    from gevinst.door.person import Person

log = logging.getLogger("gevinst.door")

API = "/api"
_LARGEST_BODY = 1 << 20
_UNKNOWN = "Adressen er ikke en, døren kender."
_WITH_BODY = frozenset({"POST", "PUT", "PATCH", "DELETE"})


class GuardedPrefect:
    """Lets through what a person's roles and units allow; a worker's process asks for whatever Prefect declares.

    Args:
        app: Prefect's own application.
        engine: Our database, for the audit.
    """

    def __init__(self, app: ASGIApp, engine: Engine) -> None:
        self.app = app
        self.engine = engine
        self.own = Own()
        self._matching = Matching(ROUTES)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        path: str = scope["path"]
        if not path.startswith(f"{API}/"):
            await self.app(scope, receive, send)  # the UI's own files
            return
        method = "WS" if scope["type"] == "websocket" else scope["method"].replace("HEAD", "GET")
        state = scope.get("state", {})
        person: Person | None = state.get("person")
        found = self._matching.find(method, path.removeprefix(API))
        if person is None and (state.get("worker") or path in (f"{API}/health", f"{API}/ready")):
            await (
                self.app(scope, receive, send) if found else _refuse(scope, receive, send, NotAllowed(_UNKNOWN, 404))
            )
            return
        if person is None or found is None:
            await _refuse(scope, receive, send, NotAllowed(_UNKNOWN, 404))
            return
        query = dict(parse_qsl(scope["query_string"].decode("latin-1")))
        asked = Asked(found[0], person, self.own, found[1], query)
        try:
            if method in _WITH_BODY:
                asked.body = await _body(receive)
            await ROUTES[found[0]](asked)
        except ClientDisconnect:
            return
        except Nothing as nothing:
            await JSONResponse(nothing.answer)(scope, receive, send)
        except NotAllowed as refused:
            await anyio.to_thread.run_sync(self._write_down, asked, refused.status)
            await _refuse(scope, receive, send, refused)
        else:
            await self._pass_on(asked, scope, receive, send, has_body=method in _WITH_BODY)

    async def _pass_on(self, asked: Asked, scope: Scope, receive: Receive, send: Send, *, has_body: bool) -> None:
        if has_body:
            body = asked.sent_on
            receive = replayed(body, receive)
            # It goes on as the JSON it was looked at as: said to be anything else, Prefect would pass over what is in it.
            headers = [pair for pair in scope["headers"] if pair[0] not in (b"content-length", b"content-type")]
            ours = [(b"content-length", str(len(body)).encode()), (b"content-type", b"application/json")]
            scope = {**scope, "headers": [*headers, *ours]}
        if not asked.changes:
            await self.app(scope, receive, send)
            return
        number = await anyio.to_thread.run_sync(self._about_to, asked)
        if scope["type"] == "websocket":  # a conversation has no end to wait for
            await self.app(scope, receive, send)
            return
        answer = _Answer()
        if asked.starts:  # the answer is read for the run's id, so it must not come packed
            scope = {**scope, "headers": [pair for pair in scope["headers"] if pair[0] != b"accept-encoding"]}
        try:
            await self.app(scope, receive, answer)
        except Exception:  # Prefect answers what it didn't foresee, and raises it all the same
            log.exception("%s: unforeseen in Prefect", asked.route)
        await anyio.to_thread.run_sync(self._came_to, asked, number, answer)
        await answer.send_on(send)

    def _about_to(self, asked: Asked) -> int:
        with self.engine.begin() as connection:
            return record(
                connection,
                asked.person,
                asked.route,
                item_id=asked.item_id,
                deployment=asked.deployment,
                flow_run=asked.flow_run,
            )

    def _came_to(self, asked: Asked, number: int, answer: "_Answer") -> None:
        """How it went, and the run it made: that is what tells afterwards who started it."""
        run = answer.made_id() if asked.starts else None
        with self.engine.begin() as connection:
            record_outcome(connection, number, answer.status, run)

    def _write_down(self, asked: Asked, status: int) -> None:
        """What was refused."""
        with self.engine.begin() as connection:
            number = record(connection, asked.person, asked.route, deployment=asked.deployment, item_id=asked.item_id)
            record_outcome(connection, number, status)


class _Answer:
    """Keeps an answer back until it is written down how it went. What answers a change is short."""

    def __init__(self) -> None:
        self.status = 500
        self._messages: list[Message] = []

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
        self._messages.append(message)

    async def send_on(self, send: Send) -> None:
        """Now it may be seen; where there is none, that something went wrong."""
        if not self._messages:
            self._messages = [
                {"type": "http.response.start", "status": self.status, "headers": []},
                {"type": "http.response.body"},
            ]
        for message in self._messages:
            await send(message)

    def made_id(self) -> str | None:
        """The id of what was made; None where nothing was."""
        if self.status >= 300:
            return None
        made: Any = json.loads(b"".join(message.get("body", b"") for message in self._messages))
        return str(made["id"])


async def _body(receive: Receive) -> bytes:
    try:
        return await read_body(receive, most=_LARGEST_BODY)
    except TooLarge:
        raise NotAllowed("Forespørgslen er for stor.", 413) from None


async def _refuse(scope: Scope, receive: Receive, send: Send, refused: NotAllowed) -> None:
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": 1008})
        return
    await JSONResponse({"detail": refused.sentence}, refused.status)(scope, receive, send)
