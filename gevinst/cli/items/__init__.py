"""`gevinst items`: work items by number, state and reason, and what people do with them. Never their contents."""

from gevinst.cli.items import acting as _acting  # noqa: F401 (registers its commands)
from gevinst.cli.items import showing as _showing  # noqa: F401
from gevinst.cli.items.app import app

__all__ = ["app"]
