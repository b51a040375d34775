"""What is masked in the evidence of a failure: what the case knows as personal, and whatever stands where values stand."""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache

from gevinst.redaction import NAME_MASK, SHORTEST_NAME, known_personal, redact

HIDDEN = "[hidden]"
VALUE_TAGS = frozenset({"input", "textarea", "select", "option", "output", "td", "dd", "b"})
"""Elements in which old systems show values: their inside is never shown."""
PICTURE_TAGS = frozenset({"img", "canvas", "video", "embed", "object"})
"""Elements that may be a picture of a document."""
EDITABLE = "[contenteditable]:not([contenteditable=false])"
VALUES = ", ".join((*sorted(VALUE_TAGS), EDITABLE))
"""A CSS selector of all places in which a value may stand as text."""
CPR_SHAPE = re.compile(r"\d{6}\W{0,3}\d{4}")

Clean = Callable[[str], str]
"""Gives a text back with everything personal in it replaced."""

_QUERY = re.compile(r"(?P<path>\b[a-z][a-z0-9+.-]*://[^\s\"'<>?#;]*)[?#;][^\s\"'<>]*", re.IGNORECASE)
_DATA = re.compile(r"\b(?:data|blob):[^\s\"'()<>]*", re.IGNORECASE)
_SESSION_IN_PATH = re.compile(r"\(S\([^)]*\)\)")
_LONG_NUMBER = re.compile(r"\d(?:[\d .-]*\d){2,}")
_TROUBLE = frozenset({"error", "warning"})
_MAIL_ADDRESS = re.compile(r"[\w.+-]+@[\w.-]+")


@contextmanager
def masking(values: Iterable[str]) -> Iterator[Clean]:
    """While the body runs, a function that masks these values, however they are encoded, and every CPR number.

    A value shorter than `SHORTEST_NAME` is masked as a word: `Bo` goes and `Bopæl` stays.
    """
    known = {value.strip() for value in values} - {""}
    short = [re.escape(value) for value in sorted(known) if len(value) < SHORTEST_NAME]
    words = re.compile(rf"(?<!\w)(?:{'|'.join(short)})(?!\w)", re.IGNORECASE) if short else None
    with known_personal(sorted(known)):

        @cache
        def clean(text: str) -> str:
            masked = redact(text)
            return masked if words is None else words.sub(NAME_MASK, masked)

        yield clean


def without_addresses(text: str) -> str:
    """The text with every URL cut down to its path: queries, fragments, session ids and embedded data are left out."""
    return _SESSION_IN_PATH.sub("()", _DATA.sub("data:,", _QUERY.sub(r"\g<path>", text)))


def path_only(url: str) -> str:
    """Where a page lies, without its host, query, fragment and session id."""
    path = re.sub(r"^[a-z][a-z0-9+.-]*://[^/?#]*", "", without_addresses(url), flags=re.IGNORECASE)
    return re.split(r"[?#;]", path)[0]


def said_by_page(text: str, kind: str) -> str:
    """What may be kept of a message that a page wrote to its console.

    Old systems write their data there. Of warnings and errors the words are kept and the numbers and addresses
    are not; anything else is left out, since nobody can tell its words from its values.
    """
    if kind not in _TROUBLE:
        return HIDDEN
    return _LONG_NUMBER.sub("#", _MAIL_ADDRESS.sub(HIDDEN, without_addresses(text)))
