"""Doubt about a scan's fields that shows only between two of them: one text read for both, or a name spelt in two ways."""

import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches

from connectors.documents.evidence import Evidence
from connectors.documents.extracted import FieldResult
from connectors.documents.readers import revealed
from connectors.documents.seen_again import bare
from connectors.documents.templates import FREE, Template
from connectors.documents.trust import Trust
from gevinst.codes import Code
from gevinst.values.characters import in_basic_letters
from gevinst.values.field_types import FieldType

_ALIKE = 0.75
_SHORTEST = 4


def doubted(template: Template, fields: Mapping[str, FieldResult]) -> dict[str, FieldResult]:
    """The fields; a text that holds another field's value, and a mail address that is almost a name, go to a person."""
    held = {name: field for name, field in fields.items() if field.value is not None}
    doubtful = {
        name
        for name, field in held.items()
        if all(each.trust is Trust.OCR for each in field.evidence)
        and (
            (template.fields[name].type in FREE and _holds_another(name, held))
            or (template.fields[name].type is FieldType.EMAIL and _is_almost_a_name(name, held))
        )
    }
    unsure = {"value": None, "problem": Code.LOW_OCR_CONFIDENCE}
    return {name: field.model_copy(update=unsure) if name in doubtful else field for name, field in fields.items()}


def _holds_another(name: str, held: Mapping[str, FieldResult]) -> bool:
    """Whether a text reaches over what another field was read from: the gap between two columns wasn't seen."""
    return any(
        _reaches_over(one, other)
        for one in held[name].evidence
        for also, field in held.items()
        if also != name
        for other in field.evidence
    )


def _reaches_over(text: Evidence, other: Evidence) -> bool:
    inside, whole = bare(other.raw.reveal()), bare(text.raw.reveal())
    return bool(inside) and inside != whole and inside in whole and text.is_where(other)


def _is_almost_a_name(name: str, held: Mapping[str, FieldResult]) -> bool:
    """Whether a word of a mail address is almost a word of another field: one of the two is misread, and no digit checks it."""
    known = {word for also, field in held.items() if also != name for word in _words(field)}
    return any(word not in known and get_close_matches(word, known, 1, _ALIKE) for word in _words(held[name]))


def _words(field: FieldResult) -> Iterator[str]:
    text = revealed(field.value) if field.value is not None else ""
    words = re.findall(r"[^\W\d_]+", in_basic_letters(text))
    return (word for word in words if len(word) >= _SHORTEST)
