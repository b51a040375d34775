"""Nothing shaped like a CPR number, and no name of the case in hand, leaves by a log line, an event or an API call.

A redacting *formatter* is used, not a filter: a filter sees the message and its arguments, but not the rendered
traceback. `redact` is also what the choke point on the orchestrator's client applies to every body it sends.

Too much is masked rather than too little. Known to be masked though they are no CPR numbers: an order, account or
P-number of ten digits that begins with a day and a month; a Unix time in whole seconds from January to June 2027 (1801…
to 1812…); day, month, year and hour run together (`2411202613`). A handler that ships a record's fields instead of its
text (`SocketHandler`, `HTTPHandler`) bypasses every formatter: don't use one.
"""

import logging
import re
import sys
import threading
import traceback
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from types import TracebackType
from urllib.parse import quote

MASK = "[CPR]"
NAME_MASK = "[NAVN]"
SHORTEST_NAME = 4
"""Shorter texts (an initial, a house number) would mask half of every line."""

# How a character that may stand between two digits is written: itself, URL-encoded (UTF-8, latin-1, twice), in JSON, in
# Python's repr, in HTML or in quoted-printable.
_BREAK = (  # a broken line, a soft hyphen, a zero-width space: these may stand anywhere inside a number
    r"(?:[\r\n\u00ad\u200b\u2060\ufeff]|=\r?\n|\\+[nr]|\\+u00ad|\\+xad|\\+u200b"
    r"|(?:%(?:25)?|=)(?:0[AD]|C2(?:%(?:25)?|=)AD|AD)|&shy;|&\#173;)"
)
_DASH = (  # a space or a dash: only between birth date and serial, or in the middle of the serial
    r"(?:[\s\u2010-\u2015\u2212+/_-]|\\+t|\\+u00a0|\\+xa0|\\+u201[0-5]|\\+u2212"
    r"|(?:%(?:25)?|=)(?:20|2D|2F|09|C2(?:%(?:25)?|=)A0|A0|E2(?:%(?:25)?|=)80(?:%(?:25)?|=)9[0-5])"
    r"|&nbsp;|&[nm]dash;|&\#(?:160|8209|8211|8212);)"
)
_IN = rf"{_BREAK}{{0,2}}"
_GAP = rf"(?:{_BREAK}|{_DASH}){{0,5}}"
_DAY = rf"(?:0{_IN}[1-9]|[1278]{_IN}\d|3{_IN}[01]|6{_IN}[1-9]|9{_IN}[01])"
_MONTH = rf"(?:0{_IN}[1-9]|1{_IN}[0-2])"
# Run ids and content hashes: one UUID in two thousand looks as if it held a number, and a masked id breaks a request.
_KEPT = r"(?P<kept>\b[0-9A-F]{8}(?:-[0-9A-F]{4}){3}-[0-9A-F]{12}\b|\b[0-9A-F]{32,64}\b)"
# No digit before; but the digits of `%20` or `\\u00a0` are none, and are tried first.
_START = r"(?P<escape>(?:[%=](?:25)?[0-9A-F]{2}|\\u[0-9A-F]{4}|\\x[0-9A-F]{2})|(?<!\d))"
_CPR = re.compile(
    rf"{_KEPT}|{_START}{_DAY}{_IN}{_MONTH}{_IN}\d{_IN}\d{_GAP}\d{_IN}\d{_GAP}\d{_IN}\d(?!\d)", re.IGNORECASE
)

_known: ContextVar[tuple[re.Pattern[str], ...]] = ContextVar("known_personal", default=())


def redact(text: str) -> str:
    """Mask everything shaped like a CPR number (days + 60 included), and the names of the case in hand."""
    for names in _known.get():
        text = names.sub(NAME_MASK, text)
    return _CPR.sub(_masked, text)


def _masked(found: re.Match[str]) -> str:
    return found["kept"] or found["escape"] + MASK


@contextmanager
def known_personal(values: Iterable[str]) -> Iterator[None]:
    """While the body runs, mask these texts too, in any case and however they are encoded; short ones are left out.

    Each is masked as a whole: give a name's forms one by one where a part of it alone would tell too much.
    """
    forms = {form for value in values for form in _forms(value)}
    if not forms:
        yield
        return
    longest_first = sorted(forms, key=lambda form: (-len(form), form))
    token = _known.set((*_known.get(), re.compile("|".join(longest_first), re.IGNORECASE)))
    try:
        yield
    finally:
        _known.reset(token)


def _forms(value: str) -> Iterator[str]:
    """Patterns for one text: composed and decomposed, each as it is, in JSON, in repr, as bytes and URL-encoded."""
    words = value.split()
    if len(" ".join(words)) < SHORTEST_NAME:
        return
    between = r"(?:\s|\\+[nrt]|\+|%20|%0[AD]|\\+u00a0|\\+xa0|%C2%A0)+"
    for shape in ("NFC", "NFD"):
        for write in (re.escape, _json, _repr, _utf8_repr, _utf8_url, _latin1_url):
            yield between.join(write(unicodedata.normalize(shape, word)) for word in words)


def _json(word: str) -> str:
    return re.escape(word.encode("ascii", "backslashreplace").decode()).replace(r"\\x", r"\\+u00")


def _repr(word: str) -> str:
    return re.escape(word.encode("ascii", "backslashreplace").decode())


def _utf8_repr(word: str) -> str:
    return re.escape(repr(word.encode())[2:-1])


def _utf8_url(word: str) -> str:
    return re.escape(quote(word, safe=""))


def _latin1_url(word: str) -> str:
    return re.escape(quote(word, safe="", encoding="latin-1", errors="replace"))


class RedactingFormatter(logging.Formatter):
    """Wraps a handler's own formatter and redacts what it rendered, traceback included."""

    def __init__(self, inner: logging.Formatter | None) -> None:
        super().__init__()
        self.inner = inner or logging.Formatter()

    def format(self, record: logging.LogRecord) -> str:
        """The inner formatter's text, redacted."""
        return redact(self.inner.format(record))


def install_redaction() -> None:
    """Wrap the formatter of every handler there is and of every one that is made later; safe to call again.

    Tracebacks that the interpreter prints itself, of the main thread and of others, are redacted as well.
    """
    for reference in list(logging._handlerList):  # type: ignore[attr-defined]  # noqa: SLF001 (the only list of all)
        handler = reference()
        if handler is not None and not isinstance(handler.formatter, RedactingFormatter):
            handler.setFormatter(handler.formatter)
    logging.Handler.setFormatter = _set_formatter  # type: ignore[method-assign]
    logging.Handler.format = _format  # type: ignore[method-assign]
    sys.excepthook = _print_redacted
    threading.excepthook = _print_thread_redacted


def _print_redacted(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    sys.stderr.write(redact("".join(traceback.format_exception(kind, error, trace))))


def _print_thread_redacted(args: threading.ExceptHookArgs, /) -> None:
    if args.exc_type is not SystemExit and args.exc_value is not None:
        _print_redacted(args.exc_type, args.exc_value, args.exc_traceback)


def _set_formatter(self: logging.Handler, fmt: logging.Formatter | None) -> None:
    self.formatter = fmt if isinstance(fmt, RedactingFormatter) else RedactingFormatter(fmt)


def _format(self: logging.Handler, record: logging.LogRecord) -> str:
    if not isinstance(self.formatter, RedactingFormatter):
        self.formatter = RedactingFormatter(self.formatter)
    return self.formatter.format(record)
