"""One worker process: a run of the main job, watched at every place it passes."""

import os
import sys
import time
import traceback
from datetime import timedelta
from typing import Any

from tests.chaos.notes import Notes
from tests.chaos.orders import Order

ACT_DEADLINE = timedelta(seconds=8)
"""On loopback an act is over in milliseconds; what was killed in one needn't wait for minutes."""
MARGIN_SECONDS = 2
PRELOADED = ["tests.chaos.plain"]


def work(order: Order) -> None:
    """Run until nothing can be claimed, or until struck down. Called in a process of its own."""
    os.environ.clear()
    os.environ.update(order.environment)
    os.chdir(order.folder)
    time.tzset()
    log = os.open(order.folder / "workers.log", os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    os.dup2(log, 1)
    os.dup2(log, 2)
    notes = Notes(order.folder)
    try:
        _work(order, notes)
    except BaseException as error:  # noqa: BLE001 (whatever it is, the report names it)
        traceback.print_exc()
        notes.add("stumbled", order=order.name, what=f"{type(error).__name__}: {error}")
        sys.exit(1)


def _work(order: Order, notes: Notes) -> None:
    from gevinst.items import lease
    from gevinst.items.case import Case
    from gevinst.store import clock
    from tests.chaos import plain
    from tests.chaos.watch import Watch

    clock.offset.microseconds = order.clock_us
    lease.MARGIN_SECONDS = MARGIN_SECONDS
    guarded = Case.guarded

    def short(self: Case, act: Any) -> Any:
        act.deadline = ACT_DEADLINE
        return guarded(self, act)

    Case.guarded = short  # type: ignore[method-assign]
    watch = Watch(order)
    plain.transactions.watch_transactions(watch)
    plain.acts.watch_acts(watch, chromium=order.chromium)
    if not order.chromium:
        plain.use_forms()
    try:
        plain.run_flow()
    finally:
        if order.chromium:
            plain.close_browser()
        notes.add("ran", order=order.name, seen=sorted(watch.seen))
