"""The harness: serve the tasks' pages, start an episode by its seed, and read the reward that the page itself gives.

Nothing here is part of a solution: only this file speaks to the pages' own script.
"""

import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import Error

from benchmarks.miniwob.page import TaskPage
from benchmarks.peers import BINARIES
from connectors.browser.session import browser
from gevinst.errors import ConfigurationError, GevinstError

LONGEST_MS = 600_000
"""An episode's time: the reward counts what was done, not how fast this machine is."""

_FIND = "import importlib.util; print(importlib.util.find_spec('miniwob').submodule_search_locations[0])"
_START = "([seed, longest]) => { Math.seedrandom(seed); core.EPISODE_MAX_TIME = longest; core.startEpisodeReal(); }"
_REWARD = "() => WOB_DONE_GLOBAL ? WOB_RAW_REWARD_GLOBAL : null"


@dataclass(frozen=True)
class Episode:
    """How one went.

    Attributes:
        seed: What it was started with.
        reward: The page's own, before it takes off for time; None where the episode didn't come to its end.
        error: What stopped the solution; empty if nothing did.
    """

    seed: int
    reward: float | None
    error: str = ""

    @property
    def is_solved(self) -> bool:
        """Whether all of it was right."""
        return not self.error and self.reward is not None and self.reward > 0.99


@contextmanager
def served() -> Iterator[str]:
    """The tasks' folder on loopback while the body runs; its address.

    Raises:
        ConfigurationError: The package isn't installed; says what to run.
    """

    class Handler(SimpleHTTPRequestHandler):
        def log_message(self, *_args: object) -> None:
            """Say nothing."""

    handler = partial(Handler, directory=_pages())
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        server.block_on_close = False  # the browser keeps its connections open
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/miniwob"
        finally:
            server.shutdown()
            thread.join()


def _pages() -> Path:
    """Where the package lies, in the environment of its own."""
    missing = ConfigurationError("miniwob is not installed: run `make miniwob`")
    try:
        found = subprocess.run([BINARIES / "python", "-c", _FIND], check=True, capture_output=True, text=True)
    except (OSError, subprocess.CalledProcessError):
        raise missing from None
    return Path(found.stdout.strip()) / "html"


def play(url: str, name: str, kind: type[TaskPage], seed: int) -> Episode:
    """One episode in a case of its own: start it, let the page object solve it, ask the page what that was worth."""
    with browser(TaskPage.system).case() as case:
        case.page.goto(f"{url}/{name}.html")
        case.page.evaluate(_START, [str(seed), LONGEST_MS])
        error = ""
        try:
            kind(case).shown().solve()
        except (GevinstError, Error, AssertionError) as failed:
            error = f"{type(failed).__name__}: {str(failed).splitlines()[0]}"
        return Episode(seed, case.page.evaluate(_REWARD), error)
