"""How a peer takes its turn: it says `ready`, and for each line it gets it works one job off and says how long it took."""

import sys
import time
from collections.abc import Awaitable, Callable


async def take_turns(work_one_off: Callable[[], Awaitable[None]]) -> None:
    """Answer each line of standard input with the milliseconds of one job, until there are no more."""
    print("ready", flush=True)
    for _line in sys.stdin:
        began = time.perf_counter()
        await work_one_off()
        print((time.perf_counter() - began) * 1000, flush=True)


def take_each_turn(work_off: Callable[[str], object]) -> None:
    """The same where nothing is awaited; what a line says is what is worked off."""
    print("ready", flush=True)
    for line in sys.stdin:
        began = time.perf_counter()
        work_off(line.strip())
        print((time.perf_counter() - began) * 1000, flush=True)
