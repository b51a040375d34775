"""An extraction as it is kept for caseworkers: every field with its value, and where on the page it stands."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from connectors.documents.document import Document
from connectors.documents.evidence import Box
from connectors.documents.extracted import Extraction, FieldResult
from connectors.documents.picture import leaning, worth_a_box
from connectors.documents.readers import form_of
from connectors.documents.sniffing import PDF
from connectors.documents.templates import Template
from gevinst.items.readings import DocumentReading, Place, ReadField
from gevinst.values.amount import format_amount
from gevinst.values.dates import format_date
from gevinst.values.fields import written


def as_kept(document: Document, extraction: Extraction, template: Template) -> DocumentReading:
    """What a caseworker is to see of a document, and can correct."""
    if not extraction.fields:
        return DocumentReading(problem=extraction.problem)
    return DocumentReading(
        kind=extraction.kind,
        fields=tuple(_field(document, template, name, field) for name, field in extraction.fields.items()),
    )


def _field(document: Document, template: Template, name: str, field: FieldResult) -> ReadField:
    rule = template.fields[name]
    form = form_of(rule)
    return ReadField(
        name=name,
        title=template.title_of(name),
        type=rule.type,
        long=form.long,
        pattern=form.pattern,
        words=form.words,
        value="" if field.value is None else written(field.value, rule.type),
        problem=field.problem,
        candidates=tuple(shown(each) for each in field.candidates),
        places=tuple(_places(document, field)),
    )


def shown(candidate: str) -> str:
    """An amount or a day that contradicts another, as a caseworker reads it."""
    try:
        return format_date(date.fromisoformat(candidate))
    except ValueError:
        pass
    try:
        return format_amount(Decimal(candidate))
    except ArithmeticError:
        return candidate


def _places(document: Document, field: FieldResult) -> Iterator[Place]:
    slopes = {page.number: page.slope for page in document.pages}
    for each in worth_a_box(field):
        # A Word file's places are made up, and a form field's value is drawn by the viewer: they are searched for.
        box = each.box if document.media_type == PDF else None
        left_top = None if box is None else _corners(box, slopes.get(each.page, 0.0))
        yield Place(page=max(each.page, 1), box=left_top, text=each.raw.reveal())


def _corners(box: Box, slope: float) -> tuple[float, float, float, float]:
    left, top, width, height = leaning(box, slope)
    return left, top, width, height
