"""From a document to typed fields with evidence. A field is accepted only when one value survives its reader."""

from collections.abc import Iterable, Mapping
from itertools import combinations

from connectors.documents.between_fields import doubted
from connectors.documents.candidates import candidates
from connectors.documents.checking import broken_checks
from connectors.documents.corrected import given_fields
from connectors.documents.document import Document
from connectors.documents.doubt import doubt
from connectors.documents.evidence import Evidence
from connectors.documents.extracted import Considered, Extraction, FieldResult
from connectors.documents.invoice_lines import read_lines, without
from connectors.documents.readers import Reader
from connectors.documents.recognition import kinds_of, says
from connectors.documents.searched import Searched
from connectors.documents.templates import FREE, FieldRule, Template
from connectors.documents.trust import Trust
from connectors.documents.unseen_labels import is_like_a_label, may_be_there
from gevinst.codes import Code
from gevinst.values.errors import UnreadableValue
from gevinst.values.field_types import FieldType
from gevinst.values.fields import Value

_SHOWN = (FieldType.AMOUNT, FieldType.DATE)


def extract(document: Document, template: Template, given: Mapping[str, str] | None = None) -> Extraction:
    """Read the template's fields. The document's own problem, if any, is the extraction's and nothing is read.

    Args:
        document: What was read of the file.
        template: Which fields, and where they may stand.
        given: What a colleague has put right, by field: it is taken, whatever stands there.
    """
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
    fields = doubted(template, fields) | given_fields(document.name, template, given or {})
    lines, line_problem = read_lines(document, template, kind, read)
    values = {name: field.value for name, field in fields.items()}
    broken = broken_checks(template, values, () if line_problem else lines)
    for name in {name for check in broken for name in check.fields}:
        fields[name] = fields[name].model_copy(update={"value": None, "problem": Code.CHECK_FAILED})
    for column in {check.lines for check in broken if check.lines}:
        lines = without(lines, column, Code.CHECK_FAILED)
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
        misread = _misread_labels(searched, rule, candidate.options)
        values, failed = _read([each for each in candidate.options if each not in misread], rule, read)
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
        considered += [Considered(evidence, None, "no value, but a label that was misread") for _, evidence in misread]
    elsewhere = set(found)
    for readings in open_ended:
        confirmed = [each for each in readings if each[0] in elsewhere]
        for value, evidence in confirmed or readings:
            found.setdefault(value, []).append(evidence)
    read_there = [place for each in found.values() for place in each]
    unreadable = [each for each in unreadable if not any(each[1].is_where(place) for place in read_there)]
    if not found and not unreadable and may_be_there(searched, rule):
        return FieldResult(problem=Code.LOW_OCR_CONFIDENCE, considered=tuple(considered))
    result = _decided(rule, kind, found, unreadable or ([] if found else doubtful))
    return result.model_copy(update={"considered": tuple(considered)})


def _misread_labels(
    searched: Searched, rule: FieldRule, options: tuple[tuple[str, Evidence], ...]
) -> list[tuple[str, Evidence]]:
    """The texts off a scan that are a label, misread: the value that stands there was not seen."""
    return [
        (text, evidence)
        for text, evidence in options
        if evidence.trust is Trust.OCR and rule.type in FREE and is_like_a_label(searched, text)
    ]


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
