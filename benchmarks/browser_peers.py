"""The five actions in the kit, beside a browser per case, Robot Framework Browser and Selenium.

Budget (issue 6): at least 1.8 times the rate of a browser per case, which is the kit itself when it is set to one. The
peers live in `.venv-bench`; Selenium also needs Debian's chromium-driver. All drive the same browser program.
"""

import shutil
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

from playwright.sync_api import Playwright

from benchmarks import bare_cases, kit_cases
from benchmarks.asking import asked, references
from benchmarks.peers import BINARIES
from benchmarks.results import Lines, Measured, ratio
from benchmarks.timing import interleaved, percentile, seconds
from connectors.browser.finding import find_browser
from connectors.browser.session import browser

RATE = 1.8
WARM_UP = 3
DAY = "03-03-2026"
OURS = "the kit, traced"
PER_CASE = "the kit, a browser a case"
LAUNCHED = "bare, a browser a case, one driver"
PEERS = {
    "Robot Framework Browser": "run `make bench`",
    "Selenium": "run `make bench`, and install chromium-driver",
}
"""And what to do where one is missing."""


def beside_others(url: str, rounds: int) -> Lines:
    """The kit as it is delivered, with its trace."""
    playwright = browser().process.driver.playwright
    program = find_browser(playwright).executable
    if program is None:
        yield Measured("the peers need a browser by its path: set GEVINST_BROWSER_EXECUTABLE", "not measured")
        return
    contenders: dict[str, Callable[[], float]] = {
        OURS: lambda: seconds(lambda: kit_cases.five_actions(browser(), url, next(references), DAY)),
        LAUNCHED: lambda: seconds(lambda: _launched(browser().process.driver.playwright, program, url)),
    }
    with ExitStack() as stack:
        alone = [sys.executable, "-m", "benchmarks.browser_per_case", url]
        contenders[PER_CASE] = stack.enter_context(asked(alone, {"GEVINST_BROWSER_CASES_PER_PROCESS": "1"}))
        for name, command in _commands(url, program).items():
            contenders[name] = stack.enter_context(asked(command))
        interleaved(contenders, WARM_UP)
        found = interleaved(contenders, rounds)
    for name, spent in found.items():
        yield took(f"five actions, {name}", spent)
    yield from _compared({name: percentile(spent, 50) for name, spent in found.items()})


def took(what: str, spent: Sequence[float]) -> Measured:
    """How long the cases took."""
    p50, p95 = (percentile(spent, percent) * 1000 for percent in (50, 95))
    return Measured(what, f"p50 {p50:.0f} ms, p95 {p95:.0f} ms")


def _launched(playwright: Playwright, program: Path, url: str) -> None:
    with playwright.chromium.launch(executable_path=program) as fresh:
        bare_cases.five_actions(fresh, url, next(references), DAY)


def _commands(url: str, program: Path) -> dict[str, list[str]]:
    """How the peers that are here are started."""
    if not (BINARIES / "python").exists():
        return {}
    start = [str(BINARIES / "python"), "-m"]
    robot = [*start, "benchmarks.peer_processes.with_robotframework", url, str(program)]
    found = {"Robot Framework Browser": robot}
    if driver := shutil.which("chromedriver"):
        found["Selenium"] = [*start, "benchmarks.peer_processes.with_selenium", url, str(program), driver]
    return found


def _compared(middle: Mapping[str, float]) -> Lines:
    times = middle[PER_CASE] / middle[OURS]
    yield Measured(f"five actions: our rate to {PER_CASE}", f"{times:.2f} x", f">= {RATE} x", times >= RATE)
    yield Measured(f"five actions: our rate to {LAUNCHED}", f"{middle[LAUNCHED] / middle[OURS]:.2f} x")
    for name, remedy in PEERS.items():
        if name in middle:
            yield ratio(f"five actions: the kit to {name}", middle[OURS], middle[name])
        else:
            yield Measured(f"{name} is missing: {remedy}", "not measured")
