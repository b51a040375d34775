"""Where a field's value may stand: every place that a form, a label or a pattern points to, with its evidence."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile

from pydantic import BaseModel, ConfigDict

from connectors.documents.document import Document, Page
from connectors.documents.labels import Labels, plain
from connectors.documents.neighbours import Neighbours, pieces
from connectors.documents.templates import FieldRule, FieldType, plain_name
from gevinst.values.amount import MINUS


class Evidence(BaseModel):
    """Where a value was read: file, page (0 for a form field), rule and the label or name that led to it."""

    model_config = ConfigDict(frozen=True)

    file: str
    page: int
    rule: str
    source: str


@dataclass(frozen=True)
class Candidate:
    """What one place says.

    Attributes:
        options: Raw text and evidence. More than one where a label may belong to either of two neighbours; whichever the
            field's reader can read counts, and two of them contradict each other.
        certain: Whether something there must be readable: False for a mere pattern, which may be anything.
    """

    options: tuple[tuple[str, Evidence], ...]
    certain: bool = True


# A number with a dash, also one broken over two lines, or with one blank. Ten digits in a row may be any account number.
_CPR_SHAPE = re.compile(rf"(?<![\d-])\d{{6}}(?:\s{{0,2}}[{MINUS}]\s{{0,2}}|[ \u00a0])\d{{4}}(?![\d-])")
_BEGINS_A_VALUE = re.compile(
    rf"[{MINUS}\d(]|(?:kr\.?|DKK|d\.|den\b|(?:man|tirs|ons|tors|fre|lør|søn)dag\b)", re.IGNORECASE
)
_FREE = (FieldType.TEXT, FieldType.NAME)


def candidates(document: Document, rule: FieldRule, labels: Labels) -> Iterator[Candidate]:
    """Every place a field may be read from, in falling trust: form fields and controls, tables, labels on the page.

    All of them are looked at, also where the first would do: a second, different value must never be overlooked.
    """
    bound = False
    for place in (("form field", document.form_fields), ("content control", document.controls)):
        for name, value in place[1]:
            if plain_name(name) in map(plain_name, rule.form):
                bound = True
                if value.strip():
                    yield _one(value, Evidence(file=document.name, page=0, rule=place[0], source=name))
    if rule.type is FieldType.CPR:
        yield from _every_cpr(document)
    yield from _in_tables(document, rule, labels)
    for page in document.pages:
        # The page of a form shows labels only: what stands beside them is another label, not the value.
        yield from _by_labels(document.name, page, rule, labels, alone=bound or bool(document.form_fields))


def _one(text: str, evidence: Evidence) -> Candidate:
    return Candidate(((text, evidence),))


def _every_cpr(document: Document) -> Iterator[Candidate]:
    """Each number of the shape, wherever it stands: two citizens in one document must never look like one."""
    texts = [(page.number, page.text) for page in document.pages]
    texts += [(0, value) for _, value in (*document.form_fields, *document.controls)]
    for number, text in texts:
        for match in _CPR_SHAPE.finditer(text):
            evidence = Evidence(file=document.name, page=number, rule="pattern", source="DDMMYY-SSSS")
            yield Candidate(((re.sub(r"\s", "", match[0]), evidence),), certain=False)


def _by_labels(file: str, page: Page, rule: FieldRule, labels: Labels, *, alone: bool) -> Iterator[Candidate]:
    """What follows a label on its own line, else what stands right of it or below it (not for a label `alone`)."""
    wanted = {plain(label) for label in rule.labels}
    neighbours = Neighbours(page, labels, rule.type)
    for segment in page.segments:
        for found in labels.found_in(segment.text):
            if plain(found.label) not in wanted:
                continue
            if found.rest:
                if found.closed or _may_follow(found.rest, rule.type):
                    near = [(text, "same line") for text in neighbours.on_line(segment, found.rest)]
                else:
                    near = []
            else:
                near = [] if alone else neighbours.of(segment, closed=found.closed)
            if near:
                evidence = {how: Evidence(file=file, page=page.number, rule=how, source=found.label) for _, how in near}
                yield Candidate(tuple((text, evidence[how]) for text, how in near))


def _may_follow(rest: str, kind: FieldType) -> bool:
    """Whether a text may be the value of a label without a colon: «Behandling i alt» is no treatment."""
    return kind not in _FREE and _BEGINS_A_VALUE.match(rest) is not None


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
                evidence = [
                    (text, Evidence(file=document.name, page=1, rule=how, source=cell.rstrip(": ")))
                    for texts, how in ((right, "table cell"), (below, "table column"))
                    for text in texts
                ]
                if evidence:
                    yield Candidate(tuple(evidence))


def _right(cells: tuple[str, ...], labels: Labels, kind: FieldType) -> list[str]:
    filled = takewhile(lambda cell: not labels.is_label(cell), (cell for cell in cells if cell.strip(": ")))
    return pieces(list(filled), kind)


def _below(rows: tuple[tuple[str, ...], ...], column: int, labels: Labels) -> list[str]:
    found: list[str] = []
    for row in rows:
        cell = row[column] if column < len(row) else ""
        if not cell or labels.is_label(cell):
            break
        found.append(cell)
    return found
