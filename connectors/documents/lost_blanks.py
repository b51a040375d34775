"""Blanks that tesseract loses beside a figure: «E27 9 W» read as «E279 W» is another thing, and nothing in the text shows it.

The picture shows it: between two letters of a word there is hardly any white, in a blank there is.
"""

from collections.abc import Iterator
from itertools import groupby

from PIL import Image

from connectors.documents.tesseract import INKED, UNSURE, Word
from connectors.documents.word_size import blank_of, em_of

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
    # By its darkest dot in each column: an average would lose a comma.
    inked, _ = box.point(lambda dot: 255 if dot < INKED else 0).getprojection()
    yield from (len(list(run)) / dots for is_ink, run in groupby(inked) if not is_ink)
