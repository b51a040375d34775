"""From a document to typed fields with evidence. A field is accepted only when one value survives its reader."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from itertools import pairwise

from pydantic import BaseModel, ConfigDict, SkipValidation

from connectors.documents.document import Document, Page, Segment
from connectors.documents.templates import FieldRule, FieldType, Template
from gevinst.codes import Code
from gevinst.values.amount import read_amount
from gevinst.values.cpr import Cpr
from gevinst.values.cvr import read_cvr
from gevinst.values.dates import read_date
from gevinst.values.errors import UnreadableValue
from gevinst.values.personal import Personal

Value = Cpr | Personal | date | Decimal | str


class Evidence(BaseModel):
    """Where a value was read: file, page (0 for a form field), rule and the label or name that led to it."""

    model_config = ConfigDict(frozen=True)

    file: str
    page: int
    rule: str
    source: str


class FieldResult(BaseModel):
    """One field: its value, where it was read, or why there is none."""

    model_config = ConfigDict(frozen=True)

    value: SkipValidation[Value | None] = None
    evidence: tuple[Evidence, ...] = ()
    problem: Code | None = None
    candidates: tuple[str, ...] = ()


class Extraction(BaseModel):
    """All that was read of one document by one template."""

    model_config = ConfigDict(frozen=True)

    file: str
    sha256: str
    kind: str = ""
    fields: dict[str, FieldResult] = {}
    power_of_attorney: bool = False
    problem: Code | None = None


_CPR_SHAPE = re.compile(r"(?<!\d)\d{6}[ ]?[-–][ ]?\d{4}(?!\d)")
_BELOW = 2.5
"""How far below a label its value may stand, in font sizes."""
_READERS: dict[FieldType, Callable[[str], Value]] = {
    FieldType.CPR: Cpr.parse,
    FieldType.NAME: Personal,
    FieldType.TEXT: str,
    FieldType.DATE: read_date,
    FieldType.AMOUNT: read_amount,
    FieldType.CVR: read_cvr,
}


def extract(document: Document, template: Template) -> Extraction:
    """Read the template's fields. The document's own problem, if any, is the extraction's and nothing is read."""
    file = document.name
    if document.problem is not None:
        return Extraction(file=file, sha256=document.sha256, problem=document.problem)
    kinds = _kinds(document, template)
    if len(kinds) != 1:
        problem = Code.DOCUMENT_AMBIGUOUS if kinds else Code.DOCUMENT_UNKNOWN
        return Extraction(file=file, sha256=document.sha256, problem=problem)
    kind = kinds[0]
    fields = {name: _field(document, rule, kind, template.labels) for name, rule in template.fields.items()}
    text = document.text.casefold()
    return Extraction(
        file=file,
        sha256=document.sha256,
        kind=kind,
        fields=fields,
        power_of_attorney=any(sign in text for sign in template.power_of_attorney),
        problem=next((field.problem for field in fields.values() if field.problem is not None), None),
    )


def _kinds(document: Document, template: Template) -> list[str]:
    text = document.text.casefold()
    return [
        kind.name
        for kind in template.kinds
        if any(word in text for word in kind.any_of) and not any(word in text for word in kind.without)
    ]


def _field(document: Document, rule: FieldRule, kind: str, labels: frozenset[str]) -> FieldResult:
    """Every candidate is read strictly; one distinct value is accepted, none or two are a problem with its own code."""
    found: dict[Value, list[Evidence]] = {}
    unreadable: UnreadableValue | None = None
    for raw, evidence in _candidates(document, rule, labels):
        try:
            value = _READERS[rule.type](raw)
        except UnreadableValue as error:
            unreadable = error
            continue
        found.setdefault(value, []).append(evidence)
    if len(found) > 1:
        shown = () if rule.type in (FieldType.CPR, FieldType.NAME) else tuple(sorted(map(str, found)))
        return FieldResult(problem=rule.conflict, candidates=shown)
    if found:
        ((value, evidences),) = found.items()
        if isinstance(value, Cpr) and value.is_replacement:
            return FieldResult(evidence=tuple(evidences), problem=Code.CPR_REPLACEMENT)
        return FieldResult(value=value, evidence=tuple(evidences))
    if unreadable is not None:
        return FieldResult(problem=unreadable.code)
    return FieldResult(problem=rule.missing if kind in rule.required_for else None)


