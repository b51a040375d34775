"""Text as the pension system can hold it: ISO-8859-1, one line.

What is outside it, a browser sends as `&#8211;`, and the system keeps just that on the citizen's case.
"""

import unicodedata

CHARSET = "iso-8859-1"
_PLAIN = str.maketrans(
    {
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"),
        **dict.fromkeys("\u2018\u2019\u201a\u2032", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u2033", '"'),
        "\u2022": "-",
        "\u2026": "...",
        "\u20ac": "EUR",
    }
)


def typeable(text: str) -> str:
    """The text with every character the system can hold; others become the plain letter below them, or `?`."""
    composed = unicodedata.normalize("NFC", " ".join(text.split())).translate(_PLAIN)
    return "".join(_letter(letter) for letter in composed)


def _letter(letter: str) -> str:
    for candidate in (letter, unicodedata.normalize("NFKD", letter)[0]):
        if candidate.isprintable() and candidate.encode(CHARSET, "ignore"):
            return candidate
    return "?"
