"""Many cases in one browser, in a process of its own: `python -m benchmarks.many_cases ADDRESS CASES`.

Prints how many MB the whole of it (Python, the driver and all of the browser) held after the first 50 cases, and at the
end: shared memory counted once, the median of ten readings each. By turns a case of five actions and a guarded one.
"""

import json
import sys
from contextlib import suppress

import psutil

from benchmarks.kit_cases import five_actions, guarded
from benchmarks.timing import percentile
from connectors.browser.session import browser, close_browser

FIRST, READINGS = 50, 10


def main(address: str, cases: int) -> None:
    """Whoever starts this has switched the recycling off."""
    before, after = [], []
    try:
        for number in range(1, cases + 1):
            work = guarded if number % 2 else five_actions
            work(browser(), address, f"M-{number}", "03-03-2026")
            if FIRST - READINGS < number <= FIRST:
                before.append(_megabytes())
            elif number > cases - READINGS:
                after.append(_megabytes())
    finally:
        close_browser()
    print(json.dumps({"before": percentile(before, 50), "after": percentile(after, 50)}))


def _megabytes() -> float:
    own = psutil.Process()
    return sum(map(_bytes_of, [own, *own.children(recursive=True)])) / (1 << 20)


def _bytes_of(process: psutil.Process) -> int:
    with suppress(psutil.NoSuchProcess):  # a page's process ends some time after its case
        return int(process.memory_full_info().pss)
    return 0


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
