"""One text in every form it can travel in."""

import base64
import html
import re
import unicodedata
from collections.abc import Iterable, Iterator
from html.entities import codepoint2name
from urllib.parse import quote, quote_from_bytes, quote_plus

SHORTEST = 4
"""Anything shorter stands everywhere by chance."""
_SHORTEST_PACKED = 8


def needles_of(texts: Iterable[str]) -> dict[bytes, str]:
    """Every form of each text, as bytes, with the text it is a form of.

    Raises:
        ValueError: For a text too short to search for.
    """
    forms: dict[bytes, str] = {}
    for text in texts:
        if len(text) < SHORTEST:
            message = f"a needle has at least {SHORTEST} characters"
            raise ValueError(message)
        for spelled in _spellings(text):
            forms |= dict.fromkeys(_encoded(spelled), text)
    return forms


def _spellings(text: str) -> set[str]:
    """How people and programs write it: a number with a dash, a space or neither; a name in other cases, composed or not."""
    digits = re.sub(r"\D", "", text)
    if re.fullmatch(r"\d{6}\D?\d{4}", text):
        return {digits} | {
            f"{digits[:6]}{mark}{digits[6:]}" for mark in ("-", " ", "\u00a0", "\u2010", "\u2011", "\u2013")
        }
    cases = {text, text.upper(), text.lower(), text.title()}
    return {unicodedata.normalize(shape, each) for each in cases for shape in ("NFC", "NFD")}


def _encoded(text: str) -> Iterator[bytes]:
    for written in _written(text):
        yield written.encode()
    for encoding in ("latin-1", "cp1252", "cp865", "utf-16-le", "utf-16-be"):
        yield text.encode(encoding, "replace")
    for raw in (text.encode(), text.encode("latin-1", "replace"), text.encode("utf-16-le")):
        yield from _packed(raw)


def _written(text: str) -> Iterator[str]:
    """As plain text, and as JSON, Python, HTML, URLs and quoted-printable write it."""
    yield text
    escaped = "".join(each if each.isascii() else f"\\u{ord(each):04x}" for each in text)
    yield from (escaped, escaped.replace("\\", "\\\\"), text.encode("ascii", "backslashreplace").decode())
    yield from (html.escape(text), text.encode("ascii", "xmlcharrefreplace").decode())
    yield "".join(each if each.isascii() else f"&{codepoint2name.get(ord(each), '')};" for each in text)
    for encoding in ("utf-8", "latin-1"):
        raw = text.encode(encoding, "replace")
        yield repr(raw)[2:-1]
        yield repr(raw)[2:-1].replace("\\", "\\\\")
        yield from (quote_from_bytes(raw), quote_from_bytes(raw).lower(), quote_from_bytes(raw).replace("%20", "+"))
        yield quote(quote_from_bytes(raw))
        printable = quote_from_bytes(raw, safe="-").replace("%20", " ").replace("%", "=")
        yield from (printable, printable.replace(" ", "_"))
    yield quote_plus(text)


def _packed(raw: bytes) -> Iterator[bytes]:
    """In hexadecimal, and in base64 at each of the three places it can start in."""
    yield from (raw.hex().encode(), raw.hex().upper().encode())
    for before in range(3):
        code = base64.b64encode(b"\0" * before + raw).rstrip(b"=")
        first = -(-before * 4 // 3)
        code = code[first : len(code) - bool((before + len(raw)) % 3)]
        if len(code) >= _SHORTEST_PACKED:
            yield from (code, code.replace(b"+", b"-").replace(b"/", b"_"))
