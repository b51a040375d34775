"""A request's body read whole before the application behind sees it, and given to it again."""

from starlette.requests import ClientDisconnect
from starlette.types import Message, Receive


class TooLarge(Exception):
    """The body is larger than it may be; the rest of it was not read."""


async def read_body(receive: Receive, *, most: int) -> bytes:
    """The whole body.

    Raises:
        ClientDisconnect: The visitor went away in the middle: half of what was sent is nothing to act on.
        TooLarge: It has more than `most` bytes.
    """
    parts, size = [], 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        part: bytes = message.get("body", b"")
        size += len(part)
        if size > most:
            raise TooLarge
        parts.append(part)
        if not message.get("more_body", False):
            return b"".join(parts)


def replayed(body: bytes, receive: Receive) -> Receive:
    """What the application receives: the body in one, then whatever comes after it."""
    is_given = False

    async def again() -> Message:
        nonlocal is_given
        if is_given:
            return await receive()
        is_given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again
