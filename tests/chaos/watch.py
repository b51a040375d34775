"""The places a worker passes, and what is done to it at one of them."""

import os
import random
import signal
import threading
from collections.abc import Callable

from tests.chaos.browsers import kill_browser
from tests.chaos.notes import Notes
from tests.chaos.orders import How, Order

Passing = Callable[[str], None]
MOST_MILLISECONDS = 8


class Watch:
    """Called at every place with its name; strikes at the one that was ordered."""

    def __init__(self, order: Order) -> None:
        self.seen: set[str] = set()
        self._doom = order.doom
        self._passed = 0
        self._notes = Notes(order.folder)
        self._chance = random.Random(order.seed)

    def __call__(self, place: str) -> None:
        """Pass."""
        self.seen.add(place)
        if self._doom is None or place != self._doom.place:
            return
        self._passed += 1
        if self._passed == self._doom.nth:
            self._strike(place)

    def _strike(self, place: str) -> None:
        assert self._doom is not None
        self._notes.add("struck", window=self._doom.window, place=place, how=self._doom.how)
        match self._doom.how:
            case How.KILL:
                os.kill(os.getpid(), signal.SIGKILL)
            case How.KILL_SOON:
                late = self._chance.uniform(0, MOST_MILLISECONDS / 1000)
                threading.Timer(late, os.kill, (os.getpid(), signal.SIGKILL)).start()
            case How.SUSPEND:
                os.kill(os.getpid(), signal.SIGSTOP)  # goes on here when the parent wakes it
            case How.KILL_BROWSER:
                kill_browser()
