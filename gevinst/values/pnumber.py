"""P-numbers of production units: ten digits, and nothing in them to check.

Rule: Erhvervsstyrelsen says that the number generator was coded with wrong weights, so modulus 11 doesn't hold.
"""

import re

from gevinst.values.characters import DASH, SPACE
from gevinst.values.errors import UnreadableValue

_FORM = re.compile(
    rf"(?:P(?:{DASH}|{SPACE})?(?:nr\.?|nummer):?{SPACE}*)?(?!0{{10}})([0-9]{{10}})", re.IGNORECASE | re.ASCII
)


def read_p_number(text: str) -> str:
    """The ten digits of a P-number; a leading `P-nr.` or `P-nummer` is allowed, and nothing between the digits.

    Many other numbers have ten digits, a CPR number without its dash among them: read one where a label or a field says
    that it is one, never by its shape.

    Raises:
        UnreadableValue: Not ten digits, or zeros only.
    """
    match = _FORM.fullmatch(text.strip())
    if match is None:
        raise UnreadableValue("P-number", "ten digits without anything between them")
    return match[1]
