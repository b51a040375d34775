"""Case numbers: `27.03.00-G01-12-24` (KLE subject, action facet, number, year), or the pattern a system has of its own."""

import re

from gevinst.values.characters import DASH
from gevinst.values.errors import UnreadableValue

KLE_CASE_NUMBER = r"[0-9]{2}\.[0-9]{2}\.[0-9]{2}-[A-ZÆØÅ][0-9]{2}-[1-9][0-9]{0,6}-[0-9]{2}"
"""Subject and facet by KL Emnesystematik. Whether there are such a subject and facet isn't checked."""


def read_case_number(text: str, pattern: str = KLE_CASE_NUMBER) -> str:
    r"""The case number as its system writes it, with a typed dash for every printed one.

    Args:
        text: The number alone, without a label.
        pattern: A regular expression for the whole number, with `-` for its dashes. `\d` and `\w` mean ASCII.

    Raises:
        UnreadableValue: The text doesn't have the pattern.
        re.error: The pattern is none.
    """
    number = re.sub(DASH, "-", text.strip())
    if not re.fullmatch(pattern, number, re.ASCII):
        raise UnreadableValue("case number", "the pattern of the system's case numbers")
    return number
