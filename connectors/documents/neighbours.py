"""What stands right of a label or below it, as a person would read the page; and what of it belongs together."""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise, takewhile
from typing import NamedTuple

from connectors.documents.broken_labels import LabelsOnPage
from connectors.documents.document import Segment
from connectors.documents.templates import FREE
from gevinst.values.amount import MINUS
from gevinst.values.field_types import FieldType

_BELOW = 2.5
"""How far below a label its value may stand, in font sizes."""
_NEXT_LINE = 1.35
"""How far below a line the same number goes on."""
_COLON = ":"
_MANY = 3
"""So many segments on a line make it a row of headings, whose values stand below."""
# Sign and currency of an amount are often drawn at the other edge of the column.
_PART_OF_AMOUNT = re.compile(rf"[{MINUS}(]?\s*(?:kr\.?|DKK)?\s*[{MINUS})]?", re.IGNORECASE)
_GOES_ON = re.compile(rf"[{MINUS}\d,.)]")


class Piece(NamedTuple):
    """A text that may be a value, and the segments it was read from."""

    text: str
    at: tuple[Segment, ...] = ()


def value_of(match: re.Match[str]) -> str:
    """What a pattern's groups hold, with a blank between."""
    return " ".join(group.strip() for group in match.groups() if group and group.strip())


class Neighbours:
    """The segments of a page around a label, for a field of one type."""

    def __init__(self, here: LabelsOnPage, kind: FieldType) -> None:
        self._page = here.page
        self._here = here
        self._kind = kind

    def of(self, label: Segment, *, closed: bool, more: tuple[Segment, ...] = ()) -> list[tuple[Piece, str]]:
        """What a label may mean, each with the rule: the text right of it, or else below it.

        After a colon the right comes first. Without one nobody can say, so both are given: where both can be the value,
        they contradict each other and a person looks. Only the nearest counts; if it is a label, there is nothing. `more`
        are the further lines of a label that is broken: its value stands beside one of them, between two, or below the last.
        """
        line = self._line(label)
        closed = closed or self._has_colon_behind(label)
        right = [self._before_next(piece) for piece in self._right(label, line)]
        for other in _heights(label, more) if not right else ():
            right = right or [self._before_next(piece) for piece in self._right(other, self._line(other))]
        if closed and right:
            return [(piece, "right of label") for piece in right]
        last = more[-1] if more else label
        below = [self._before_next(piece) for piece in self._below(last, many=len(line) >= _MANY)]
        return [(piece, "right of label") for piece in right] + [(piece, "below label") for piece in below]

    def on_line(self, segment: Segment, rest: str) -> list[Piece]:
        """What follows a label in its own segment, and what stands further right: a sign, another column's amount."""
        return pieces([Piece(rest, (_end_of(segment, rest),)), *self._after(segment, self._line(segment))], self._kind)

    def _before_next(self, piece: Piece) -> Piece:
        return piece._replace(text=self._here.labels.before_next(piece.text))

    def _line(self, segment: Segment) -> list[Segment]:
        """What stands on a segment's line, from left to right, but colons in a column of their own."""
        return [other for other in self._whole_line(segment) if other.text.strip() != _COLON]

    def _whole_line(self, segment: Segment) -> list[Segment]:
        on_line = (other for other in self._page.segments if abs(other.y - segment.y) <= segment.size / 2)
        return sorted(on_line, key=lambda other: other.x)

    def _has_colon_behind(self, label: Segment) -> bool:
        following = next((other for other in self._whole_line(label) if other.x > label.x), None)
        return following is not None and following.text.strip() == _COLON

    def _after(self, segment: Segment, line: list[Segment]) -> list[Piece]:
        behind = (other for other in line if other.x > segment.x)
        return [Piece(s.text, (s,)) for s in takewhile(lambda other: not self._here.is_label(other), behind)]

    def _right(self, label: Segment, line: list[Segment]) -> list[Piece]:
        found = pieces(self._after(label, line), self._kind)
        if not found:
            return []
        value = next(other for other in line if other.x > label.x)
        more = None if self._kind in FREE else self._goes_on(value)
        if more and any(label.x - 1 <= other.x < value.x - 1 for other in self._line(more)):
            more = None  # another row, with its own label
        return [self._and(found[0], more), *found[1:]]

    def _below(self, label: Segment, *, many: bool) -> list[Piece]:
        found: list[Piece] = []
        above = label
        while value := self._next_below(above, label):
            if self._here.is_label(value):
                break
            piece = self._signed(value)
            if self._kind not in FREE and not many:
                piece = self._and(piece, self._goes_on(value))
            found.append(piece)
            if self._kind in FREE and not many:
                break  # whether a text goes on below is another question
            above = value
        return found

    def _next_below(self, above: Segment, label: Segment) -> Segment | None:
        reach = _BELOW * max(above.size, label.size)
        near = [
            other
            for other in self._page.segments
            if 0 < other.y - above.y <= max(reach, _BELOW * other.size) and abs(other.x - label.x) <= label.size
        ]
        return min(near, key=lambda other: other.y, default=None)

    def _signed(self, value: Segment) -> Piece:
        if self._kind is not FieldType.AMOUNT:
            return Piece(value.text, (value,))
        line = self._line(value)
        place = line.index(value)
        before = line[place - 1] if place else None
        first = [before] if before and _PART_OF_AMOUNT.fullmatch(before.text) else []
        return pieces([Piece(other.text, (other,)) for other in (*first, *line[place:])], self._kind)[0]

    def _goes_on(self, value: Segment) -> Segment | None:
        """The same number's next line, where it is broken: close below, in the same size, and no label."""
        near = [
            other
            for other in self._page.segments
            if 0 < other.y - value.y <= _NEXT_LINE * value.size
            and (abs(other.x - value.x) <= 0.3 * value.size or _ends_below(value, other))
            and abs(other.size - value.size) <= 0.1 * value.size
        ]
        below = min(near, key=lambda other: other.y, default=None)
        return None if below is None or self._here.is_label(below) else below

    def _and(self, piece: Piece, more: Segment | None) -> Piece:
        """A number with its next line, where that is one too: then the whole must be readable."""
        if more is None or not _GOES_ON.match(more.text):
            return piece
        close = piece.text[-1] in f",.{MINUS}" or more.text[0] in f",.{MINUS}"
        return Piece(f"{piece.text}{'' if close else ' '}{more.text}", (*piece.at, more))


