"""Fields and values by the label a person reads in front of them, wherever they stand on the screen."""

import re

from connectors.terminal.picture import Field, Picture, Span
from gevinst.errors import ProcessError

_LEADER = r"(?:[ .]*(?::|=+>)|(?: ?\.)+|(?=  |\s*$))"
"""What leads from a label to its value: a colon or an arrow, dots, or nothing but room."""


def input_field(picture: Picture, label: str) -> Field:
    """The one unprotected field whose label this is: the nearest protected text before it on its row.

    Raises:
        ProcessError: When there is none, or more than one.
    """
    found = [
        span.field for span in picture.spans if _is_input(picture, span) and _labels(_before(picture, span), label)
    ]
    if len(found) != 1:
        raise ProcessError(f"the field '{label}' is there {len(found)} times; the screen has changed")
    return found[0]


def value(picture: Picture, label: str) -> str:
    """What stands behind a label: the rest of its text, else the field that follows it on the row. May be empty.

    Raises:
        ProcessError: When the label isn't there, or more than once.
    """
    found = [
        _behind(picture, span, match.end())
        for span in picture.spans
        if span.field.protected
        for match in _pattern(label).finditer(span.text)
    ]
    if len(found) != 1:
        raise ProcessError(f"the label '{label}' is there {len(found)} times; the screen has changed")
    return found[0]


def _pattern(label: str) -> re.Pattern[str]:
    return re.compile(rf"(?:^ *|(?<=  )){re.escape(label)}{_LEADER}")


def _is_input(picture: Picture, span: Span) -> bool:
    """Whether it is a field's first row, and the field may be typed in."""
    begins = span.row * len(picture.rows[0]) + span.column == span.field.start
    return begins and not span.field.protected


def _before(picture: Picture, field: Span) -> str:
    """The nearest text before a field on its row; where another field to type in comes first, there is none."""
    for span in reversed([span for span in picture.on_row(field.row) if span.column < field.column]):
        if not span.field.protected:
            break
        if span.text.strip():
            return span.text
    return ""


def _labels(text: str, label: str) -> bool:
    """Whether the text ends with the label and what leads from it."""
    return any(not text[match.end() :].strip() for match in _pattern(label).finditer(text))


def _behind(picture: Picture, span: Span, end: int) -> str:
    """Behind a label in the same text, up to two blanks; else the next field."""
    if rest := span.text[end:].strip():
        return re.split(" {2,}", rest)[0]
    following = [other.text for other in picture.on_row(span.row) if other.column > span.column]
    return following[0].strip() if following else ""
