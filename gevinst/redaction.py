"""Nothing shaped like a CPR number, and no name of the case in hand, leaves by a log line, an event or an API call.

A redacting *formatter* is used, not a filter: a filter sees the message and its arguments, but not the rendered
traceback. `redact` is also what the choke point on the orchestrator's client applies to every body it sends.
"""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from urllib.parse import quote, quote_plus

MASK = "[CPR]"
NAME_MASK = "[NAVN]"

# Between the birth date and the serial: nothing, or one of these; URL-encoded, JSON-escaped, across a line break.
_GAP = r"(?:\s|-|\u2010|\u2011|\u2012|\u2013|\u2014|\u00ad|%20|%2D|\+|\\[nrt]|\\u00[aA]0|\\u00[aA][dD]|\\u201[0-4])"
_DAY = r"(?:0[1-9]|[12]\d|3[01]|6[1-9]|[78]\d|9[01])"
_CPR = re.compile(rf"(?<!\d){_DAY}(?:0[1-9]|1[0-2])\d\d{_GAP}{{0,3}}\d{{2}}{_GAP}?\d{{2}}(?!\d)", re.IGNORECASE)

_known: ContextVar[tuple[str, ...]] = ContextVar("known_personal", default=())


def redact(text: str) -> str:
    """Mask everything shaped like a CPR number (days + 60 included), and the names of the case in hand.

    Masks too much rather than too little: an account or P-number that happens to be shaped like one is masked as well.
    """
    for name in _known.get():
        text = text.replace(name, NAME_MASK)
    return _CPR.sub(MASK, text)


@contextmanager
def known_personal(values: Iterator[str] | tuple[str, ...] | list[str]) -> Iterator[None]:
    """While the body runs, mask these texts too: as they are, JSON-escaped and URL-encoded. Short ones are left out."""
    forms: set[str] = set()
    for value in values:
        if len(value.strip()) >= 4:
            escaped = value.encode("ascii", "backslashreplace").decode().replace("\\x", "\\u00")
            forms |= {value, escaped, quote(value), quote_plus(value)}
    token = _known.set(_known.get() + tuple(sorted(forms, key=len, reverse=True)))
    try:
        yield
    finally:
        _known.reset(token)


class RedactingFormatter(logging.Formatter):
    """Wraps a handler's own formatter and redacts what it rendered, traceback included."""

    def __init__(self, inner: logging.Formatter | None) -> None:
        super().__init__()
        self.inner = inner or logging.Formatter()

    def format(self, record: logging.LogRecord) -> str:
        """The inner formatter's text, redacted."""
        return redact(self.inner.format(record))


def install_redaction() -> None:
    """Wrap the formatter of every handler there is and of every one that is made later; safe to call again."""
    for reference in list(logging._handlerList):  # type: ignore[attr-defined]  # noqa: SLF001 (the only list of all)
        handler = reference()
        if handler is not None and not isinstance(handler.formatter, RedactingFormatter):
            handler.setFormatter(handler.formatter)
    logging.Handler.setFormatter = _set_formatter  # type: ignore[method-assign]
    logging.Handler.format = _format  # type: ignore[method-assign]


def _set_formatter(self: logging.Handler, fmt: logging.Formatter | None) -> None:
    self.formatter = fmt if isinstance(fmt, RedactingFormatter) else RedactingFormatter(fmt)


def _format(self: logging.Handler, record: logging.LogRecord) -> str:
    if not isinstance(self.formatter, RedactingFormatter):
        self.formatter = RedactingFormatter(self.formatter)
    return self.formatter.format(record)
