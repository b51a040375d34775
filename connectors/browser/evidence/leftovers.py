"""The last search through a cleaned trace: is any known value still in it, however it is packed?

Texts are read as they are shown, which `masking` covers; this one looks at bytes, for what no text shows: other character
sets, hexadecimal, base64 at each of the three places it can start in, and characters written as numbers.
"""

import base64
import re
import unicodedata
from collections.abc import Iterable, Iterator

from gevinst.redaction import SHORTEST_NAME

_SHORTEST_PACKED = 8
"""Letters of base64; fewer stand everywhere by chance."""


def packed_forms(values: Iterable[str]) -> frozenset[bytes]:
    """Every form to search bytes for; a value shorter than `SHORTEST_NAME` has none, as it would be found everywhere."""
    return frozenset(
        form
        for value in values
        if len(value.strip()) >= SHORTEST_NAME
        for spelled in _spellings(value.strip())
        for form in _forms(spelled)
    )


def is_in(content: bytes, forms: frozenset[bytes]) -> bool:
    """Whether the bytes hold any of the forms."""
    return any(form in content for form in forms)


def _spellings(value: str) -> set[str]:
    """In other cases, composed or not; a CPR number with a dash, a blank or neither."""
    digits = re.sub(r"\W", "", value)
    if re.fullmatch(r"\d{10}", digits):
        return {f"{digits[:6]}{mark}{digits[6:]}" for mark in ("", "-", " ")}
    cases = {value, value.upper(), value.lower(), value.title()}
    return {unicodedata.normalize(shape, each) for each in cases for shape in ("NFC", "NFD")}


def _forms(text: str) -> Iterator[bytes]:
    raw = [text.encode(encoding, "replace") for encoding in ("utf-8", "latin-1", "cp865", "utf-16-le")]
    yield from raw[1:]
    yield from (text.encode("ascii", "xmlcharrefreplace"), "".join(f"&#{ord(each)};" for each in text).encode())
    for each in raw:
        yield from (each.hex().encode(), each.hex().upper().encode(), *_base64(each))


def _base64(raw: bytes) -> Iterator[bytes]:
    """The letters that only this text decides, for each place it can start in."""
    for before in range(3):
        code = base64.b64encode(b"\0" * before + raw).rstrip(b"=")
        certain = code[-(-before * 4 // 3) : len(code) - bool((before + len(raw)) % 3)]
        if len(certain) >= _SHORTEST_PACKED:
            yield from (certain, certain.replace(b"+", b"-").replace(b"/", b"_"))
