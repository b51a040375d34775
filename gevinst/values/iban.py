"""IBAN: an account anywhere, with check digits; checked by python-stdnum against the registry of countries (ISO 13616)."""

import re

from stdnum import iban as stdnum_iban

from gevinst.values.characters import SPACE
from gevinst.values.errors import UnreadableValue
from gevinst.values.number_label import number_label

# Letters are written out: with IGNORECASE, `[A-Z]` takes a dotless i too, which becomes another letter in upper case.
_FORM = re.compile(rf"(?i:{number_label('IBAN')})(?P<number>[A-Za-z](?:{SPACE}?[A-Za-z0-9]){{14,33}})", re.ASCII)


def read_iban(text: str) -> str:
    """The IBAN without spaces, in upper case: `DK5000400440116243`. A leading `IBAN` is allowed.

    Raises:
        UnreadableValue: Not of its country's length and form (Denmark: 18 characters), or the check digits don't fit.
    """
    match = _FORM.fullmatch(text.strip())
    number = "" if match is None else re.sub(SPACE, "", match["number"]).upper()
    if not _is_valid(number):
        raise UnreadableValue("IBAN", "a country's letters, check digits that fit, and that country's length")
    return number


def _is_valid(number: str) -> bool:
    """Valid, and with the check digits a bank gives: 00, 01 and 99 have the remainder of 97, 98 and 02."""
    return stdnum_iban.is_valid(number) and number[2:4] == stdnum_iban.calc_check_digits(number)


def format_iban(number: str) -> str:
    """`DK50 0040 0440 1162 43`, as it is printed."""
    return str(stdnum_iban.format(number))
