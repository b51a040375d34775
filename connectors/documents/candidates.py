"""Where a field's value may stand: every place that a path, a form, a label, an area or a pattern points to."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import takewhile
from typing import NamedTuple

from connectors.documents.areas import in_area
from connectors.documents.broken_labels import LabelsOnPage
from connectors.documents.document import Document, Page, Segment
from connectors.documents.evidence import Box, Evidence
from connectors.documents.going_on import GoingOn
from connectors.documents.labels import Labels, plain
from connectors.documents.lines_of_text import LineOfText, part_of
from connectors.documents.neighbours import Neighbours, Piece, pieces, value_of
from connectors.documents.paths import values_at
from connectors.documents.searched import Places, Searched
from connectors.documents.seen_again import is_seen_again
from connectors.documents.templates import FREE, FieldRule, plain_name
from connectors.documents.trust import Trust
from gevinst.values.amount import MINUS
from gevinst.values.field_types import FieldType
from gevinst.values.personal import Personal


@dataclass(frozen=True)
class Candidate:
    """What one place says.

    Attributes:
        options: Raw text and evidence. More than one where a label may belong to either of two neighbours; whichever the
            field's reader can read counts, and two of them contradict each other.
        certain: Whether something there must be readable: False for a mere pattern, which may be anything.
        longer: What it may be besides, where nobody can say whether the text goes on below: one of them all is right.
    """

    options: tuple[tuple[str, Evidence], ...]
    certain: bool = True
    longer: tuple[tuple[str, Evidence], ...] = ()


# A number with a dash, also one broken over two lines, or with one blank. Ten digits in a row may be any account number.
_CPR_SHAPE = re.compile(rf"(?<![\d-])\d{{6}}(?:\s{{0,2}}[{MINUS}]\s{{0,2}}|[ \u00a0])\d{{4}}(?![\d-])")
_ROWS = 3
_BEGINS_A_VALUE = re.compile(
    rf"[{MINUS}\d(]|(?:kr\.?|DKK|d\.|den\b|(?:man|tirs|ons|tors|fre|lør|søn)dag\b|\+|\S+@)", re.IGNORECASE
)


def candidates(searched: Searched, rule: FieldRule) -> Iterator[Candidate]:
    """Every place a field may be read from, in falling trust.

    All of them are looked at, also where the first would do: a second, different value must never be overlooked.
    """
    document, labels = searched.document, searched.labels
    file = document.name
    yield from _in_xml(document, rule)
    bound = False
    for where, held in (("form field", document.form_fields), ("content control", document.controls)):
        for name, value in held:
            if plain_name(name) in map(plain_name, rule.form):
                bound = True
                if value.strip():
                    yield _one(value, Evidence(file=file, page=0, rule=where, source=name, trust=Trust.FORM))
    if rule.constant is not None:
        yield _one(rule.constant, Evidence(file=file, page=0, rule="constant", source="template", trust=Trust.FORM))
    if rule.type is FieldType.CPR:
        yield from _every_cpr(document)
    yield from _in_tables(document, rule, labels)
    for page in document.pages:
        # The page of a form shows labels only: what stands beside them is another label, not the value.
        alone = bound or bool(document.form_fields)
        yield from _by_labels(file, rule, searched.places(page), searched.on(page), alone=alone)
        yield from _in_areas(file, page, rule)
        yield from _by_patterns(file, rule, searched.lines(page), searched.on(page))


def _in_xml(document: Document, rule: FieldRule) -> Iterator[Candidate]:
    """What stands at the first of the paths that is there."""
    for path in rule.xml:
        values = list(values_at(document.nodes, path, document.xml_type))
        for value in values:
            yield _one(value, Evidence(file=document.name, page=0, rule="XML element", source=path, trust=Trust.XML))
        if values:
            return


def _one(text: str, evidence: Evidence) -> Candidate:
    return Candidate(((text, evidence.model_copy(update={"raw": Personal(text)})),))


def _on_page(file: str, page: Page, rule: str, source: str, piece: Piece, trust: Trust) -> tuple[str, Evidence]:
    """A piece of a page with its evidence."""
    sure = [segment.confidence for segment in piece.at if segment.confidence is not None]
    return piece.text, Evidence(
        file=file,
        page=page.number,
        rule=rule,
        source=source,
        trust=Trust.OCR if page.scanned else trust,
        raw=Personal(piece.text),
        box=_around(piece),
        confidence=min(sure, default=None),
        seen_again=is_seen_again(page, piece.text, piece.at) if page.scanned else None,
    )


def _around(piece: Piece) -> Box | None:
    boxes = [Box.around(segment) for segment in piece.at]
    if not boxes:
        return None
    left, top = min(box.left for box in boxes), min(box.top for box in boxes)
    right, bottom = max(box.left + box.width for box in boxes), max(box.top + box.height for box in boxes)
    return Box(left=left, top=top, width=right - left, height=bottom - top)


def _every_cpr(document: Document) -> Iterator[Candidate]:
    """Each number of the shape, wherever it stands: two citizens in one document must never look like one."""
    for page in document.pages:
        for match in _CPR_SHAPE.finditer(page.text):
            text = re.sub(r"\s", "", match[0])
            at = tuple(segment for segment in page.segments if match[0] in segment.text)
            found = _on_page(document.name, page, "pattern", "DDMMYY-SSSS", Piece(text, at[:1]), Trust.PATTERN)
            yield Candidate((found,), certain=False)
    for _, value in (*document.form_fields, *document.controls):
        for match in _CPR_SHAPE.finditer(value):
            where = Evidence(file=document.name, page=0, rule="pattern", source="DDMMYY-SSSS", trust=Trust.PATTERN)
            yield Candidate(_one(re.sub(r"\s", "", match[0]), where).options, certain=False)


def _by_labels(file: str, rule: FieldRule, places: Places, here: LabelsOnPage, *, alone: bool) -> Iterator[Candidate]:
    """What follows a label on its own line, else what stands right of it or below it (not for a label `alone`)."""
    neighbours = Neighbours(here, rule.type)
    for label in {plain(label): None for label in rule.labels}:
        for segment, found, more in places.get(label, ()):
            if found.rest:
                if found.closed or _may_follow(found.rest, rule.type):
                    near = [(piece, "same line") for piece in neighbours.on_line(segment, found.rest)]
                else:
                    near = []
            else:
                near = [] if alone else neighbours.of(segment, closed=found.closed, more=more)
            if near:
                yield _whole(here, rule, segment, [_Place(file, how, found.label, piece) for piece, how in near])


class _Place(NamedTuple):
    """One place on a page: how and by which label it was found, and what stands there."""

    file: str
    how: str
    source: str
    piece: Piece

    def on(self, page: Page, piece: Piece) -> tuple[str, Evidence]:
        """The text and its evidence."""
        return _on_page(self.file, page, self.how, self.source, piece, Trust.LABEL)


def _whole(here: LabelsOnPage, rule: FieldRule, label: Segment, places: list[_Place]) -> Candidate:
    """A label's value with all its lines, where it is a text that may have several."""
    options, longer = [], []
    for place in places:
        text, at = place.piece
        # One of several rows below a heading, and one before another label on its line, end where they are.
        may_go_on = rule.type in FREE and len(places) < _ROWS and at[-1].text.endswith(text)
        going = GoingOn(here, rule.type, long=rule.long)
        first, *others = going.readings(place.piece, label) if may_go_on else [place.piece]
        options.append(place.on(here.page, first))
        longer += [place.on(here.page, other) for other in others]
    return Candidate(tuple(options), longer=tuple(longer))


