"""The kit with a browser for each case, in a process of its own: `python -m benchmarks.browser_per_case ADDRESS`.

Whoever starts this has set GEVINST_BROWSER_CASES_PER_PROCESS to 1; each line is a reference.
"""

import sys

from benchmarks.kit_cases import five_actions
from benchmarks.peer_processes.turns import take_each_turn
from connectors.browser.session import browser


def main(address: str) -> None:
    """The five actions for each reference: the browser of the last one is ended, and a new one started."""
    take_each_turn(lambda reference: five_actions(browser(), address, reference, "03-03-2026"))


if __name__ == "__main__":
    main(sys.argv[1])
