"""What stands right of a label or below it, as a person would read the page; and what of it belongs together."""

import re
from itertools import takewhile

from connectors.documents.document import Page, Segment
from connectors.documents.labels import Labels
from connectors.documents.templates import FieldType
from gevinst.values.amount import MINUS

_BELOW = 2.5
"""How far below a label its value may stand, in font sizes."""
_NEXT_LINE = 1.35
"""How far below a line the same text goes on."""
_MANY = 3
"""So many segments on a line make it a row of headings, whose values stand below."""
_FREE = (FieldType.TEXT, FieldType.NAME)
# Sign and currency of an amount are often drawn at the other edge of the column.
_PART_OF_AMOUNT = re.compile(rf"[{MINUS}(]?\s*(?:kr\.?|DKK)?\s*[{MINUS})]?", re.IGNORECASE)
_GOES_ON = re.compile(rf"[{MINUS}\d,.)]")


class Neighbours:
    """The segments of a page around a label, for a field of one type."""

    def __init__(self, page: Page, labels: Labels, kind: FieldType) -> None:
        self._page = page
        self._labels = labels
        self._kind = kind

    def of(self, label: Segment, *, closed: bool) -> list[tuple[str, str]]:
        """What a label may mean, each with the rule: the text right of it, or else below it.

        After a colon the right comes first. Without one nobody can say, so both are given: where both can be the value,
        they contradict each other and a person looks. Only the nearest counts; if it is a label, there is nothing.
        """
        line = self._line(label)
        right = [self._labels.before_next(text) for text in self._right(label, line)]
        if closed and right:
            return [(text, "right of label") for text in right]
        below = [self._labels.before_next(text) for text in self._below(label, many=len(line) >= _MANY)]
        return [(text, "right of label") for text in right] + [(text, "below label") for text in below]

    def on_line(self, segment: Segment, rest: str) -> list[str]:
        """What follows a label in its own segment, and what stands further right: a sign, another column's amount."""
        return pieces([rest, *self._after(segment, self._line(segment))], self._kind)

    def _line(self, segment: Segment) -> list[Segment]:
        return sorted(
            (other for other in self._page.segments if abs(other.y - segment.y) <= segment.size / 2), key=lambda s: s.x
        )

    def _after(self, segment: Segment, line: list[Segment]) -> list[str]:
        return list(takewhile(lambda text: not self._labels.is_label(text), (s.text for s in line if s.x > segment.x)))

    def _right(self, label: Segment, line: list[Segment]) -> list[str]:
        found = pieces(self._after(label, line), self._kind)
        if not found:
            return []
        value = next(other for other in line if other.x > label.x)
        more = self._goes_on(value)
        if more and any(other.x < value.x - 1 for other in self._line(more)):
            more = None  # another row, with its own label
        return [self._and(found[0], more), *found[1:]]

    def _below(self, label: Segment, *, many: bool) -> list[str]:
        found: list[str] = []
        above = label
        while value := self._next_below(above, label):
            if self._labels.is_label(value.text):
                break
            text = self._signed(value)
            more = self._goes_on(value)
            if more and not many and (self._kind not in _FREE or more.text[0].islower()):
                text = self._and(text, more)
            found.append(text)
            if self._kind in _FREE and not many:
                break  # an address, say, goes on below the name
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

    def _signed(self, value: Segment) -> str:
        if self._kind is not FieldType.AMOUNT:
            return value.text
        line = self._line(value)
        place = line.index(value)
        before = line[place - 1].text if place else ""
        first = [before] if before and _PART_OF_AMOUNT.fullmatch(before) else []
        return pieces([*first, *(other.text for other in line[place:])], self._kind)[0]

    def _goes_on(self, value: Segment) -> Segment | None:
        """The same text's next line, where it is broken: close below, in the same size, and no label."""
        near = [
            other
            for other in self._page.segments
            if 0 < other.y - value.y <= _NEXT_LINE * value.size
            and abs(other.x - value.x) <= 0.3 * value.size
            and abs(other.size - value.size) <= 0.1 * value.size
        ]
        below = min(near, key=lambda other: other.y, default=None)
        return None if below is None or self._labels.is_label(below.text) else below

    def _and(self, text: str, more: Segment | None) -> str:
        """A text with its next line. Of a number's only what is one too: then the whole must be readable."""
        if more is None:
            return text
        if self._kind in _FREE:
            return f"{text} {more.text}"
        if not _GOES_ON.match(more.text):
            return text
        close = text[-1] in f",.{MINUS}" or more.text[0] in f",.{MINUS}"
        return f"{text}{'' if close else ' '}{more.text}"


def pieces(texts: list[str], kind: FieldType) -> list[str]:
    """Which values a row of texts may hold. Of free text the first only; of amounts each with its sign and currency."""
    if kind in _FREE:
        return texts[:1]
    if kind is not FieldType.AMOUNT:
        return texts
    found: list[str] = []
    for text in texts:
        if found and (_PART_OF_AMOUNT.fullmatch(found[-1]) or _PART_OF_AMOUNT.fullmatch(text)):
            found[-1] = f"{found[-1]} {text}"
        else:
            found.append(text)
    return found
