"""The reconciliation, kept for a minute: it reads every item, and the page says when it was made."""

import time
from threading import Lock

from gevinst.web.kept import KeptFigures
from gevinst.web.queries.control import Reconciliation, reconciled

KEPT_SECONDS = 60


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
