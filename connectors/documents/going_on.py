"""Where a text goes on: a value that is broken over lines is one value, and half of it must never pass for the whole.

Whether a line belongs to the one above it stands nowhere. It does where it begins in the middle of a sentence; it does not
where there was room for its first word on the line above. Between the two nobody can say, and each reading is given: one
that another place confirms is the right one, else a person looks.
"""

import re
from collections.abc import Iterable, Iterator
from enum import Enum, auto
from functools import reduce

from connectors.documents.broken_labels import LabelsOnPage
from connectors.documents.columns import begins_column
from connectors.documents.document import Segment
from connectors.documents.neighbours import Piece
from gevinst.values.field_types import FieldType

_NEXT_LINE = 1.35
"""How far below a line the same text goes on, in font sizes."""
_NEXT_LINE_OF_SCAN = 1.7
_NEXT_PARAGRAPH = 2.0
"""The same in a Word file, whose lines are paragraphs."""
_HEADING = 1.12
"""So much larger than the text below it is a label that is a heading."""
_BESIDE_ON_SCAN = 2.0
_MOST_LINES = 40
_MOST_READINGS = 8
_ROOM = 1.2
"""Widths are reckoned from an ordinary font's letters, so room for a word is room for a fifth more."""
_LABELLED = re.compile(r"[A-ZÆØÅ][\w .,/()-]{0,40}:(?:\s|$)")
_FIRST_WORD = re.compile(r"\S+?(?:[-/](?=\w)|(?=\s)|$)")
_AN_ADDRESS_ON_THE_WEB = re.compile(r"\S*(?:@|www\.|https?:)\S*", re.IGNORECASE)
_AND = re.compile(r"(?:og|eller|samt)\b")
_BREAKS_OFF = re.compile(r"(?:,|-|\b(?:og|eller|samt|af|for|til|med|i|på))$")


class Goes(Enum):
    """How a line stands to the one above it."""

    ON = auto()
    OVER = auto()
    UNCLEAR = auto()