def _candidates(document: Document, rule: FieldRule, labels: frozenset[str]) -> Iterator[tuple[str, Evidence]]:
    """Raw texts in falling trust: form fields and controls; then table cells, then labels on the page."""
    yield from _form_values(document, rule)
    if rule.type is FieldType.CPR:
        yield from _every_cpr(document)
    if document.form_fields or document.controls:
        return
    yield from _table_values(document, rule)
    if not document.tables:
        for page in document.pages:
            yield from _beside_labels(document.name, page, rule, labels)


def _form_values(document: Document, rule: FieldRule) -> Iterator[tuple[str, Evidence]]:
    for values, how in ((document.form_fields, "form field"), (document.controls, "content control")):
        for name, value in values.items():
            if _plain(name) in rule.form and value.strip():
                yield value, Evidence(file=document.name, page=0, rule=how, source=name)


def _table_values(document: Document, rule: FieldRule) -> Iterator[tuple[str, Evidence]]:
    for table in document.tables:
        for row in table:
            for label, value in pairwise(row):
                if _is_label(label, rule) and value:
                    yield value, Evidence(file=document.name, page=1, rule="table cell", source=label.rstrip(": "))


def _every_cpr(document: Document) -> Iterator[tuple[str, Evidence]]:
    """Each number of the shape, wherever it stands: two citizens in one document must never look like one."""
    for page in document.pages:
        for match in _CPR_SHAPE.finditer(page.text):
            yield match[0], Evidence(file=document.name, page=page.number, rule="pattern", source="DDMMYY-SSSS")


def _beside_labels(file: str, page: Page, rule: FieldRule, labels: frozenset[str]) -> Iterator[tuple[str, Evidence]]:
    for segment in page.segments:
        for label in rule.labels:
            rest = _after_label(segment.text, label, rule.type)
            if rest is None:
                continue
            value, how = (rest, "same line") if rest else _neighbour(segment, page, labels)
            if value:
                yield value, Evidence(file=file, page=page.number, rule=how, source=label)
            break


def _after_label(text: str, label: str, kind: FieldType) -> str | None:
    """What follows the label on its own segment: text after a colon, nothing, or None when it is no such label.

    Without a colon only a value with a form of its own is taken: «Behandling i alt» is no treatment.
    """
    if not text.casefold().startswith(label.casefold()):
        return None
    rest = text[len(label) :].strip()
    if not rest or rest == ":":
        return ""
    if rest.startswith(":"):
        return rest[1:].strip()
    return rest if kind not in (FieldType.TEXT, FieldType.NAME) and rest[0].isdigit() else None


def _neighbour(label: Segment, page: Page, labels: frozenset[str]) -> tuple[str, str]:
    """The segment right of a label on its line, else the one below it that starts where it starts; never a label."""
    values = [other for other in page.segments if other is not label and _bare(other.text) not in labels]
    right = [s for s in values if abs(s.y - label.y) <= label.size / 2 and s.x > label.x]
    if right:
        return min(right, key=lambda s: s.x).text, "right of label"
    below = [
        s for s in values if 0 < s.y - label.y <= _BELOW * max(label.size, s.size) and abs(s.x - label.x) <= label.size
    ]
    if below:
        return min(below, key=lambda s: s.y).text, "below label"
    return "", ""


def _bare(label: str) -> str:
    return label.strip().rstrip(":").strip().casefold()


def _is_label(text: str, rule: FieldRule) -> bool:
    return _bare(text) in {label.casefold() for label in rule.labels}


def _plain(name: str) -> str:
    return re.sub(r"[^a-zæøå]", "", name.casefold())