def _may_follow(rest: str, kind: FieldType) -> bool:
    """Whether a text may be the value of a label without a colon: «Behandling i alt» is no treatment."""
    return kind not in FREE and _BEGINS_A_VALUE.match(rest) is not None


def _in_areas(file: str, page: Page, rule: FieldRule) -> Iterator[Candidate]:
    for area in rule.areas:
        piece = in_area(page, area)
        if piece is not None:
            source = f"{area.left:g}×{area.top:g} mm"
            yield Candidate((_on_page(file, page, "in area", source, piece, Trust.AREA),))


def _by_patterns(file: str, rule: FieldRule, lines: list[LineOfText], here: LabelsOnPage) -> Iterator[Candidate]:
    going = GoingOn(here, rule.type, long=rule.long) if rule.type in FREE else None
    for pattern in rule.patterns:
        for line in lines:
            for match in re.finditer(pattern, line.text):
                longer = [] if going is None else _on_more_lines(going, match, line)
                yield from _matched(file, here.page, match, line.part, longer)
    for pattern in rule.passages:
        for match in re.finditer(pattern, "\n".join(line.text for line in lines), re.MULTILINE):
            yield from _matched(file, here.page, match, partial(part_of, lines), [])


def _on_more_lines(going: GoingOn, match: re.Match[str], line: LineOfText) -> list[Piece]:
    """What a pattern finds where its line goes on below; nothing where the pattern itself says where the text ends."""
    if match.end() < len(line.text):
        return []
    readings = going.readings(Piece(line.text, line.segments), line.segments[0])
    again = [(match.re.match(reading.text, match.start()), reading) for reading in readings]
    found = [Piece(value_of(each), reading.at) for each, reading in again if each is not None]
    return found if any(piece.text != value_of(match) for piece in found) else []


def _matched(
    file: str, page: Page, match: re.Match[str], part: Callable[[int, int], tuple[Segment, ...]], readings: list[Piece]
) -> Iterator[Candidate]:
    """What the groups hold and the segments they lie in; or the readings there are, where a text goes on below."""
    text = value_of(match)
    if text:
        at = tuple(segment for span in match.regs[1:] if span[0] >= 0 for segment in part(*span))
        texts = readings or [Piece(text, at)]
        first, *others = (_on_page(file, page, "pattern", match.re.pattern, each, Trust.PATTERN) for each in texts)
        yield Candidate((first,), longer=tuple(others))


def _in_tables(document: Document, rule: FieldRule, labels: Labels) -> Iterator[Candidate]:
    """Beside a label in its row; below it where it stands in the row of headings."""
    wanted = {plain(label) for label in rule.labels}
    for table in document.tables:
        for number, row in enumerate(table):
            for column, cell in enumerate(row):
                if plain(cell) not in wanted:
                    continue
                right = _right(row[column + 1 :], labels, rule.type)
                is_heading = number == 0 and len(row) > 2 and not cell.rstrip().endswith(":")
                below = _below(table[number + 1 :], column, labels) if is_heading or not right else []
                options = [
                    _one(
                        text,
                        Evidence(file=document.name, page=1, rule=how, source=cell.rstrip(": "), trust=Trust.LABEL),
                    )
                    for texts, how in ((right, "table cell"), (below, "table column"))
                    for text in texts
                ]
                if options:
                    yield Candidate(tuple(option for each in options for option in each.options))


def _right(cells: Iterable[str], labels: Labels, kind: FieldType) -> list[str]:
    filled = takewhile(lambda cell: not labels.is_label(cell), (cell for cell in cells if cell.strip(": ")))
    return [piece.text for piece in pieces(map(Piece, filled), kind)]


def _below(rows: tuple[tuple[str, ...], ...], column: int, labels: Labels) -> list[str]:
    found: list[str] = []
    for row in rows:
        cell = row[column] if column < len(row) else ""
        if not cell or labels.is_label(cell):
            break
        found.append(cell)
    return found
