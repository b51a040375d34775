"""Why a value that was read is still one for a person: what it says is odd, or a machine may have misread a picture."""

from decimal import Decimal

from connectors.documents.document import Segment
from connectors.documents.evidence import Evidence
from connectors.documents.misreadings import may_be_misread
from connectors.documents.templates import FieldRule
from connectors.documents.trust import Trust
from gevinst.codes import Code
from gevinst.values.cpr import Cpr
from gevinst.values.field_types import FieldType
from gevinst.values.fields import Value

SURE = 85
"""Tesseract's confidence of a word below which it was wrong as often as right (research/documents.md, section 2)."""
LEGIBLE = 60
"""Its confidence above which what both looks saw alike is believed. Of 1,443 fields accepted off 210 noisy scans (`make golden`,
seeds 331 and 77) 17 lie between the two, and none of them is wrong."""
_CHECKED = (FieldType.CVR, FieldType.GLN, FieldType.IBAN, FieldType.FIK)
"""Types with a check digit: a misread figure shows itself."""


def doubt(rule: FieldRule, value: Value, evidence: list[Evidence]) -> Code | None:
    """The reason, or None for a value to be believed."""
    if isinstance(value, Cpr) and value.is_replacement:
        return Code.CPR_REPLACEMENT
    if rule.positive and isinstance(value, Decimal) and value <= 0:
        return Code.CHECK_FAILED
    if all(each.trust is Trust.OCR for each in evidence) and not _is_read_surely(rule, value, evidence):
        return Code.LOW_OCR_CONFIDENCE
    return None


def _is_read_surely(rule: FieldRule, value: Value, evidence: list[Evidence]) -> bool:
    """Whether a value off a picture was read twice, or once with confidence and has a check digit."""
    checked = rule.type in _CHECKED or (isinstance(value, Cpr) and value.passes_modulus_11)
    return any(
        each.confidence is not None
        and ((checked and each.confidence >= SURE) or (bool(each.seen_again) and each.confidence >= LEGIBLE))
        and not may_be_misread(each.raw.reveal())
        for each in evidence
    )


def is_legible(segment: Segment) -> bool:
    """Whether a machine was sure enough of a text for its saying the same twice to mean something."""
    return (segment.confidence or 0) >= LEGIBLE and not may_be_misread(segment.text)
