"""Why a value that was read is still one for a person: what it says is odd, or a machine may have misread a picture."""

from decimal import Decimal

from connectors.documents.document import Page, Segment
from connectors.documents.evidence import Evidence
from connectors.documents.readers import Value
from connectors.documents.seen_again import is_seen_again
from connectors.documents.templates import FieldRule, FieldType
from connectors.documents.trust import Trust
from gevinst.codes import Code
from gevinst.values.cpr import Cpr

SURE = 85
"""Tesseract's confidence of a word below which it was wrong as often as right (research/documents.md, section 2)."""
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
    """Whether a value off a picture was read with confidence, and has a check digit or the same from a second look."""
    sure = [each for each in evidence if each.confidence is not None and each.confidence >= SURE]
    checked = rule.type in _CHECKED or (isinstance(value, Cpr) and value.passes_modulus_11)
    return any(checked or each.seen_again for each in sure)


def is_sure(page: Page, segment: Segment) -> bool:
    """Whether a text off a picture was read with confidence, and the same by both looks."""
    sure = segment.confidence is not None and segment.confidence >= SURE
    return sure and is_seen_again(page, segment.text, [segment])
