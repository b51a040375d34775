"""How the processes here say that they can't start: in sentences, and with exit code 1."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from gevinst.errors import GevinstError
from gevinst.redaction import redact


@contextmanager
def plainly() -> Iterator[None]:
    """No traceback where a setting is missing."""
    try:
        yield
    except GevinstError as error:
        sys.exit(redact(error.detail or error.sentence))
