"""The run loop: claim one item after another, up to a bound, and keep the tally a run's receipt is made of."""

import logging
import os
import socket
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from sqlalchemy import Engine

from gevinst.codes import Code
from gevinst.errors import BusinessError, ConfigurationError, ProcessError
from gevinst.items.case import Case, hand_over_changed
from gevinst.items.model import Item, State
from gevinst.items.queues import Queue, claim
from gevinst.items.stops import is_stopped
from gevinst.items.transitions import Ending
from gevinst.persons.restricting import is_restricted
from gevinst.settings import settings
from gevinst.store.engine import reading
from gevinst.store.patience import patiently

log = logging.getLogger(__name__)

CaseEnded = Callable[[Case, Ending], None]
"""Told after each transition: what hands the mail over to people hangs here."""


@dataclass
class Tally:
    """What one run did, by ids and codes only; the run's artifact is made of it."""

    endings: list[tuple[str, Ending]] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)

    def add(self, label: str, ending: Ending) -> None:
        """Take one case's ending in."""
        self.endings.append((label, ending))
        if ending.notice:
            self.notices.append(ending.notice)

    def count(self) -> Counter[State | None]:
        """How many cases ended in each state."""
        return Counter(ending.state for _, ending in self.endings)


@dataclass
class Run:
    """One run over one queue. Iterate it, and enter each case: `for case in run: with case: …`.

    Attributes:
        engine: Our database.
        queue: The queue to claim from.
        flow_run: The orchestrator's id of this run, for tracing; written on items, attempts and entries.
        limit: How many items at most, none of them for 0; the setting's number where it is left open.
        case_ended: Told after each case.
    """

    engine: Engine
    queue: Queue
    flow_run: str | None = None
    limit: int | None = None
    case_ended: CaseEnded = lambda _case, _ending: None
    tally: Tally = field(default_factory=Tally)

    def __iter__(self) -> Iterator[Case]:
        """Claim until the queue is empty, waits, or the bound is reached.

        Raises:
            ProcessError: When several cases in a row failed in a way nobody foresaw: something is wrong with the robot
                or its surroundings, and going on would only fail more.
            ConfigurationError: From a case; the queue is paused and the run ends with its sentence.
        """
        unknown_in_a_row = 0
        for _ in range(settings().max_items_per_run if self.limit is None else self.limit):
            item = patiently(self._claim)
            if item is None:
                return
            case = Case(self.engine, item, self._ended)
            if not hand_over_changed(case) and not self._hand_over_restricted(case):
                yield case
            last = self.tally.endings[-1][1] if self.tally.endings else None
            unknown_in_a_row = unknown_in_a_row + 1 if last is not None and last.is_unknown else 0
            if unknown_in_a_row >= settings().max_unknown_failures:
                raise ProcessError(self._digest(unknown_in_a_row))

    def _claim(self) -> Item | None:
        """The next item. A claim whose answer was lost with the connection lapses, and comes round again."""
        with self.engine.begin() as connection:
            item = claim(connection, self.queue.name, worker=worker_name(), flow_run=self.flow_run)
            if item is None and is_stopped(connection, self.queue.name):
                self.tally.notices.append(
                    f"the queue '{self.queue.name}' is stopped by hand; see `gevinst queues list`"
                )
        return item

    def _hand_over_restricted(self, case: Case) -> bool:
        """Whether this case went straight to a person, since it is known to be about somebody whose data is restricted."""
        with reading(self.engine) as connection:
            if not is_restricted(connection, case.item.id):
                return False
        with case:
            raise BusinessError(Code.RESTRICTED)
        return True

    def _digest(self, failed: int) -> str:
        """One notice for all of them."""
        labels = ", ".join(label for label, _ in self.tally.endings[-failed:])
        digest = f"{failed} cases in a row failed in an unforeseen way: {labels}; see their evidence"
        self.tally.notices.append(digest)
        return digest

    def _ended(self, case: Case, ending: Ending) -> None:
        self.tally.add(case.item.label, ending)
        try:
            self.case_ended(case, ending)
        except ConfigurationError:
            raise
        except Exception as error:  # noqa: BLE001 (the item is settled; what hangs on it is repeated by the next run)
            log.warning("after %s: %s", case.item.label, type(error).__name__)


def worker_name() -> str:
    """This process, for the history of attempts."""
    return f"{socket.gethostname()}:{os.getpid()}"
