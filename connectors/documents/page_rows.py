"""The rows of an invoice's lines on a page, below their headings: which text stands in which column of which row.

A text may take several lines, and its numbers stand beside the first, the last or the middle one. Which lines are a row is
told by the space between rows; where there is none, by each row's beginning with its numbers. Else nobody can say.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from connectors.documents.document import Page, Segment
from connectors.documents.headings import ends, headed
from connectors.documents.labels import plain
from connectors.documents.lines_of_text import LineOfText, lines_of
from connectors.documents.templates import FREE, LineFields
from gevinst.values.errors import UnreadableValue

_APART = 1.45
"""So far apart, in font sizes, are the lines of two rows that have space between them."""
_ROOM = 1.2


@dataclass(frozen=True)
class RowOnPage:
    """One row: its texts by column, the segments they were read from, and the columns whose text two readings fit."""

    cells: dict[str, str]
    at: dict[str, tuple[Segment, ...]]
    unclear: frozenset[str] = frozenset()

    @property
    def first(self) -> Segment:
        """What stands furthest left."""
        return min((segment for each in self.at.values() for segment in each), key=lambda segment: segment.x)


def page_rows(page: Page, rules: LineFields) -> Iterator[RowOnPage]:
    """The rows from the headings to the end of the lines.

    Raises:
        UnreadableValue: It can't be told which row or which column a text belongs to.
    """
    rows: list[RowOnPage] = []
    for block in _blocks(page, rules):
        texts_only = all(_is_text(line, rules) for line in block)
        if texts_only and rows:
            rows[-1] = _merged([rows[-1], *block])
        else:
            rows += _rows_of(block, rules)
    yield from rows


def _blocks(page: Page, rules: LineFields) -> Iterator[list[RowOnPage]]:
    """Lines that stand close to each other: a row each, or several where there is no space between rows."""
    headings: dict[str, Segment] = {}
    block: list[RowOnPage] = []
    for line in lines_of(page):
        if not headings:
            segments = [part for each in line.segments for part in _apart(each, rules)]
            columns = headed([each.text for each in segments], rules)
            headings = {name: segments[place] for name, place in columns.items()}
            continue
        if any(ends(each.text, rules) for each in line.segments):
            break
        row = _by_column(line, headings, rules)
        if block and _top(row) - _top(block[-1]) > _APART * line.segments[0].size:
            yield block
            block = []
        block.append(row)
    if block:
        yield block


def _top(row: RowOnPage) -> float:
    return min(segment.y for each in row.at.values() for segment in each)


def _rows_of(block: list[RowOnPage], rules: LineFields) -> Iterator[RowOnPage]:
    starts = [number for number, line in enumerate(block) if not _is_text(line, rules)]
    if len(starts) == 1:
        yield _merged(block)
        return
    begins_with_text = [any(rules.fields[name].type in FREE for name in block[start].cells) for start in starts]
    if not starts or starts[0] != 0 or not all(begins_with_text):
        raise UnreadableValue("line of an invoice", "space between the rows, or numbers on each one's first line")
    for start, following in zip(starts, [*starts[1:], len(block)], strict=True):
        lines = block[start:following]
        if any(_has_room(block, above, line) for above, line in pairwise(lines)):
            raise UnreadableValue("line of an invoice", "a text that goes on below only where its line is full")
        yield _merged(lines)


def _is_text(row: RowOnPage, rules: LineFields) -> bool:
    return bool(row.cells) and all(rules.fields[name].type in FREE for name in row.cells)


def _has_room(block: list[RowOnPage], above: RowOnPage, line: RowOnPage) -> bool:
    """Whether a line's first word would have fitted on the line above, as wide as its column is elsewhere."""
    first, below = above.first, line.first
    word = below.text.split()[0]
    wanted = _ROOM * (first.width + below.width / len(below.text) * (len(word) + 1))
    return any(abs(each.first.x - first.x) <= 1 and each.first.width >= wanted for each in block)


def _merged(rows: list[RowOnPage]) -> RowOnPage:
    cells: dict[str, str] = {}
    at: dict[str, tuple[Segment, ...]] = {}
    unclear = {name for row in rows for name in row.unclear}
    for row in rows:
        for name, text in row.cells.items():
            if cells.get(name, "").endswith("-") and text[0].islower():
                unclear.add(name)  # a word that is divided there, or has a hyphen of its own
            cells[name] = f"{cells[name]} {text}" if name in cells else text
            at[name] = (*at.get(name, ()), *row.at[name])
    return RowOnPage(cells, at, frozenset(unclear))


def _apart(segment: Segment, rules: LineFields) -> Iterator[Segment]:
    """The headings in one text, where two stand so close that they became one: «Antal Enhed»."""
    known = {plain(label) for rule in rules.fields.values() for label in rule.labels}
    words = segment.text.split()
    for place in range(1, len(words)):
        first, second = " ".join(words[:place]), " ".join(words[place:])
        if plain(segment.text) not in known and {plain(first), plain(second)} <= known:
            yield from _cut(segment, len(first))
            return
    yield segment


def _cut(segment: Segment, place: int) -> tuple[Segment, Segment]:
    """A segment in two, at the blank after so many letters."""
    letter = segment.width / max(len(segment.text), 1)
    first, second = segment.text[:place].rstrip(), segment.text[place:].lstrip()
    begins = segment.x + (len(segment.text) - len(second)) * letter
    return (
        segment.model_copy(update={"text": first, "width": len(first) * letter}),
        segment.model_copy(update={"text": second, "x": begins, "width": len(second) * letter}),
    )


def _by_column(line: LineOfText, headings: dict[str, Segment], rules: LineFields) -> RowOnPage:
    """Each segment to the heading it overlaps most, or else the nearest: numbers stand right in their column, words left.

    Raises:
        UnreadableValue: A text reaches below two headings, and nothing tells which part of it belongs to which.
    """
    placed = [(segment, _headings_of(segment, headings)) for segment in line.segments]
    taken = [names[0] for _, names in placed]
    cells: dict[str, str] = {}
    at: dict[str, tuple[Segment, ...]] = {}
    for segment, (name, *others) in placed:
        rivals = [other for other in others if other not in taken]
        parts = _in_two(segment, name, rivals[0], headings, rules) if rivals else {name: segment.text}
        for column, text in parts.items():
            cells[column] = f"{cells[column]} {text}" if column in cells else text
            at[column] = (*at.get(column, ()), segment)
    return RowOnPage(cells, at)


def _headings_of(segment: Segment, headings: dict[str, Segment]) -> list[str]:
    """The headings a segment stands below, the one it overlaps most first; or else the nearest."""
    left, right = segment.x, segment.x + segment.width
    overlaps = {
        name: min(right, heading.x + heading.width) - max(left, heading.x) for name, heading in headings.items()
    }
    below = [name for name, overlap in overlaps.items() if overlap > 0]
    if below:
        return sorted(below, key=lambda name: -overlaps[name])
    return [min(headings, key=lambda name: _distance(segment, headings[name]))]


def _distance(segment: Segment, heading: Segment) -> float:
    return min(abs(segment.x - heading.x), abs(segment.x + segment.width - heading.x - heading.width))


def _in_two(segment: Segment, one: str, other: str, headings: dict[str, Segment], rules: LineFields) -> dict[str, str]:
    """What of a text below two headings belongs to each: a number and its unit. Words may reach anywhere."""
    left, right = sorted((one, other), key=lambda name: headings[name].x)
    first, _, second = segment.text.partition(" ")
    if rules.fields[left].type in FREE or not second:
        raise UnreadableValue("line of an invoice", "each text below one heading")
    return {left: first, right: second}
