"""Whether the second look at a scanned page says the same at the same place as the first."""

import re
from collections.abc import Iterable

from connectors.documents.document import Page, Segment
from gevinst.values.characters import DASH

_BESIDE, _ABOVE = 1.5, 0.45
"""So far, in font sizes, may a word lie outside the box in which the first look found the text."""
_LINE = 1.7
"""So far below a text, in font sizes, is its next line."""


def is_seen_again(page: Page, text: str, at: Iterable[Segment]) -> bool:
    """Whether a text that the first look found in these segments is what the second look found there.

    Not where ink beside it was read by neither: it may be the rest of the text. Blanks and kinds of dash
    don't count.
    """
    segments = list(at)
    if any(_is_unread_beside(page, segment) for segment in segments):
        return False
    if len(segments) == 1:
        return _holds(page, text, segments[0])
    return bool(segments) and all(_holds(page, segment.text, segment) for segment in segments)


def seen_there(page: Page, segment: Segment) -> list[Segment]:
    """The words that the second look found where the first found a segment, from left to right."""
    left, right = segment.x - _BESIDE * segment.size, segment.x + segment.width + _BESIDE * segment.size
    near = (
        word
        for word in page.again
        if left <= word.x + word.width / 2 <= right and abs(word.y - segment.y) <= _ABOVE * max(segment.size, word.size)
    )
    return sorted(near, key=lambda word: word.x)


def _is_unread_beside(page: Page, segment: Segment) -> bool:
    """Whether something unread stands on a text's line next to it, or where the text would go on below."""
    left, right = segment.x - _BESIDE * segment.size, segment.x + segment.width + 2 * _BESIDE * segment.size
    return any(
        left <= ink.x + ink.width
        and ink.x <= right
        and (abs(ink.y - segment.y) <= 0.6 * segment.size or 0 < ink.y - segment.y <= _LINE * segment.size)
        for ink in page.unread
    )


def _holds(page: Page, text: str, segment: Segment) -> bool:
    return bare(text) in bare("".join(word.text for word in seen_there(page, segment)))


def bare(text: str) -> str:
    """What of a text a picture shows: neither its blanks nor which of the dashes it has."""
    return re.sub(DASH, "-", "".join(text.split()))
