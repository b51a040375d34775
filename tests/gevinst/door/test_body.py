"""A body is acted on whole or not at all."""

from functools import partial

import pytest
from anyio.from_thread import start_blocking_portal
from starlette.requests import ClientDisconnect

from gevinst.door.body import TooLarge, read_body


def read(*messages: dict[str, object]) -> bytes:
    """What is read of these, up to a hundred bytes."""
    coming = iter(messages)

    async def receive() -> dict[str, object]:
        return next(coming)

    # On a thread of its own: on this one, a browser that another test left open runs a loop already.
    with start_blocking_portal() as portal:
        return portal.call(partial(read_body, receive, most=100))


def part(body: bytes, *, more: bool) -> dict[str, object]:
    """One of the messages a body comes in."""
    return {"type": "http.request", "body": body, "more_body": more}


def test_it_is_put_together() -> None:
    """However it comes."""
    assert read(part(b"ab", more=True), part(b"c", more=False)) == b"abc"


def test_half_of_it_is_nothing() -> None:
    """A connection that breaks leaves a valid beginning: a form's proof stands first, and its text would be cut short."""
    with pytest.raises(ClientDisconnect):
        read(part(b"csrf=x&note=Borgeren har ik", more=True), {"type": "http.disconnect"})


def test_more_than_it_may_be_is_not_read_on() -> None:
    """Nor kept."""
    with pytest.raises(TooLarge):
        read(part(b"x" * 101, more=True))
