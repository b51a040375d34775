"""Danish telephone numbers: eight digits, with or without the country's code.

Rule: the Danish numbering plan: no subscriber's number begins with 0 or 1.
"""

import re

from gevinst.values.characters import SPACE
from gevinst.values.errors import UnreadableValue
from gevinst.values.personal import Personal

# The code needs its plus or zeros: in `4520123456` nobody can say whether 45 is Denmark or two digits too many.
_FORM = re.compile(rf"(?:(?:\+|00)45{SPACE}?)?([2-9](?:{SPACE}?[0-9]){{7}})")


def read_phone(text: str) -> Personal:
    """The eight digits of a telephone number, personal as most are; `+45`, `0045` and spaces between digits are allowed.

    Raises:
        UnreadableValue: Not eight digits, beginning with 0 or 1, of another country, or with anything else around it.
    """
    match = _FORM.fullmatch(text.strip())
    if match is None:
        raise UnreadableValue("Danish telephone number", "eight digits, with +45 or 0045 before them or not")
    return Personal(re.sub(SPACE, "", match[1]))


def format_phone(number: Personal) -> str:
    """`20 12 34 56`, as it is written in Danish; whoever asks is responsible for where it goes."""
    digits = number.reveal()
    return " ".join(digits[at : at + 2] for at in range(0, len(digits), 2))
