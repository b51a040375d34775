"""What may be put into a letter: text as it should read, yes or no for a condition, and lists of these for rows."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from gevinst.codes import Code
from gevinst.errors import ProcessError

Value: TypeAlias = "str | bool | Sequence[Value] | Mapping[str, Value]"
"""A number, a date or an amount is written in Danish first (`gevinst.values`): no letter shows a `1234.5`."""

_LINE_END = re.compile("\r\n|[\r\u2028\u2029]")
_REFUSED = {
    0xFFFD,  # what reading a document leaves where a character can't be shown
    *range(0x202A, 0x202F),  # these and the next turn the order of characters round: what is read isn't what is written
    *range(0x2066, 0x206A),
    *range(0xFDD0, 0xFDF0),  # no characters, here or elsewhere
}
_LAST_TWO = 0xFFFE
"""Of each 65,536 code points; they are no characters either."""


def missing(name: str, value: object) -> Iterator[str]:
    """The names of what is missing or empty in a value; in a list also in each row. `False` is a value, no hole."""
    match value:
        case None:
            yield name
        case str() if not value.strip():
            yield name
        case str():
            return
        case Mapping() | Sequence():
            if not value:
                yield name
            for key, inner in value.items() if isinstance(value, Mapping) else enumerate(value, 1):
                yield from missing(f"{name}.{key}", inner)
        case _:
            return


def plain(name: str, value: object) -> Value:
    """The value without any power of its own: text that is only text, with one kind of line break.

    Raises:
        ProcessError: It holds what is no text, yes or no, or list; or a character that no letter can show. The value
            itself isn't told.
    """
    match value:
        case bool():
            return value
        case str():
            return _plain_text(name, value)
        case Mapping():
            return {str(key): plain(f"{name}.{key}", inner) for key, inner in value.items()}
        case Sequence() if not isinstance(value, bytes | bytearray):
            return [plain(f"{name}.{number}", inner) for number, inner in enumerate(value, 1)]
        case _:
            raise ProcessError(
                f"the value '{name}' is of the type {type(value).__name__}: give it as the text it should read as",
                code=Code.UNKNOWN_FAILURE,
            )


def _plain_text(name: str, value: str) -> str:
    text = _LINE_END.sub("\n", "".join(value))  # a new text: some kinds say of themselves that they are safe markup
    for character in text:
        if character not in "\n\t" and _is_refused(character):
            raise ProcessError(
                f"the value '{name}' holds the character U+{ord(character):04X}, which no letter can show",
                code=Code.UNKNOWN_FAILURE,
            )
    return text


def _is_refused(character: str) -> bool:
    number = ord(character)
    if number in _REFUSED or number & _LAST_TWO == _LAST_TWO:
        return True
    return unicodedata.category(character) in ("Cc", "Cs")
