"""Act out the faults around one call, and note the call in the log: the same for every face.

A face gives the work and its own words for a refusal; what "before", "after", "dropped" and "slow" mean is said here.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from sandbox.exchange import connections
from sandbox.exchange.faults import Fault, Faults, Switch
from sandbox.exchange.model import Exchange

_DROPPED = 0  # the status in the log of a call that got no answer, or half of one
_NOT_REFUSED = (Switch.SLOW, Switch.GONE, Switch.WRONG_ETAG, Switch.DROP_WITHIN)


@dataclass(frozen=True)
class Acting:
    """One face's way to answer.

    Attributes:
        refuse: The face's answer for BUSY, 401, 403, 429 and 503.
    """

    exchange: Exchange
    face: str
    refuse: Callable[[Fault], Response]

    async def call(
        self, request: Request, operation: str, account: str, work: Callable[[Fault | None], Response]
    ) -> Response:
        """Answer one authorised call.

        Args:
            request: For its connection.
            operation: By its name in the log; faults are armed for it.
            account: Who calls, for the log.
            work: Does it, on a thread. It gets the fault when that is its own to act out: GONE and WRONG_ETAG.
        """
        fault = Faults(self.exchange.database).take(operation)
        authorised = fault is None or fault.switch is not Switch.UNAUTHORIZED
        response = await self._answer(request, fault, work)
        is_cut = fault is not None and fault.switch is Switch.DROP_WITHIN
        status = _DROPPED if response is None or is_cut else response.status_code
        self.exchange.log(self.face, operation, account, authorised=authorised, status=status)
        if response is None:
            return connections.drop(request)
        return connections.cut(request, response) if is_cut else response

    async def _answer(
        self, request: Request, fault: Fault | None, work: Callable[[Fault | None], Response]
    ) -> Response | None:
        """None where the connection is to be dropped."""
        if fault is None or fault.switch in _NOT_REFUSED:
            if fault is not None and fault.switch is Switch.SLOW:
                await _wait(request, fault.seconds)
            return await run_in_threadpool(work, fault)
        if fault.switch.is_after:
            await run_in_threadpool(work, None)
        return None if fault.switch in (Switch.DROP_BEFORE, Switch.DROP_AFTER) else self.refuse(fault)


async def _wait(request: Request, seconds: float) -> None:
    """Be slow, but no longer than somebody waits for it."""
    deadline = asyncio.get_running_loop().time() + seconds
    while asyncio.get_running_loop().time() < deadline and not await request.is_disconnected():
        await asyncio.sleep(min(0.05, seconds))
