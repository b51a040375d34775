"""A page's segments as lines of text, as a person reads across it: what patterns are searched in."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from connectors.documents.document import Page, Segment

BETWEEN = "   "
"""Between segments: what stands apart on the page stays apart in the text, so that a pattern can tell."""


@dataclass(frozen=True)
class LineOfText:
    """One line, and which segment each part of it came from."""

    text: str
    segments: tuple[Segment, ...]

    def part(self, start: int, end: int) -> tuple[Segment, ...]:
        """The segments that a stretch of the text lies in, cut to it, about."""
        found = []
        at = 0
        for segment in self.segments:
            length = len(segment.text)
            first, last = max(start - at, 0), min(end - at, length)
            if first < last:
                letter = segment.width / max(length, 1)
                change = {
                    "text": segment.text[first:last],
                    "x": segment.x + first * letter,
                    "width": (last - first) * letter,
                }
                found.append(segment.model_copy(update=change))
            at += length + len(BETWEEN)
        return tuple(found)


def lines_of(page: Page) -> Iterator[LineOfText]:
    """The page's lines from top to bottom; what is within half a letter's height of another stands on its line."""
    line: list[Segment] = []
    for segment in sorted(page.segments, key=lambda each: (each.y, each.x)):
        if line and segment.y - line[0].y > max(segment.size, line[0].size) / 2:
            yield _joined(line)
            line = []
        line.append(segment)
    if line:
        yield _joined(line)


def part_of(lines: Iterable[LineOfText], start: int, end: int) -> tuple[Segment, ...]:
    """The segments that a stretch of several lines lies in, where they stand under each other with one line break between."""
    found: list[Segment] = []
    at = 0
    for line in lines:
        found += line.part(start - at, end - at)
        at += len(line.text) + 1
    return tuple(found)


def _joined(line: list[Segment]) -> LineOfText:
    ordered = tuple(sorted(line, key=lambda each: each.x))
    return LineOfText(BETWEEN.join(each.text for each in ordered), ordered)
