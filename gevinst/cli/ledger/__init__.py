"""`gevinst ledger`: the entries behind the figures, their corrections, the months, and the proof."""

from gevinst.cli.ledger import correcting as _correcting  # noqa: F401 (registers its commands)
from gevinst.cli.ledger import entering as _entering  # noqa: F401
from gevinst.cli.ledger import listing as _listing  # noqa: F401
from gevinst.cli.ledger import months as _months  # noqa: F401
from gevinst.cli.ledger import proving as _proving  # noqa: F401
from gevinst.cli.ledger.app import app

__all__ = ["app"]
