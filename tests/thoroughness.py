"""How much of a long table a run goes through: `make test` what tells the cells apart, `make chaos` every one."""

import os

EVERY_MOMENT = bool(os.environ.get("GEVINST_EVERY_MOMENT"))
"""Whether every moment, mailbox and system is tried."""
