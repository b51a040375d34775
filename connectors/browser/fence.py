"""The fence around a write: the one request that may leave, leaves once.

Measured: when a reused connection drops without an answer, Chromium sends the POST again by itself: one click, two saved
cases. Through `route.fetch(max_redirects=0, max_retries=0)` it leaves exactly once. An upload must come from memory: from
a path, this way loses bytes in silence. Where a system signs in by Negotiate, the fence can't be used and the page
object says so (`unfenced`): then the browser sends it, perhaps twice, and the look afterwards counts.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import Error, Request, Route

from connectors.browser.case import CaseContext, Sent
from gevinst.errors import LeaseLost

Ownership = Callable[[], None]

SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
"""RFC 9110, 9.2.1."""


@dataclass
class Gate:
    """What went through: at most one request. `failure` is what stopped or broke it."""

    sent: int = 0
    request: Request | None = None
    failure: Exception | None = None


@contextmanager
def fence(
    case: CaseContext, ownership: Ownership, *, matching: Callable[[Request], bool], unfenced: bool = False
) -> Iterator[Gate]:
    """Within, the first write that matches leaves after `ownership()` agreed; every other write is stopped.

    The very request never leaves this case again: neither by a reload of what it brought, nor by a second page like it.

    A write is every request but those that HTTP itself calls safe: PUT, PATCH and DELETE save as a POST does.

    An exception from `ownership` (the lease is lost) stops the request and is raised again when the body ends, so
    nothing left and the caller knows. A network failure is raised the same way: whether the system saved is unknown.
    """
    gate = Gate()

    def guard(route: Route, request: Request) -> None:
        if request.method in SAFE:
            route.continue_()
            return
        if gate.sent or gate.failure is not None or not matching(request) or sent_of(request) in case.spent:
            route.abort()
            return
        try:
            ownership()
            gate.sent += 1
            gate.request = request
            _spend(case, request)
            if unfenced:
                route.continue_()
            else:
                route.fulfill(response=route.fetch(max_redirects=0, max_retries=0))
        except Exception as error:  # noqa: BLE001 (raised again below, on the caller's side of the handler)
            gate.failure = error
            _abort(route)

    case.context.route("**/*", guard)
    try:
        try:
            yield gate
        finally:
            _take_down(case, gate, guard)
    except Exception:
        if gate.failure is None:
            raise  # else the page's own trouble only follows from what stopped the request
    if gate.failure is not None:
        raise gate.failure


def _take_down(case: CaseContext, gate: Gate, guard: Callable[[Route, Request], None]) -> None:
    """Let requests through again, once the one under way has ended: without its fence the browser would send it anew.

    Where the lease is lost the fence stays: whatever the page may still try, nothing more leaves this case.
    """
    try:
        if gate.request is not None:
            gate.request.response()
        if not isinstance(gate.failure, LeaseLost):
            case.context.unroute("**/*", guard)
    except Error as gone:
        gate.failure = gate.failure or gone


def _spend(case: CaseContext, request: Request) -> None:
    """From now on it is stopped wherever it comes from, for as long as the case is open."""

    def refuse(route: Route, again: Request) -> None:
        if sent_of(again) in case.spent:
            route.abort()
        else:
            route.fallback()

    address = request.url
    case.spent.add(sent_of(request))
    case.context.route(lambda url: url == address, refuse)


def sent_of(request: Request) -> Sent:
    """What tells one request from another; the kind of body has the mark between its parts, which each upload makes anew."""
    return request.method, request.url, request.headers.get("content-type", ""), request.post_data_buffer or b""


def _abort(route: Route) -> None:
    try:
        route.abort()
    except Error:
        return  # the page or browser is gone; the failure that matters is already kept
