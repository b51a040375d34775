"""Labels that are broken over lines: «Antal personer, der» with «flytter med» below it is one label, and no value."""

from collections.abc import Iterator
from typing import NamedTuple

from connectors.documents.document import Page, Segment
from connectors.documents.labels import Labels

_NEXT_LINE = 1.35
_ALIGNED = 0.5
_SAME_SIZE = 0.15
_MOST_LINES = 3
_STRAY = " |\"'”“„’.,:;·•…_~"
"""No minus is among them."""


class BrokenLabel(NamedTuple):
    """A label's lines, and its text on one."""

    text: str
    lines: tuple[Segment, ...]


class LabelsOnPage:
    """A template's labels as they stand on one page: of a broken one, each line is a label too."""

    def __init__(self, page: Page, labels: Labels) -> None:
        self.page = page
        self.labels = labels
        self.broken = {id(label.lines[0]): label for label in _broken(page, labels)}
        self.inside = {id(line) for label in self.broken.values() for line in label.lines[1:]}

    def text_of(self, segment: Segment) -> str:
        """A segment's text; of a scan without the stains and bits of ruled lines before it."""
        return segment.text.lstrip(_STRAY) if self.page.scanned else segment.text

    def is_label(self, segment: Segment) -> bool:
        """Whether a segment is a label, or begins with one: never a value of another field."""
        return self.labels.is_label(self.text_of(segment)) or id(segment) in self.broken or id(segment) in self.inside


def _broken(page: Page, labels: Labels) -> Iterator[BrokenLabel]:
    """Each label of two or three lines on a page; where a longer one stands, not the shorter it begins with."""
    for segment in page.segments:
        if labels.begins_with(segment.text):
            found = list(_from(page, labels, segment))
            if found:
                yield found[-1]


def _from(page: Page, labels: Labels, first: Segment) -> Iterator[BrokenLabel]:
    text = first.text
    lines: tuple[Segment, ...] = (first,)
    while len(lines) < _MOST_LINES and (below := _next(page, lines[-1])) is not None:
        text, lines = f"{text}{'' if text.endswith('-') else ' '}{below.text}", (*lines, below)
        if labels.is_known(text):
            yield BrokenLabel(text, lines)


def _next(page: Page, line: Segment) -> Segment | None:
    near = [
        other
        for other in page.segments
        if 0.3 * line.size < other.y - line.y <= _NEXT_LINE * line.size
        and abs(other.x - line.x) <= _ALIGNED * line.size
        and (page.scanned or abs(other.size - line.size) <= _SAME_SIZE * line.size)
    ]
    return min(near, key=lambda other: other.y, default=None)
