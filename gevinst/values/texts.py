"""Strict readers of what is words rather than a number: a form's own words are no answer, nor are two fields run into one."""

import re
from collections.abc import Mapping
from decimal import Decimal

from gevinst.codes import Code
from gevinst.redaction import redact
from gevinst.values.characters import UNREADABLE
from gevinst.values.errors import UnreadableValue
from gevinst.values.personal import Personal

LONGEST, LONGEST_OF_LONG = 200, 3000
"""Characters of a text, and of one of several lines."""
_PLACEHOLDER = re.compile(
    r"\[.*\]|<.*>|«.*»|\{.*\}|(?:klik|tryk) .*|(?:skriv|indtast|angiv|vælg) .*|.*\bklik (?:eller tryk )?her\b.*",
    re.IGNORECASE,
)
_LETTERS = re.compile(r"[^\W\d_].*[^\W\d_]")
# Marks that turn the order of characters round: what a person sees isn't what is stored.
_TURNING = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_CODE = re.compile(r"[A-ZÆØÅ0-9#](?:[A-ZÆØÅ0-9 ./_#+:-]{0,38}[A-ZÆØÅ0-9])?", re.IGNORECASE)
_NUMBER = re.compile(r"(-?[0-9]{1,12})(?:([.,])([0-9]{1,8}))?")


def read_text(text: str, *, longest: int = LONGEST) -> str:
    """A text somebody wrote: some letters, and not a form's own "Klik her …" or "[behandling]".

    Raises:
        UnreadableValue: Nothing was written there, or not all of it can be read.
    """
    words = " ".join(text.split())
    if _PLACEHOLDER.fullmatch(words) or _LETTERS.search(words) is None:
        raise UnreadableValue("text", "some words", code=Code.FIELD_MISSING)
    if UNREADABLE in words or _TURNING.search(words) or len(words) > longest:
        raise UnreadableValue("text", f"at most {longest} readable characters")
    if redact(words) != words:
        raise UnreadableValue("text", "no citizen's number among the words: two fields run into one")
    return words


def read_meaning(text: str, means: Mapping[str, str]) -> str:
    """What one of a few texts means.

    Raises:
        UnreadableValue: It is none of them.
    """
    known = {_plain(each): meaning for each, meaning in means.items()}
    if _plain(text) not in known:
        raise UnreadableValue("text", f"one of {len(known)} that the template knows")
    return known[_plain(text)]


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


def read_name(text: str) -> Personal:
    """A person's name; a number is none.

    Raises:
        UnreadableValue: Nothing was written there, or it holds a digit or a colon: two fields run into one.
    """
    words = read_text(text)
    if re.search(r"[\d:@]", words):
        raise UnreadableValue("name", "letters only")
    return Personal(words)


def read_code(text: str) -> str:
    """A number that is none to reckon with: an invoice's, an order's.

    Raises:
        UnreadableValue: No digit in it, or more than letters, digits and marks between them.
    """
    words = " ".join(text.split())
    if _CODE.fullmatch(words) is None or not any(letter in "0123456789" for letter in words):
        raise UnreadableValue("number of a document", "letters, digits and marks between them, a digit among them")
    return words


def read_reference(text: str) -> str:
    """What somebody is to recognise something by: words, a number, or both.

    Raises:
        UnreadableValue: Neither a letter nor a digit, too long, or a citizen's number in it.
    """
    words = " ".join(text.split())
    if _PLACEHOLDER.fullmatch(words) or not any(map(str.isalnum, words)):
        raise UnreadableValue("reference", "some words or a number", code=Code.FIELD_MISSING)
    if UNREADABLE in words or _TURNING.search(words) or len(words) > LONGEST or redact(words) != words:
        raise UnreadableValue("reference", f"at most {LONGEST} readable characters, no citizen's number among them")
    return words


def read_number(text: str, *, decimal: str = ",") -> Decimal:
    """A quantity or a percentage, with the country's mark before decimals.

    Raises:
        UnreadableValue: Anything else; a mark between thousands is refused, since it may be the other one.
    """
    match = _NUMBER.fullmatch(text.strip().removesuffix("%").strip())
    if match is None or match[2] not in (None, decimal):
        raise UnreadableValue("number", f"digits, and '{decimal}' before decimals")
    return Decimal(f"{match[1]}.{match[3] or '0'}") if match[2] else Decimal(match[1])
