"""GLN numbers, still called EAN numbers by most: where an authority receives its electronic invoices (NemHandel).

Rule: thirteen digits, the last one a check digit (GS1); checked by python-stdnum, which alone would take EAN 8 and 14 too.
"""

import re

from stdnum import ean as stdnum_ean

from gevinst.values.characters import SPACE
from gevinst.values.errors import UnreadableValue
from gevinst.values.number_label import number_label

_FORM = re.compile(rf"{number_label('EAN', 'GLN')}([0-9](?:{SPACE}?[0-9]){{12}})", re.IGNORECASE | re.ASCII)
_NOT_FILLED_IN = "0" * 13  # it would pass the check


def read_gln(text: str) -> str:
    """The thirteen digits of a GLN; a leading `EAN`, `EAN-nr.` or `GLN`, and spaces between digits, are allowed.

    Raises:
        UnreadableValue: Not thirteen digits, zeros only, or the check digit doesn't fit.
    """
    match = _FORM.fullmatch(text.strip())
    digits = "" if match is None else re.sub(SPACE, "", match[1])
    if not stdnum_ean.is_valid(digits) or digits == _NOT_FILLED_IN:
        raise UnreadableValue("GLN", "thirteen digits, the last one a check digit")
    return digits
