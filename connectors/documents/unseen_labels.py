"""Whether a field that wasn't found on a scan may be there all the same: its label misread, or its value not seen.

What isn't on a page and what wasn't seen on it look alike. So a field counts as absent only where nothing on the page looks
like its label, and no label of its stands without a value.
"""

from collections.abc import Callable, Iterable, Iterator
from difflib import SequenceMatcher

from connectors.documents.document import Page, Segment
from connectors.documents.doubt import SURE
from connectors.documents.labels import plain
from connectors.documents.searched import Searched
from connectors.documents.seen_again import seen_there
from connectors.documents.templates import FieldRule
from connectors.documents.tesseract import UNSURE

_ALIKE = 0.78
_LONG_WORD = 6
_FEW_WORDS = 6
_MARKS = ".,:;()|"
_MANY_LETTERS = 6
_AS_A_WORD = 30
"""Points: the width of the shortest label, about."""


def may_be_there(searched: Searched, rule: FieldRule) -> bool:
    """Whether a scanned page holds what may be the field's label, or a text that wasn't read at all."""
    labels = [plain(label) for label in rule.labels]
    own = _own_words(searched, labels)
    has_pattern = bool(rule.patterns or rule.passages)
    return any(
        any(label in searched.places(page) for label in labels)
        or any(ink.width >= _AS_A_WORD for ink in page.unread)
        or any(_is_like(segment, labels, own) for segment in _unknown(page, searched))
        or (bool(labels) and any(_is_unread(page, segment, str.isalpha) for segment in page.segments))
        or (has_pattern and any(_is_unread(page, segment, str.isalnum) for segment in page.segments))
        for page in searched.document.pages
        if page.scanned
    )


def is_like_a_label(searched: Searched, text: str) -> bool:
    """Whether a text off a scan is some label, misread: the value of a field whose own value wasn't seen."""
    said = plain(text)
    return any(SequenceMatcher(None, said, label).ratio() >= _ALIKE for label in searched.labels.known)


def _own_words(searched: Searched, labels: list[str]) -> set[str]:
    """The long words that only this field's labels have."""
    others = [label for label in searched.labels.known if label not in labels]
    words = {word.strip(_MARKS) for label in labels for word in label.split() if len(word) >= _LONG_WORD}
    return {word for word in words if not any(word in other for other in others)}


def _unknown(page: Page, searched: Searched) -> Iterator[Segment]:
    """The segments that are no label as they stand."""
    return (segment for segment in page.segments if not searched.labels.is_known(segment.text))


def _is_like(segment: Segment, labels: Iterable[str], own: Iterable[str]) -> bool:
    text = plain(segment.text)
    words = [word.strip(_MARKS) for word in text.split()]
    if len(words) > _FEW_WORDS:
        return False
    alike = any(SequenceMatcher(None, text[: len(label) + 2], label).ratio() >= _ALIKE for label in labels)
    # A word of its label is a part of it, unless it is a heading of its own that was read surely.
    return alike or any(word in words for word in own if len(words) > 1 or not _is_read(segment))


def _is_read(segment: Segment) -> bool:
    return segment.confidence is not None and segment.confidence >= SURE


def _is_unread(page: Page, segment: Segment, counts: Callable[[str], bool]) -> bool:
    """Whether neither look made anything of a text, of which enough is letters that there may be a label in it."""
    if (segment.confidence or 0) >= UNSURE or sum(map(counts, segment.text)) < _MANY_LETTERS:
        return False
    words = [word for word in seen_there(page, segment) if any(map(str.isalnum, word.text))]
    return not words or any((word.confidence or 0) < UNSURE for word in words)
