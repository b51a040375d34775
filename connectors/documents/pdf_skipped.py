"""What pypdf leaves out of a page with no more than a word in its log: a form it can't read, or one form too many.

A letterhead or a flattened form field is such a form. A page without it would be read as if it had never stood there.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from pypdf.errors import LimitReachedError

from gevinst.codes import Code

_LOGGER = "pypdf._page"


@contextmanager
def noticing_what_is_skipped() -> Iterator[list[Code]]:
    """A reason for each form that is left out while the block runs."""
    listener = _Listener()
    logger = logging.getLogger(_LOGGER)
    logger.addHandler(listener)
    try:
        yield listener.reasons
    finally:
        logger.removeHandler(listener)


class _Listener(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.reasons: list[Code] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Told by the values of the warning, which change less than its words."""
        values = record.args if isinstance(record.args, dict) else {}
        if "limit" in values or isinstance(values.get("exception"), LimitReachedError):
            self.reasons.append(Code.LIMIT_EXCEEDED)
        elif "exception" in values:
            self.reasons.append(Code.DOCUMENT_DAMAGED)
