"""From a document to typed fields with evidence. A field is accepted only when one value survives its reader."""

import re
from decimal import Decimal

from pydantic import BaseModel, ConfigDict, SkipValidation

from connectors.documents.candidates import Evidence, candidates
from connectors.documents.document import Document
from connectors.documents.labels import Labels
from connectors.documents.readers import READERS, Value
from connectors.documents.templates import FieldRule, FieldType, Template
from gevinst.codes import Code
from gevinst.values.cpr import Cpr
from gevinst.values.errors import UnreadableValue


class FieldResult(BaseModel):
    """One field: its value, where it was read, or why there is none.

    Attributes:
        value: What was read; None with a problem, or where the document's kind does without it.
        evidence: Where it was read, or where that stands which can't be read or contradicts itself.
        problem: Why a person must look.
        candidates: The amounts or days that contradict each other; nothing personal is ever among them.
    """

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


_SHOWN = (FieldType.AMOUNT, FieldType.DATE)


def extract(document: Document, template: Template) -> Extraction:
    """Read the template's fields. The document's own problem, if any, is the extraction's and nothing is read."""
    file = document.name
    if document.problem is not None:
        return Extraction(file=file, sha256=document.sha256, problem=document.problem)
    text = document.text.casefold()
    kinds = _kinds(document, text, template)
    if len(kinds) != 1:
        problem = Code.DOCUMENT_AMBIGUOUS if kinds else Code.DOCUMENT_UNKNOWN
        return Extraction(file=file, sha256=document.sha256, problem=problem)
    (kind,) = kinds
    labels = template.labels
    fields = {name: _field(document, rule, kind, labels) for name, rule in template.fields.items()}
    return Extraction(
        file=file,
        sha256=document.sha256,
        kind=kind,
        fields=fields,
        power_of_attorney=any(_says(text, sign) for sign in template.power_of_attorney),
        problem=next((field.problem for field in fields.values() if field.problem is not None), None),
    )


def _kinds(document: Document, text: str, template: Template) -> list[str]:
    """The kinds a document may be. What it calls itself in its largest letters decides between two."""
    kinds = [
        kind
        for kind in template.kinds
        if any(_says(text, word) for word in kind.any_of) and not any(_says(text, word) for word in kind.without)
    ]
    title = _title(document)
    titled = [kind for kind in kinds if any(_says(title, word) for word in kind.any_of)]
    return [kind.name for kind in (titled if len(titled) == 1 else kinds)]


def _title(document: Document) -> str:
    segments = document.pages[0].segments if document.pages else ()
    largest = max((segment.size for segment in segments), default=0)
    return "\n".join(segment.text for segment in segments if segment.size > 0.95 * largest).casefold()


def _says(text: str, words: str) -> bool:
    """Whether whole words stand in a text, both in small letters, also broken over lines: no "regning" in "beregning"."""
    between = r"\s+".join(r"(?:[-\u00ad]\n)?".join(map(re.escape, word)) for word in words.split())
    return re.search(rf"(?<!\w){between}(?!\w)", text) is not None


def _field(document: Document, rule: FieldRule, kind: str, labels: Labels) -> FieldResult:
    """Every candidate is read strictly; one distinct value is accepted, none or two are a problem with its own code.

    What a form field or a label points to must be readable: a second amount that can't be read is still a second amount.
    """
    found: dict[Value, list[Evidence]] = {}
    unreadable: list[tuple[UnreadableValue, Evidence]] = []
    doubtful: list[tuple[UnreadableValue, Evidence]] = []
    for candidate in candidates(document, rule, labels):
        read, failed = _read(candidate.options, rule)
        for value, evidence in read:
            found.setdefault(value, []).append(evidence)
        if not read:
            (unreadable if candidate.certain else doubtful).extend(failed)
    if len(found) > 1:
        shown = tuple(sorted(map(str, found))) if rule.type in _SHOWN else ()
        places = tuple(place for each in found.values() for place in each)
        return FieldResult(problem=rule.conflict, candidates=shown, evidence=places)
    if unreadable or (doubtful and not found):
        error = (unreadable or doubtful)[0][0]
        return FieldResult(problem=error.code, evidence=tuple(place for _, place in unreadable or doubtful))
    if not found:
        return FieldResult(problem=rule.missing if kind in rule.required_for else None)
    ((value, evidences),) = found.items()
    problem = _doubt(value, rule)
    return FieldResult(value=None if problem else value, evidence=tuple(evidences), problem=problem)


def _read(
    options: tuple[tuple[str, Evidence], ...], rule: FieldRule
) -> tuple[list[tuple[Value, Evidence]], list[tuple[UnreadableValue, Evidence]]]:
    read: list[tuple[Value, Evidence]] = []
    failed: list[tuple[UnreadableValue, Evidence]] = []
    for text, evidence in options:
        try:
            read.append((READERS[rule.type](text), evidence))
        except UnreadableValue as error:
            failed.append((error, evidence))
    return read, failed


def _doubt(value: Value, rule: FieldRule) -> Code | None:
    """Why a value that was read is still one for a person."""
    if isinstance(value, Cpr) and value.is_replacement:
        return Code.CPR_REPLACEMENT
    if rule.positive and isinstance(value, Decimal) and value <= 0:
        return Code.CHECK_FAILED
    return None
