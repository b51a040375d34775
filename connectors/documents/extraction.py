"""From a document to typed fields with evidence. A field is accepted only when one value survives its reader."""

from collections.abc import Iterable
from itertools import combinations
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict, Field, SkipValidation

from connectors.documents.candidates import candidates
from connectors.documents.checking import broken_checks
from connectors.documents.document import Document
from connectors.documents.doubt import doubt
from connectors.documents.evidence import Evidence
from connectors.documents.invoice_lines import InvoiceLine, read_lines
from connectors.documents.readers import Reader, Value
from connectors.documents.recognition import kinds_of, says
from connectors.documents.searched import Searched
from connectors.documents.templates import FieldRule, FieldType, Template
from gevinst.codes import Code
from gevinst.values.errors import UnreadableValue


class Considered(NamedTuple):
    """One candidate and what became of it: its value, or why it is none."""

    evidence: Evidence
    value: Value | None
    why_not: str = ""


class FieldResult(BaseModel):
    """One field: its value, where it was read, or why there is none.

    Attributes:
        value: What was read; None with a problem, or where the document's kind does without it.
        evidence: Where it was read, or where that stands which can't be read or contradicts itself.
        problem: Why a person must look.
        candidates: The amounts or days that contradict each other; nothing personal is ever among them.
        considered: Every place that was looked at, in falling trust, for whoever asks why.
    """

    model_config = ConfigDict(frozen=True)

    value: SkipValidation[Value | None] = None
    evidence: tuple[Evidence, ...] = ()
    problem: Code | None = None
    candidates: tuple[str, ...] = ()
    considered: SkipValidation[tuple[Considered, ...]] = Field(default=(), repr=False)


class Extraction(BaseModel):
    """All that was read of one document by one template."""

    model_config = ConfigDict(frozen=True)

    file: str
    sha256: str
    template: str = ""
    kind: str = ""
    fields: dict[str, FieldResult] = {}
    lines: SkipValidation[tuple[InvoiceLine, ...]] = ()
    broken: tuple[str, ...] = ()
    power_of_attorney: bool = False
    problem: Code | None = None


_SHOWN = (FieldType.AMOUNT, FieldType.DATE)


def extract(document: Document, template: Template) -> Extraction:
    """Read the template's fields. The document's own problem, if any, is the extraction's and nothing is read."""
    nothing = Extraction(file=document.name, sha256=document.sha256, template=template.name)
    if document.problem is not None:
        return nothing.model_copy(update={"problem": document.problem})
    kinds = kinds_of(document, template)
    if len(kinds) != 1:
        return nothing.model_copy(update={"problem": Code.DOCUMENT_AMBIGUOUS if kinds else Code.DOCUMENT_UNKNOWN})
    (kind,) = kinds
    searched = Searched(document, template.labels)
    read = Reader(template.locale, template.amounts)
    fields = {name: _field(searched, rule, kind, read) for name, rule in template.fields.items()}
    lines, line_problem = read_lines(document, template, kind, read)
    broken = broken_checks(template, {name: field.value for name, field in fields.items()}, lines)
    for name in {name for check in broken for name in check.fields}:
        fields[name] = fields[name].model_copy(update={"value": None, "problem": Code.CHECK_FAILED})
    problems = [field.problem for field in fields.values()] + [line_problem, _own_problem(document, template)]
    return nothing.model_copy(
        update={
            "kind": kind,
            "fields": fields,
            "lines": lines,
            "broken": tuple(check.sentence for check in broken),
            "power_of_attorney": any(says(document.text.casefold(), sign) for sign in template.power_of_attorney),
            "problem": next((problem for problem in problems if problem is not None), None),
        }
    )


def _own_problem(document: Document, template: Template) -> Code | None:
    return Code.DOCUMENT_SIGNED if "signed" in document.flags and not template.signed else None


def _field(searched: Searched, rule: FieldRule, kind: str, read: Reader) -> FieldResult:
    """Every candidate is read strictly; one distinct value is accepted, none or two are a problem with its own code.

    What a form field or a label points to must be readable: a second amount that can't be read is still a second amount.
    """
    found: dict[Value, list[Evidence]] = {}
    unreadable: list[tuple[UnreadableValue, Evidence]] = []
    doubtful: list[tuple[UnreadableValue, Evidence]] = []
    open_ended: list[list[tuple[Value, Evidence]]] = []
    considered: list[Considered] = []
    for candidate in candidates(searched, rule):
        values, failed = _read(candidate.options, rule, read)
        longer, _ = _read(candidate.longer, rule, read)
        if longer:
            open_ended.append([*values, *longer])
        else:
            for value, evidence in values:
                found.setdefault(value, []).append(evidence)
        if not values and not longer:
            (unreadable if candidate.certain else doubtful).extend(failed)
        considered += [Considered(evidence, value) for value, evidence in (*values, *longer)]
        considered += [Considered(evidence, None, str(error)) for error, evidence in failed]
    elsewhere = set(found)
    for readings in open_ended:
        confirmed = [each for each in readings if each[0] in elsewhere]
        for value, evidence in confirmed or readings:
            found.setdefault(value, []).append(evidence)
    read_there = [place for each in found.values() for place in each]
    unreadable = [each for each in unreadable if not any(each[1].is_where(place) for place in read_there)]
    result = _decided(rule, kind, found, unreadable or ([] if found else doubtful))
    return result.model_copy(update={"considered": tuple(considered)})


def _read(
    options: Iterable[tuple[str, Evidence]], rule: FieldRule, read: Reader
) -> tuple[list[tuple[Value, Evidence]], list[tuple[UnreadableValue, Evidence]]]:
    """The values of texts, and those that are none."""
    values: list[tuple[Value, Evidence]] = []
    failed: list[tuple[UnreadableValue, Evidence]] = []
    for text, evidence in options:
        try:
            values.append((read(text, rule, evidence.trust), evidence))
        except UnreadableValue as error:
            failed.append((error, evidence))
    return values, failed


def _is_read_twice(places: list[list[Evidence]]) -> bool:
    """Whether two values are two readings of one place of a scan."""
    return any(one.is_where(other) for a, b in combinations(places, 2) for one in a for other in b)


def _decided(
    rule: FieldRule,
    kind: str,
    found: dict[Value, list[Evidence]],
    unreadable: Iterable[tuple[UnreadableValue, Evidence]],
) -> FieldResult:
    if len(found) > 1 and _is_read_twice(list(found.values())):
        places = tuple(place for each in found.values() for place in each)
        return FieldResult(problem=Code.LOW_OCR_CONFIDENCE, evidence=places)
    if len(found) > 1:
        amounts = tuple(sorted(map(str, found))) if rule.type in _SHOWN else ()
        places = tuple(place for each in found.values() for place in each)
        return FieldResult(problem=rule.conflict, candidates=amounts, evidence=places)
    for error, _ in unreadable:
        return FieldResult(problem=error.code, evidence=tuple(place for _, place in unreadable))
    trusted = any(each.trust.is_enough_for(rule.trust) for places in found.values() for each in places)
    if not trusted:
        return FieldResult(problem=rule.missing if kind in rule.required_for else None)
    ((value, evidences),) = found.items()
    problem = doubt(rule, value, evidences)
    return FieldResult(value=None if problem else value, evidence=tuple(evidences), problem=problem)
