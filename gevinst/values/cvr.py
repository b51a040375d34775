"""CVR numbers: eight digits, modulus 11 with weights 2 7 6 5 4 3 2 1 (Erhvervsstyrelsen); checked by python-stdnum."""

import re

from stdnum.dk import cvr as stdnum_cvr
from stdnum.exceptions import ValidationError

from gevinst.values.characters import DASH, SPACE
from gevinst.values.errors import UnreadableValue
from gevinst.values.number_label import number_label

# stdnum itself drops every kind of punctuation; here only what people write between the digits is.
_FORM = re.compile(
    rf"{number_label('CVR')}(?:DK(?:{DASH}|{SPACE})?)?([0-9](?:(?:{SPACE}|\.)?[0-9]){{7}})", re.IGNORECASE | re.ASCII
)


def read_cvr(text: str) -> str:
    """The eight digits of a CVR number; a leading `CVR`, `CVR-nr.` or `DK`, spaces and points are allowed.

    Raises:
        UnreadableValue: Not eight digits, or the check fails.
    """
    match = _FORM.fullmatch(text.strip())
    digits = "" if match is None else re.sub(r"[^0-9]", "", match[1])
    try:
        return str(stdnum_cvr.validate(digits))
    except ValidationError:
        raise UnreadableValue("CVR number", "eight digits that pass modulus 11") from None
