"""Prefect's application with every request held against its route's rule, and every change written down."""

import json
import logging
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

import anyio.to_thread
from sqlalchemy import Engine
from sqlalchemy.dialects import postgresql, sqlite
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gevinst.door.audit import record, record_outcome
from gevinst.door.body import TooLarge, read_body, replayed
from gevinst.store.clock import now_us
from gevinst.store.tables import run_starts
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
                asked.body = await read_body(receive, most=_LARGEST_BODY)
            await ROUTES[found[0]](asked)
        except TooLarge:
            await _refuse(scope, receive, send, NotAllowed("Forespørgslen er for stor.", 413))
        except Nothing:
            await JSONResponse([])(scope, receive, send)
        except NotAllowed as refused:
            await anyio.to_thread.run_sync(self._write_down, asked, refused.status, None)
            await _refuse(scope, receive, send, refused)
        else:
            await self._pass_on(asked, scope, receive, send, has_body=method in _WITH_BODY)

    async def _pass_on(self, asked: Asked, scope: Scope, receive: Receive, send: Send, *, has_body: bool) -> None:
        if has_body:
            body = asked.sent_on
            receive = replayed(body, receive)
            headers = [pair for pair in scope["headers"] if pair[0] != b"content-length"]
            scope = {**scope, "headers": [*headers, (b"content-length", str(len(body)).encode())]}
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
        await self.app(scope, receive, answer)
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
        """How it went, and who started the run it made."""
        run = answer.made_id() if asked.starts else None
        with self.engine.begin() as connection:
            record_outcome(connection, number, answer.status, run)
            if run is not None and asked.deployment is not None:
                dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
                row = {"flow_run": run, "deployment": asked.deployment, "staff_id": asked.person.staff_id}
                connection.execute(
                    dialect.insert(run_starts).values(**row, started_at=now_us()).on_conflict_do_nothing()
                )

    def _write_down(self, asked: Asked, status: int, run: str | None) -> None:
        """What was refused."""
        with self.engine.begin() as connection:
            asked_number = record(connection, asked.person, asked.route, deployment=asked.deployment)
            record_outcome(connection, asked_number, status, run)


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
        """Now it may be seen."""
        for message in self._messages:
            await send(message)

    def made_id(self) -> str | None:
        """The id of what was made; None where nothing was."""
        if self.status >= 300:
            return None
        made: Any = json.loads(b"".join(message.get("body", b"") for message in self._messages))
        return str(made["id"])


async def _refuse(scope: Scope, receive: Receive, send: Send, refused: NotAllowed) -> None:
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": 1008})
        return
    await JSONResponse({"detail": refused.sentence}, refused.status)(scope, receive, send)
