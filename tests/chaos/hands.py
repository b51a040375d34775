"""One worker process in the parent's hands: start it, see how it stands, suspend, wake and end it, all by its id."""

import os
import signal
import socket
import time
from contextlib import suppress
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from tests.chaos.orders import Doom, Order


class Hand:
    """A worker and what is to become of it."""

    def __init__(self, process: ForkServerProcess, order: Order, *, strike_after: float) -> None:
        self.process = process
        self.order = order
        self.began = time.monotonic()
        self.strike_after = strike_after
        self.stopped_since: float | None = None
        self.finished = False
        try:
            self._handle = os.pidfd_open(self.pid)  # its number may be another's a moment after it ended
        except ProcessLookupError:
            self._handle = -1

    @property
    def doom(self) -> Doom | None:
        """What was ordered for it."""
        return self.order.doom

    @property
    def pid(self) -> int:
        """Its id."""
        assert self.process.pid is not None
        return self.process.pid

    @property
    def name(self) -> str:
        """What it is called in the history of attempts."""
        return f"{socket.gethostname()}:{self.pid}"

    @property
    def is_stopped(self) -> bool:
        """Whether it stands still."""
        try:
            stat = Path(f"/proc/{self.pid}/stat").read_text(encoding="ascii")
        except (FileNotFoundError, ProcessLookupError):
            return False
        return stat.rpartition(")")[2].split()[0] == "T"

    def age(self) -> float:
        """Seconds since it was started."""
        return time.monotonic() - self.began

    def signal(self, number: signal.Signals) -> None:
        """Send it a signal, if it is still there."""
        if self._handle >= 0:
            with suppress(ProcessLookupError):
                signal.pidfd_send_signal(self._handle, number)

    def end(self) -> None:
        """End it, whatever it is doing."""
        self.signal(signal.SIGKILL)
        self.let_go()

    def let_go(self) -> None:
        """It has ended, or is about to."""
        self.process.join()
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1
