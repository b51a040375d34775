"""What the browser kit costs: beside bare Playwright, beside a browser per case and other kits; and what it keeps.

Budget (issue 6): at most 1.05 times identical actions in bare Playwright, with the same looks and checks; at least 1.8
times the rate of a browser per case; memory that grows by less than 10 % from the 50th case to the 500th. The kit records
a trace of every case, which a bare script usually doesn't: both are measured with and without one.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from benchmarks import bare_cases, kit_cases
from benchmarks.asking import references, site
from benchmarks.browser_peers import DAY, WARM_UP, beside_others, took
from benchmarks.peers import ROOT
from benchmarks.results import Lines, Measured, ratio
from benchmarks.timing import interleaved, percentile, seconds
from connectors.browser.session import SystemBrowser, browser, close_browser

TIMES, GROWTH = 1.05, 10.0
NO_RECYCLING = {"GEVINST_BROWSER_CASES_PER_PROCESS": str(10**9), "GEVINST_BROWSER_MAX_MEGABYTES": str(10**9)}


def run(*, quick: bool) -> Lines:
    """One site for all, in a process of its own."""
    rounds = 5 if quick else 100
    with site() as url, _data_folder():
        try:
            yield from _beside_bare("five actions", url, kit_cases.five_actions, bare_cases.five_actions, rounds)
            yield from _beside_bare("a guarded case", url, kit_cases.guarded, bare_cases.guarded, rounds)
            yield from beside_others(url, 5 if quick else 40)
        finally:
            close_browser()
        yield _memory(url, 60 if quick else 500)


def _beside_bare(
    case: str, url: str, ours: Callable[[SystemBrowser, str, str, str], str], bare: Callable[..., str], rounds: int
) -> Lines:
    """All four in the very same browser."""

    def by_kit(running: Callable[[], SystemBrowser]) -> float:
        return seconds(lambda: ours(running(), url, next(references), DAY))

    def by_hand(*, traced: bool) -> float:
        same = browser().engine.browser
        return seconds(lambda: bare(same, url, next(references), DAY, traced=traced))

    contenders = {
        "the kit": lambda: by_kit(_untraced),
        "bare": lambda: by_hand(traced=False),
        "the kit, traced": lambda: by_kit(browser),
        "bare, traced": lambda: by_hand(traced=True),
    }
    interleaved(contenders, WARM_UP)
    found = interleaved(contenders, rounds)
    for name, spent in found.items():
        yield took(f"{case}, {name}", spent)
    middle = {name: percentile(spent, 50) for name, spent in found.items()}
    yield ratio(f"{case}, neither traced: the kit to bare", middle["the kit"], middle["bare"], TIMES)
    yield ratio(f"{case}, both traced: the kit to bare", middle["the kit, traced"], middle["bare, traced"], TIMES)
    yield ratio(f"{case}, only the kit traced: to bare", middle["the kit, traced"], middle["bare"])


def _untraced() -> SystemBrowser:
    running = browser()
    return replace(running, engine=replace(running.engine, raw_folder=None))


def _memory(url: str, cases: int) -> Measured:
    """Recycling switched off: what would be recycled away must not grow in the first place."""
    what = f"memory with the driver, traced: after 50 cases and {cases}"
    if sys.platform != "linux":
        return Measured(f"{what}: only Linux tells it", "not measured")
    command = [sys.executable, "-m", "benchmarks.many_cases", url, str(cases)]
    surroundings = {**os.environ, **NO_RECYCLING}
    told = json.loads(subprocess.run(command, cwd=ROOT, env=surroundings, stdout=subprocess.PIPE, check=True).stdout)
    grown = (told["after"] / told["before"] - 1) * 100
    figure = f"{told['before']:.0f} and {told['after']:.0f} MB, {grown:+.1f} %"
    return Measured(what, figure, f"< {GROWTH:g} % more", grown < GROWTH)


@contextmanager
def _data_folder() -> Iterator[None]:
    """Where traces are recorded, as in operation; without a folder none are."""
    before = os.environ.get("GEVINST_DATA_FOLDER")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["GEVINST_DATA_FOLDER"] = folder
        try:
            yield
        finally:
            if before is None:
                del os.environ["GEVINST_DATA_FOLDER"]
            else:
                os.environ["GEVINST_DATA_FOLDER"] = before
