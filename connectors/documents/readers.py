"""The strict reader of each type of field. Free text and names have rules too: a form's own words are no answer."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal

from connectors.documents.cleaning import UNREADABLE
from connectors.documents.templates import FieldType
from gevinst.codes import Code
from gevinst.redaction import redact
from gevinst.values.amount import read_amount
from gevinst.values.cpr import Cpr
from gevinst.values.cvr import read_cvr
from gevinst.values.dates import read_date
from gevinst.values.errors import UnreadableValue
from gevinst.values.personal import Personal

Value = Cpr | Personal | date | Decimal | str

_LONGEST = 200
_PLACEHOLDER = re.compile(
    r"\[.*\]|<.*>|«.*»|\{.*\}|(?:klik|tryk) .*|(?:skriv|indtast|angiv|vælg) .*|.*\bklik (?:eller tryk )?her\b.*",
    re.IGNORECASE,
)
_LETTERS = re.compile(r"[^\W\d_].*[^\W\d_]")
# Marks that turn the order of characters round: what a person sees isn't what is stored.
_TURNING = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def read_text(text: str) -> str:
    """A text somebody wrote: some letters, and not a form's own "Klik her …" or "[behandling]".

    Raises:
        UnreadableValue: Nothing was written there, or not all of it can be read.
    """
    words = " ".join(text.split())
    if _PLACEHOLDER.fullmatch(words) or _LETTERS.search(words) is None:
        raise UnreadableValue("text", "some words", code=Code.FIELD_MISSING)
    if UNREADABLE in words or _TURNING.search(words) or len(words) > _LONGEST:
        raise UnreadableValue("text", f"at most {_LONGEST} readable characters")
    if redact(words) != words:
        raise UnreadableValue("text", "no citizen's number among the words: two fields run into one")
    return words


def read_name(text: str) -> Personal:
    """A person's name; a number is none.

    Raises:
        UnreadableValue: Nothing was written there, or it holds a digit or a colon: two fields run into one.
    """
    words = read_text(text)
    if re.search(r"[\d:@]", words):
        raise UnreadableValue("name", "letters only")
    return Personal(words)


READERS: dict[FieldType, Callable[[str], Value]] = {
    FieldType.CPR: Cpr.parse,
    FieldType.NAME: read_name,
    FieldType.TEXT: read_text,
    FieldType.DATE: read_date,
    FieldType.AMOUNT: read_amount,
    FieldType.CVR: read_cvr,
}
