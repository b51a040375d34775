"""What becomes of a change when Prefect fails at it: how it went is written down, and the answer comes all the same."""

import httpx
import pytest
from anyio.from_thread import start_blocking_portal
from sqlalchemy import Engine
from starlette.responses import JSONResponse
from starlette.types import Receive, Scope, Send

from gevinst.door.person import Person, Role
from gevinst.staff import staff_id
from tasks.door.guarded import GuardedPrefect
from tests.gevinst.core import ON_SQLITE
from tests.gevinst.door.visitors import OPERATIONS, audited

pytestmark = ON_SQLITE


def delete(database: Engine, *, answers: bool) -> httpx.Response:
    """Operations deletes a flow, and Prefect raises, with or without an answer before."""

    async def prefect(scope: Scope, receive: Receive, send: Send) -> None:
        if answers:
            await JSONResponse({"exception_message": "Service Unavailable"}, 503)(scope, receive, send)
        message = "the database is locked"
        raise RuntimeError(message)

    with database.begin() as connection:
        person = Person(staff_id(connection, OPERATIONS), OPERATIONS, frozenset({Role.OPERATIONS}), frozenset())
    guarded = GuardedPrefect(prefect, database)

    async def as_operations(scope: Scope, receive: Receive, send: Send) -> None:
        await guarded({**scope, "state": {"person": person}}, receive, send)

    async def ask() -> httpx.Response:
        transport = httpx.ASGITransport(as_operations)
        async with httpx.AsyncClient(transport=transport, base_url="http://door") as client:
            return await client.delete("/api/flows/11111111-1111-4111-8111-111111111111")

    # On a thread of its own: on this one, a browser that another test left open runs a loop already.
    with start_blocking_portal() as portal:
        return portal.call(ask)


@pytest.mark.parametrize(("answers", "status"), [(True, 503), (False, 500)])
def test_a_change_that_prefect_fails_at_has_an_outcome(database: Engine, answers: bool, status: int) -> None:
    """Prefect's own clients try again after 503, so it must reach them; nothing looks as if the process had ended."""
    assert delete(database, answers=answers).status_code == status
    assert audited(database) == [(OPERATIONS, "drift", "DELETE /flows/{id}", status)]
