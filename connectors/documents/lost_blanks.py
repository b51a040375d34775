"""Blanks that tesseract loses beside a figure: «E27 9 W» read as «E279 W» is another thing, and nothing in the text shows it.

The picture shows it: between two letters of a word there is hardly any white, in a blank there is.
"""

import statistics
from collections.abc import Iterable, Iterator
from itertools import groupby, pairwise

from PIL import Image

from connectors.documents.tesseract import UNSURE, Word
from connectors.documents.word_size import em_of

_INKED = 150
"""A dot darker than this is ink."""
_OF_A_BLANK = 0.7
"""So much of the page's own blanks is a gap that may be one; a typewriter's letters stand wide apart, and its blanks wider."""
_LEAST_BLANK = 0.28
"""In ems: the blank of an ordinary font, where a page has no two words beside each other."""


def with_doubt_of_blanks(words: list[Word], picture: Image.Image, dpi: int) -> list[Word]:
    """The words, where a figure stands beside a letter and a blank may lie between them with no more than a guess's trust."""
    widest = _OF_A_BLANK * blank_of(words, least=_LEAST_BLANK)
    return [
        word._replace(confidence=min(word.confidence, UNSURE))
        if _is_mixed(word.text) and max(_gaps(word, picture, dpi / 72), default=0.0) > widest * em_of(word)
        else word
        for word in words
    ]


def blank_of(words: Iterable[Word], *, least: float) -> float:
    """How wide the page's blanks are, in ems."""
    beside = pairwise(sorted(words, key=lambda word: (word.line, word.x)))
    gaps = [(after.x - word.x - word.width) / em_of(word) for word, after in beside if word.line == after.line]
    return (
        max(least, statistics.median(gap for gap in gaps if 0 < gap < 1)) if any(0 < gap < 1 for gap in gaps) else least
    )


def _is_mixed(text: str) -> bool:
    return any(map(str.isdigit, text)) and any(map(str.isalpha, text))


def _gaps(word: Word, picture: Image.Image, dots: float) -> Iterator[float]:
    """The white stretches across the middle of a word's box, in points."""
    top, bottom = word.y - word.height / 2, word.y + word.height / 2
    box = picture.crop(
        (round(word.x * dots), round(top * dots), round((word.x + word.width) * dots), round(bottom * dots))
    )
    if not box.width or not box.height:
        return
    # A column is white where its darkest dot is: an average would lose a comma.
    columns = box.point(lambda dot: 0 if dot < _INKED else 255).convert("1")
    inked = [columns.crop((x, 0, x + 1, box.height)).getextrema()[0] == 0 for x in range(box.width)]
    for is_ink, run in groupby(inked):
        if not is_ink:
            yield len(list(run)) / dots