class GoingOn:
    """A page's lines, for texts of one type that may go on over several of them.

    Args:
        here: The page with its labels: none of them is ever a part of a text.
        kind: The field's type. An address has lines by its nature.
        long: Whether the field is one that takes several lines or paragraphs.
    """

    def __init__(self, here: LabelsOnPage, kind: FieldType, *, long: bool) -> None:
        self._page = here.page
        self._here = here
        self._kind = kind
        self._long = long

    def readings(self, first: Piece, label: Segment) -> list[Piece]:
        """The text as it stands on its first line, and every longer text it may be; one where its end is plain.

        Args:
            first: The first line's text.
            label: The segment that led to it; the first line's own where that is the same.
        """
        line = first.at[-1]
        above, is_sure = self._above(first, label)
        if not above:
            return self._on([first], line, label)
        begun = [Piece(above[0].text, (above[0],))]
        for each in (*above[1:], line):
            begun = [longer for piece in begun for longer in self._joined(piece, each)][:_MOST_READINGS]
        readings = self._on(begun, line, label)
        return readings if is_sure else [first, *readings]

    def _on(self, begun: list[Piece], line: Segment, label: Segment) -> list[Piece]:
        """A text that has come to a line, and what it may be with the lines below that."""
        extents = [begun]
        beside = self._beside(line)
        if beside is not None:
            extents.append([longer for piece in begun for longer in self._joined(piece, beside)])
            return [piece for extent in extents for piece in extent]
        is_all_of_it = self._long and self._is_heading(label, line)
        below = list(self._below(line, label, far=is_all_of_it))
        above = line
        for each in below:
            goes = Goes.ON if is_all_of_it else self._goes(above, each, below, label)
            if goes is Goes.OVER:
                break
            longer = [piece for shorter in extents[-1] for piece in self._joined(shorter, each)][:_MOST_READINGS]
            extents = [*(extents[:-1] if goes is Goes.ON else extents), longer]
            above = each
        far = list(self._below(line, label, far=True)) if self._page.scanned and self._long else []
        if len(far) > len(below):  # paragraphs that may belong to it, if its label is a heading
            extents.append([reduce(lambda piece, each: next(iter(self._joined(piece, each))), far, begun[0])])
        return [piece for extent in extents for piece in extent]

    def _above(self, first: Piece, label: Segment) -> tuple[list[Segment], bool]:
        """The lines of a value above the one beside its label, since that may stand beside the middle of it.

        Not for sure where the first of them may be another label's: one above it, or one beside it.
        """
        line = first.at[-1]
        is_beside = label.x < line.x and abs(label.y - line.y) <= line.size / 2
        if not is_beside or not line.width or first.text != line.text:
            return [], True
        lines = [line]
        while over := self._over(lines[0]):
            if self._here.is_label(over) or self._stands_beside(over, label):
                return lines[:-1], False
            if self._goes(over, lines[0], lines, label) is Goes.OVER:
                break
            lines.insert(0, over)
        return lines[:-1], True

    def _over(self, line: Segment) -> Segment | None:
        """The line above, of the same column and size, and close."""
        scanned = self._page.scanned
        near = [
            other
            for other in self._page.segments
            if 0.3 * line.size < line.y - other.y <= (_NEXT_LINE_OF_SCAN if scanned else _NEXT_LINE) * line.size
            and abs(other.x - line.x) <= (0.6 if scanned else 0.3) * line.size
            and (scanned or abs(other.size - line.size) <= 0.1 * line.size)
        ]
        return max(near, key=lambda other: other.y, default=None)

    def _stands_beside(self, line: Segment, label: Segment) -> bool:
        """Whether another row's label stands beside a line, in the label's column or right of that."""
        near = 0.6 * line.size if self._page.scanned else 1.0
        return any(
            abs(each.y - line.y) <= 0.6 * line.size and label.x - near <= each.x < line.x - 1
            for each in self._page.segments
        )

    def _joined(self, piece: Piece, line: Segment) -> Iterator[Piece]:
        text = piece.text
        if self._kind is FieldType.ADDRESS:
            betweens = [f"{text} ", f"{text}\n"]
        elif text.endswith("-") and not text.endswith(" -") and not _AND.match(line.text):
            # A word that is divided, or one with a hyphen of its own: «behand-ling», «Sankt Hans-festen».
            betweens = [text, text[:-1]]
        else:
            betweens = [f"{text} "]
        return (Piece(f"{between}{line.text}", (*piece.at, line)) for between in betweens)

    def _beside(self, line: Segment) -> Segment | None:
        """What stands so close behind a text that it may be the rest of it, drawn apart; not where a column begins."""
        reach = line.x + line.width + (_BESIDE_ON_SCAN if self._page.scanned else 1.0) * line.size
        near = [
            other
            for other in self._page.segments
            if line.width and abs(other.y - line.y) <= line.size / 2 and line.x < other.x <= reach
        ]
        following = min(near, key=lambda other: other.x, default=None)
        if following is None or self._here.is_label(following):
            return None
        places = ((other.x, other.y) for other in self._page.segments)
        return None if begins_column(following.x, following.y, following.size, places) else following

    def _is_heading(self, label: Segment, line: Segment) -> bool:
        """Whether a label is a heading above its text; letters off a picture are no measure of that."""
        is_above = label.y < line.y - line.size / 2
        return is_above and not self._page.scanned and label.size >= _HEADING * line.size

    def _below(self, line: Segment, label: Segment, *, far: bool) -> Iterator[Segment]:
        """The lines of the same column and size below a line, as long as they stand close to each other, or `far` enough."""
        first = line
        for _ in range(_MOST_LINES):
            near = [other for other in self._page.segments if self._is_next(line, other, label, far=far)]
            following = min(near, key=lambda other: other.y, default=None)
            if following is None or self._here.is_label(following):
                return
            if far and following.size >= _HEADING * first.size:
                return
            yield following
            line = following

    def _is_next(self, line: Segment, other: Segment, label: Segment, *, far: bool) -> bool:
        scanned = self._page.scanned  # letters off a picture have no exact size, nor their lines an exact place
        slack = 2.0 if scanned else 1.0
        reach = _NEXT_LINE_OF_SCAN if scanned else _NEXT_LINE if line.width else _NEXT_PARAGRAPH
        if not 0.3 * line.size < other.y - line.y <= (2.5 * reach if far else reach) * line.size:
            return False
        if not (far or scanned) and abs(other.size - line.size) > 0.1 * line.size:
            return False
        # Where a value begins inside its label's text is reckoned, not known.
        exact = 0.3 if line in self._page.segments else 1.5
        aligned = abs(other.x - line.x) <= slack * exact * line.size
        beside = [each for each in self._page.segments if each is not other and abs(each.y - other.y) <= other.size / 2]
        if aligned:
            return not any(each.x < other.x - 1 and each.x >= label.x - 1 for each in beside)  # its own label's value
        # Without an indent a text goes on below its label; a line with something further right is another row.
        return abs(other.x - label.x) <= slack * 0.3 * line.size and not any(each.x > other.x for each in beside)

    def _goes(self, above: Segment, line: Segment, block: Iterable[Segment], label: Segment) -> Goes:
        if _LABELLED.match(line.text) or self._begins_with_label(line.text):
            return Goes.OVER
        is_odd = self._page.scanned and abs(line.size - above.size) > 0.3 * above.size
        if is_odd or self._kind is FieldType.ADDRESS or _AN_ADDRESS_ON_THE_WEB.fullmatch(line.text):
            return Goes.UNCLEAR
        has_room = self._has_room(above, line, block, label)
        begins_inside = line.text[0].islower() or _BREAKS_OFF.search(above.text) is not None
        if begins_inside and not has_room:
            return Goes.ON
        if has_room and not begins_inside:
            return Goes.UNCLEAR if self._long else Goes.OVER
        return Goes.ON if self._long else Goes.UNCLEAR

    def _begins_with_label(self, text: str) -> bool:
        """Whether it is a label with its value: `CVR-nr. 29189846`. A label's word alone may begin a sentence."""
        return any(found.closed or found.rest[:1].isdigit() for found in self._here.labels.found_in(text))

    def _has_room(self, above: Segment, line: Segment, block: Iterable[Segment], label: Segment) -> bool:
        """Whether a line's first word would have fitted on the line above, by what else stands in its column."""
        first = _FIRST_WORD.match(line.text)
        if not line.width or first is None:
            return False
        letter = line.width / len(line.text)
        wanted = above.x + _ROOM * (above.width + letter * (len(first[0]) + 1))
        edges = [each.x + each.width for each in (*self._column(above, label), *block)]
        return any(edge >= wanted for edge in edges)

    def _column(self, above: Segment, label: Segment) -> Iterator[Segment]:
        """Values of the same column: below a label, or right of one, as this one is."""
        beside = [
            each.x
            for each in self._page.segments
            if each.x > above.x + above.size and label.y - above.size <= each.y <= above.y + 2 * above.size
        ]
        cap = min(beside, default=float("inf"))
        begins = label.x if _holds(label, above) else above.x
        for each in self._page.segments:
            same = each.y != above.y and abs(each.x - begins) <= 0.3 * above.size
            if same and each.x + each.width <= cap and self._is_value_as(each, above, label):
                yield each

    def _is_value_as(self, each: Segment, above: Segment, label: Segment) -> bool:
        if abs(each.size - above.size) > 0.1 * above.size:
            return False
        if _holds(label, above):
            return any(True for _ in self._here.labels.found_in(each.text))
        if label.y < above.y - above.size / 2:  # the label stands above
            return any(
                0 < each.y - other.y <= 2.5 * each.size and abs(other.x - each.x) <= each.size
                for other in self._page.segments
                if self._here.is_label(other)
            )
        return any(
            abs(other.y - each.y) <= each.size / 2 and abs(other.x - label.x) <= label.size
            for other in self._page.segments
        )


def _holds(label: Segment, value: Segment) -> bool:
    """Whether a label and its value are one text on the page."""
    return label.y == value.y and label.x <= value.x < label.x + label.width
