"""The keyword by which a robot takes its turns: the time of a case is from one `Next Turn` to the next."""

import sys
import time

_began: list[float] = []


def next_turn() -> str | None:
    """Answer the milliseconds since the last turn, or `ready`; then give the next reference, or None at the end.

    Robot Framework has its own standard output while it runs, so the process' own is written to.
    """
    answer = (time.perf_counter() - _began.pop()) * 1000 if _began else "ready"
    print(answer, file=sys.__stdout__, flush=True)
    line = sys.stdin.readline()
    _began.append(time.perf_counter())
    return line.strip() or None
