"""How much of a long table a run goes through: `make test` what tells the cells apart, `make chaos` every one."""

import os

import pytest

EVERY_MOMENT = bool(os.environ.get("GEVINST_EVERY_MOMENT"))
"""Whether every moment, mailbox and system is tried."""

by_chaos = pytest.mark.skipif(not EVERY_MOMENT, reason="`make chaos` runs it")
"""For a whole run whose parts are each proven in `make test`."""