def _ends_below(above: Segment, line: Segment) -> bool:
    """Whether both end at the same place, as figures do, about: widths are reckoned."""
    return line.width > 0 and abs(line.x + line.width - above.x - above.width) <= 0.6 * above.size


def _heights(label: Segment, more: tuple[Segment, ...]) -> Iterator[Segment]:
    """A broken label at the height of each of its further lines, and halfway between two: its value may be centred."""
    for above, line in pairwise((label, *more)):
        middle = line.model_copy(update={"y": (above.y + line.y) / 2})
        yield from (line, middle)


def pieces(found: Iterable[Piece], kind: FieldType) -> list[Piece]:
    """Which values a row of texts may hold. Of free text the first only; of amounts each with its sign and currency."""
    row = list(found)
    if kind in FREE:
        return row[:1]
    if kind is not FieldType.AMOUNT:
        return row
    joined: list[Piece] = []
    for piece in row:
        if joined and (_PART_OF_AMOUNT.fullmatch(joined[-1].text) or _PART_OF_AMOUNT.fullmatch(piece.text)):
            joined[-1] = Piece(f"{joined[-1].text} {piece.text}", (*joined[-1].at, *piece.at))
        else:
            joined.append(piece)
    return joined


def _end_of(segment: Segment, rest: str) -> Segment:
    """The part of a segment that a text at its end fills, about."""
    share = len(rest) / max(len(segment.text), 1)
    width = segment.width * share
    return segment.model_copy(update={"text": rest, "x": segment.x + segment.width - width, "width": width})
