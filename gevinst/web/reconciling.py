"""The reconciliation, kept for a minute: it reads every item, and the page says when it was made."""

import time
from dataclasses import dataclass
from threading import Lock

from sqlalchemy import Connection, select

from gevinst.ledger.checks import Finding, reconcile
from gevinst.ledger.periods import month_of
from gevinst.reports.coverage import Reconciled, coverage_of
from gevinst.store.clock import now_us
from gevinst.web.kept import KeptFigures

KEPT_SECONDS = 60


@dataclass(frozen=True)
class Reconciliation:
    """The report's own count of all completed cases, and what the quick checks find; `made_at` is when."""

    made_at: int
    cases: Reconciled
    findings: tuple[Finding, ...]

    @property
    def is_whole(self) -> bool:
        """Whether the groups come to all of them, and every check holds."""
        return self.cases.adds_up and not self.findings


def reconciled(connection: Connection) -> Reconciliation:
    """Count every completed case once. It takes seconds where there are many."""
    made_at = connection.execute(select(now_us())).scalar_one()
    return Reconciliation(made_at, coverage_of(connection, month_of(made_at)).ever, tuple(reconcile(connection)))


class KeptReconciliation:
    """The last one made, and a new one when it is old; many readers at once make one."""

    def __init__(self, figures: KeptFigures) -> None:
        self._figures = figures
        self._making = Lock()
        self._made: tuple[float, Reconciliation] | None = None

    def latest(self) -> Reconciliation:
        """One that was made within the last minute."""
        with self._making:
            if self._made is None or time.monotonic() - self._made[0] > KEPT_SECONDS:
                with self._figures.reading() as connection:
                    self._made = (time.monotonic(), reconciled(connection))
            return self._made[1]
