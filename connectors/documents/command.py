"""`gevinst extract FILE`: what a template reads of a document, with its evidence, or the one reason why not."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from connectors.documents.candidates import Evidence
from connectors.documents.extraction import Extraction
from connectors.documents.extraction import extract as extract_fields
from connectors.documents.readers import Value
from connectors.documents.reading import read_document
from connectors.documents.templates import load_template
from gevinst.cli.output import AsJson, print_json, print_table, say
from gevinst.errors import Refused
from gevinst.redaction import known_personal, redact
from gevinst.values.amount import format_amount
from gevinst.values.cpr import Cpr
from gevinst.values.dates import format_date
from gevinst.values.personal import Personal

_HIDDEN = "(skjult)"


def extract(
    file: Path, /, *, template: str = "helbredstillaeg", json: AsJson = False, show_personal: bool = False
) -> int:
    """Read a PDF or Word file by a template and show each field with where it was read.

    Args:
        file: The document.
        template: The family of documents it belongs to.
        json: Answer with JSON.
        show_personal: Show names and CPR numbers too; only for your own screen.

    Returns:
        0 when every field was read, 1 when the document needs a person.
    """
    if not file.is_file():
        raise Refused(f"there is no file {file}")
    extraction = extract_fields(read_document(file), load_template(template))
    shown = _Shown(extraction, show_personal=show_personal)
    if json:
        print_json(shown.as_json())
    else:
        shown.print()
    return 0 if extraction.problem is None else 1


class _Shown:
    """An extraction for people and programs.

    Without `show_personal`, what is personal is hidden wherever it stands: a file is often called by its citizen's name,
    and a treatment's text may hold their number.
    """

    def __init__(self, extraction: Extraction, *, show_personal: bool) -> None:
        self._extraction = extraction
        self._all = show_personal
        self._names = {form for field in extraction.fields.values() for form in _forms(field.value)}

    def as_json(self) -> dict[str, Any]:
        """The whole, by field name."""
        extraction = self._extraction
        problem = extraction.problem
        return {
            "file": self._text(extraction.file),
            "sha256": extraction.sha256,
            "kind": extraction.kind or None,
            "problem": None if problem is None else {"code": problem.value, "sentence": problem.sentence},
            "power_of_attorney": extraction.power_of_attorney,
            "fields": {
                name: {
                    "value": self._value(field.value),
                    "problem": field.problem,
                    "candidates": list(field.candidates),
                    "evidence": [self._evidence(evidence) for evidence in field.evidence],
                }
                for name, field in extraction.fields.items()
            },
        }

    def print(self) -> None:
        """A table, below the reason why a person must look."""
        extraction = self._extraction
        if extraction.problem is not None:
            say(f"Til en sagsbehandler: {extraction.problem.sentence} ({extraction.problem})")
        if extraction.fields:
            rows = [
                (name, self._danish(field.value), field.problem, self._places(field.evidence))
                for name, field in extraction.fields.items()
            ]
            print_table(self._text(f"{extraction.file}: {extraction.kind}"), ("Felt", "Værdi", "Årsag", "Læst"), rows)

    def _places(self, evidence: tuple[Evidence, ...]) -> str:
        return self._text("; ".join(f"side {each.page}, {each.rule} »{each.source}«" for each in evidence))

    def _evidence(self, evidence: Evidence) -> dict[str, Any]:
        return {key: self._text(part) if isinstance(part, str) else part for key, part in evidence.model_dump().items()}

    def _danish(self, value: Value | None) -> str | None:
        match value:
            case Decimal():
                return format_amount(value)
            case date():
                return format_date(value)
            case _:
                return self._value(value)

    def _value(self, value: Value | None) -> str | None:
        match value:
            case None:
                return None
            case Cpr():
                return value.formatted if self._all else _HIDDEN
            case Personal():
                return value.reveal() if self._all else _HIDDEN
            case _:
                return self._text(str(value))

    def _text(self, text: str) -> str:
        if self._all:
            return text
        with known_personal(self._names):
            return redact(text)


def _forms(value: Value | None) -> Iterator[str]:
    """A citizen's name as it may stand elsewhere: whole, or one of its words."""
    if isinstance(value, Personal):
        yield value.reveal()
        yield from value.reveal().split()
