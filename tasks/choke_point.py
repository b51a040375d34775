"""The choke point: every body Prefect's client sends and every event it emits is redacted on its way out.

Measured: a flow that handles a CPR number carelessly leaves it in 16 columns of Prefect's database; with the redacting
formatter and this, in none. It wraps calls that are not public, so it names the version it was proven on.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import httpx
import prefect
from prefect.client.base import PrefectHttpxAsyncClient, PrefectHttpxSyncClient
from prefect.events.clients import PrefectEventsClient
from prefect.events.schemas.events import Event
from prefect.events.worker import EventsWorker

from gevinst.errors import ConfigurationError
from gevinst.redaction import redact

if TYPE_CHECKING:
    from collections.abc import Callable

PROVEN_ON = "3.8.8"
_MARK = "_gevinst_choke_point"


def install_choke_point() -> None:
    """Wrap the client of this process; safe to call again.

    Raises:
        ConfigurationError: On a Prefect the wrapping was not proven on.
    """
    if prefect.__version__ != PROVEN_ON:
        raise ConfigurationError(
            f"Prefect is {prefect.__version__} and the choke point is proven on {PROVEN_ON}: install the locked version"
        )
    if getattr(PrefectEventsClient, _MARK, False):
        return
    _wrap_sync(PrefectHttpxSyncClient)
    _wrap_async(PrefectHttpxAsyncClient)
    _wrap_events(PrefectEventsClient)
    _wrap_queue(EventsWorker)
    setattr(PrefectEventsClient, _MARK, True)


def _wrap_sync(client: type[httpx.Client]) -> None:
    send: Callable[..., httpx.Response] = client.send

    def redacting(self: httpx.Client, request: httpx.Request, *args: Any, **kwargs: Any) -> httpx.Response:  # noqa: ANN401
        return send(self, _redacted(request, request.read()), *args, **kwargs)

    client.send = redacting  # type: ignore[method-assign]


def _wrap_async(client: type[httpx.AsyncClient]) -> None:
    send: Callable[..., Any] = client.send

    async def redacting(self: httpx.AsyncClient, request: httpx.Request, *args: Any, **kwargs: Any) -> httpx.Response:  # noqa: ANN401
        response: httpx.Response = await send(self, _redacted(request, await request.aread()), *args, **kwargs)
        return response

    client.send = redacting  # type: ignore[method-assign]


def _wrap_events(client: type[PrefectEventsClient]) -> None:
    emit: Callable[..., Any] = client._emit  # noqa: SLF001 (see the module's docstring)

    async def redacting(self: PrefectEventsClient, event: Event) -> None:
        await emit(self, _clean_event(event))

    client._emit = redacting  # type: ignore[method-assign]  # noqa: SLF001


def _wrap_queue(worker: type[EventsWorker]) -> None:
    """Events leave from a thread of their own, which doesn't know the names of the case in hand: mask them here too."""
    prepare: Callable[..., Event] = worker._prepare_item  # noqa: SLF001

    def redacting(self: EventsWorker, event: Event) -> Event:
        return prepare(self, _clean_event(event))

    worker._prepare_item = redacting  # type: ignore[method-assign]  # noqa: SLF001


def _clean_event(event: Event) -> Event:
    data = event.model_dump(mode="json")
    cleaned = clean(data)
    return event if cleaned == data else Event.model_validate(cleaned)


def _redacted(request: httpx.Request, body: bytes) -> httpx.Request:
    """The same request with a clean body; the very same object when nothing had to be masked."""
    cleaned = clean_body(body)
    if cleaned == body:
        return request
    headers = [(name, value) for name, value in request.headers.raw if name.lower() != b"content-length"]
    return httpx.Request(request.method, request.url, headers=headers, content=cleaned, extensions=request.extensions)


def clean_body(body: bytes) -> bytes:
    """A JSON body with every text in it redacted; any other body redacted as text."""
    if not body:
        return body
    try:
        data = json.loads(body)
    except ValueError:
        return redact(body.decode("utf-8", "surrogateescape")).encode("utf-8", "surrogateescape")
    cleaned = clean(data)
    return body if cleaned == data else json.dumps(cleaned).encode()


def clean(data: Any) -> Any:  # noqa: ANN401 (JSON)
    """JSON with its texts redacted, names of fields included; numbers stay, so that the form of it does."""
    if isinstance(data, str):
        return redact(data)
    if isinstance(data, list):
        return [clean(each) for each in data]
    if isinstance(data, dict):
        return {redact(name): clean(value) for name, value in data.items()}
    return data
