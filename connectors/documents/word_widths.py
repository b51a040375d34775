"""Figures that aren't there, or are missing: «25,» read as «285,» is narrower than three figures are on this page."""

import statistics

from connectors.documents.segments import width_of
from connectors.documents.tesseract import UNSURE, Word
from connectors.documents.word_size import height_in_ems

_NARROW, _WIDE = 0.8, 1.3
"""Beside the page's other words. A figure more in a word of five is a fifth of it; fonts differ by a tenth."""
_LETTERS, _FIGURES = 4, 3
"""A shorter word's width says little: a «1» fills half of its place."""
_BEARING = 0.08
"""In ems: what is white at both ends of a word's first and last letter, and in no box."""
_FEW = 5


def with_doubt_of_widths(words: list[Word]) -> list[Word]:
    """The words, those with a figure that are much narrower or wider than their text with no more than a guess's trust."""
    usual = [_breadth(word) for word in words if len(word.text) >= _LETTERS and word.confidence > UNSURE]
    if len(usual) < _FEW:
        return words
    middle = statistics.median(usual)
    return [
        word._replace(confidence=min(word.confidence, UNSURE))
        if len(word.text) >= _FIGURES
        and any(map(str.isdigit, word.text))
        and not _NARROW <= _breadth(word) / middle <= _WIDE
        else word
        for word in words
    ]


def _breadth(word: Word) -> float:
    """How wide a word is, in the width an ordinary font of its height would give it."""
    size = height_in_ems(word)
    return (word.width + _BEARING * size) / (width_of(word.text) * size)
