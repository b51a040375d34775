"""Rules, types and places as a caseworker reads them."""

from connectors.documents.evidence import Evidence
from gevinst.values.field_types import FieldType

_PLACES = {
    "XML element": "XML-elementet »{}«",
    "form field": "formularfeltet »{}«",
    "content control": "feltet »{}« i Word-filen",
    "constant": "fast for skabelonen",
    "same line": "på linjen efter »{}«",
    "right of label": "til højre for »{}«",
    "below label": "under »{}«",
    "table cell": "i tabellen ved »{}«",
    "table column": "i kolonnen »{}«",
    "in area": "på stedet {}",
    "pattern": "efter mønstret {}",
    "by a person": "rettet af en sagsbehandler",
}
_TYPES = {
    FieldType.CPR: "et CPR-nummer",
    FieldType.NAME: "et navn",
    FieldType.TEXT: "en tekst",
    FieldType.DATE: "en dato",
    FieldType.AMOUNT: "et beløb",
    FieldType.NUMBER: "et tal",
    FieldType.CVR: "et CVR-nummer",
    FieldType.PNUMBER: "et P-nummer",
    FieldType.GLN: "et EAN-nummer",
    FieldType.IBAN: "et IBAN-nummer",
    FieldType.ACCOUNT: "et kontonummer",
    FieldType.FIK: "en betalingslinje",
    FieldType.ADDRESS: "en adresse",
    FieldType.CASE: "et sagsnummer",
    FieldType.EMAIL: "en mailadresse",
    FieldType.PHONE: "et telefonnummer",
    FieldType.CODE: "et nummer",
    FieldType.REFERENCE: "en reference",
}


def place_of(evidence: Evidence) -> str:
    """Where something was read, in words: the page, how it was found there, and how sure a scan's reading is."""
    place = _PLACES[evidence.rule].format(evidence.source)
    page = f"side {evidence.page}, " if evidence.page else ""
    sure = "" if evidence.confidence is None else f" (aflæst af billede, {evidence.confidence} % sikker)"
    return f"{page}{place}{sure}"


def type_of(kind: FieldType) -> str:
    """What a field holds, with its article."""
    return _TYPES[kind]
