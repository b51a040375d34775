"""What people, programs and fonts set where we would type a dash or a space; the readers allow the same ones."""

_BLANKS = "\t\u00a0\u2007\u2009\u202f"
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
_TYPED = str.maketrans(dict.fromkeys(_BLANKS, " ") | dict.fromkeys(_DASHES, "-"))

SPACE = f"[ {_BLANKS}]"
"""A blank inside one value, for a pattern. A broken line is none: what stands there may be another value."""

DASH = f"[-\u00ad{_DASHES}]"
"""A dash whose place is fixed, for a pattern. A soft hyphen is what fonts in PDF files say of the hyphen they draw."""


_AS_TWO = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa"})


def in_basic_letters(text: str) -> str:
    """The text in small letters, with æ, ø and å as two: as mail addresses, and those who write for machines, spell a name."""
    return text.casefold().translate(_AS_TWO)


def typed(text: str) -> str:
    """The text with a typed space and dash for every printed one: for names, where a dash is a part of the value.

    Soft hyphens stay, for the reader to refuse: inside a name it is a hyphen drawn or a word divided, and those are two
    names.
    """
    return text.translate(_TYPED)


UNREADABLE = "\ufffd"
"""Stands where a character can't be shown. No strict reader takes it, so nothing is read around it."""
