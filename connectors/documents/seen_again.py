"""Whether the second look at a scanned page says the same at the same place as the first."""

import re
from collections.abc import Iterable

from connectors.documents.document import Page, Segment
from gevinst.values.characters import DASH

_BESIDE, _ABOVE = 1.5, 0.45
"""So far, in font sizes, may a word lie outside the box in which the first look found the text."""


def is_seen_again(page: Page, text: str, at: Iterable[Segment]) -> bool:
    """Whether a text that the first look found in these segments is what the second look found there.

    Blanks don't count, nor which of the dashes it is: a picture shows neither.
    """
    segments = list(at)
    if len(segments) == 1:
        return _holds(page, text, segments[0])
    return bool(segments) and all(_holds(page, segment.text, segment) for segment in segments)


def _holds(page: Page, text: str, segment: Segment) -> bool:
    left, right = segment.x - _BESIDE * segment.size, segment.x + segment.width + _BESIDE * segment.size
    near = [
        word
        for word in page.again
        if left <= word.x + word.width / 2 <= right and abs(word.y - segment.y) <= _ABOVE * max(segment.size, word.size)
    ]
    seen = "".join(word.text for word in sorted(near, key=lambda word: word.x))
    return _bare(text) in _bare(seen)


def _bare(text: str) -> str:
    return re.sub(DASH, "-", "".join(text.split()))
