"""How large a word's letters are, on which line they stand and how far apart, by the boxes that were seen around words."""

import statistics
from collections.abc import Iterable
from itertools import pairwise

from connectors.documents.segments import width_of
from connectors.documents.tesseract import Word

# In ems: how high letters of each kind stand, and how far some hang below the line.
_CAPITAL, _SMALL, _HANGING = 0.72, 0.52, 0.21
_SMALL_LETTERS = set("acemnorsuvwxz.,:;-–—_~")
_HANGING_LETTERS = set("gjpqy,;Q")
_WIDEST = 1.25


def em_of(word: Word) -> float:
    """The size of a word's font, by how high its letters stand, but no more than they are wide: a stain makes a box higher."""
    by_height = height_in_ems(word)
    return min(by_height, _WIDEST * word.width / width_of(word.text)) if len(word.text) > 3 else by_height


def height_in_ems(word: Word) -> float:
    """The size of a word's font, by how high its letters stand and whether one hangs below the line."""
    letters = set(word.text)
    high = _SMALL if letters <= _SMALL_LETTERS | _HANGING_LETTERS else _CAPITAL
    return word.height / (high + (_HANGING if letters & _HANGING_LETTERS else 0.0))


def base_of(word: Word) -> float:
    """Where the line is that a word stands on."""
    hanging = _HANGING * em_of(word) if set(word.text) & _HANGING_LETTERS else 0.0
    return word.y + word.height / 2 - hanging


def gap_between(word: Word, after: Word) -> float:
    """The white between two words of a line, in points."""
    return after.x - word.x - word.width


def blank_of(words: Iterable[Word], *, least: float) -> float:
    """How wide a page's blanks are, in ems."""
    beside = pairwise(sorted(words, key=lambda word: (word.line, word.x)))
    gaps = [gap_between(word, after) / em_of(word) for word, after in beside if word.line == after.line]
    blanks = [gap for gap in gaps if 0 < gap < 1]
    return max(least, statistics.median(blanks)) if blanks else least
