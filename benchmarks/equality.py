"""When a value that was read is the one that was expected, by the same rule for Gevinst and for its peers.

- Days are equal as ISO days, numbers as numbers: `0.01` in quotes is one, and so is `530 848 134`.
- Texts are equal apart from how much white space stands in them and around them.
- Numbers of something (an order's, a VAT number: capitals, digits and marks, a digit among them) are equal apart from blanks:
  a printer groups `FR 604 219 388 61` as it likes.
- A list of texts is what they are, one behind the other.
- Lines are equal when each line that is expected has one of its own that says the same in every column that is expected, and
  none is left over. Their order is not asked: the expected files list one kind of row behind another.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

_NUMBER_OF_SOMETHING = re.compile(r"(?=.*[0-9])[A-Z0-9 #_./-]+")

Line = Mapping[str, object]


def is_same(expected: object, found: object) -> bool:
    """Whether what was found is what was expected."""
    if are_lines(expected):
        return are_lines(found) and _same_lines(list(expected), list(found))  # type: ignore[call-overload]
    if _is_number(expected) or _is_number(found):
        ours, theirs = _number(expected), _number(found)
        return ours is not None and ours == theirs
    one, other = _text(expected), _text(found)
    if _NUMBER_OF_SOMETHING.fullmatch(one) and _NUMBER_OF_SOMETHING.fullmatch(other):
        return one.replace(" ", "") == other.replace(" ", "")
    return one == other


def are_lines(value: object) -> bool:
    """Whether a value is an invoice's lines."""
    return isinstance(value, Sequence) and bool(value) and all(isinstance(each, Mapping) for each in value)


def _same_lines(expected: list[Line], found: list[Line]) -> bool:
    left = list(found)
    for line in expected:
        same = next((each for each in left if _same_line(line, each)), None)
        if same is None:
            return False
        left.remove(same)
    return not left


def _same_line(expected: Line, found: Line) -> bool:
    wanted = {name: value for name, value in expected.items() if value != ""}
    return all(name in found and is_same(value, found[name]) for name, value in wanted.items())


def _is_number(value: object) -> bool:
    return isinstance(value, int | float | Decimal)


def _number(value: object) -> Decimal | None:
    try:
        return Decimal(str(value).replace(" ", ""))
    except InvalidOperation:
        return None


def _text(value: object) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return " ".join(_text(each) for each in value)
    return " ".join(str(value).split())
