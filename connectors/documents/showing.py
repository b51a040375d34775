"""An extraction as people and programs get it. What is personal is hidden unless somebody asks for it on their own screen."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from connectors.documents.danish import place_of, type_of
from connectors.documents.evidence import Evidence
from connectors.documents.extracted import Considered, Extraction, FieldResult
from connectors.documents.invoice_lines import InvoiceLine
from connectors.documents.readers import revealed
from connectors.documents.templates import PERSONAL, FieldRule, Template
from gevinst.cli.output import print_table, say
from gevinst.redaction import known_personal, redact
from gevinst.values.address import Address
from gevinst.values.amount import format_amount
from gevinst.values.bank_account import BankAccount
from gevinst.values.dates import format_date
from gevinst.values.fields import Value
from gevinst.values.hidden import Hidden
from gevinst.values.personal import Personal

_HIDDEN = "(skjult)"


class Shown:
    """One extraction for people and programs.

    Without `show_personal`, what is personal is hidden wherever it stands: a file is often called by its citizen's name,
    and a treatment's text may hold their number.
    """

    def __init__(self, extraction: Extraction, template: Template | None, *, show_personal: bool) -> None:
        self._extraction = extraction
        self._template = template
        self._all = show_personal
        self._names = {form for field in extraction.fields.values() for form in _forms(field.value)}

    def as_json(self) -> dict[str, Any]:
        """The whole, by field name."""
        extraction = self._extraction
        problem = extraction.problem
        return {
            "file": self._text(extraction.file),
            "sha256": extraction.sha256,
            "template": extraction.template or None,
            "kind": extraction.kind or None,
            "problem": None if problem is None else {"code": problem.value, "sentence": problem.sentence},
            "power_of_attorney": extraction.power_of_attorney,
            "broken_checks": list(extraction.broken),
            "fields": {
                name: {
                    "value": self._value(field.value),
                    "problem": field.problem,
                    "candidates": list(field.candidates),
                    "evidence": [self._evidence(evidence) for evidence in field.evidence],
                }
                for name, field in extraction.fields.items()
            },
            "lines": [{name: self._value(value) for name, value in line.values.items()} for line in extraction.lines],
            "line_problems": [dict(line.problems) for line in extraction.lines],
        }

    def print(self) -> None:
        """A table, above it the reason why a person must look."""
        extraction = self._extraction
        if extraction.problem is not None:
            say(f"Til en sagsbehandler: {extraction.problem.sentence} ({extraction.problem})")
        if not extraction.fields or self._template is None:
            return
        title = self._text(f"{extraction.file}: {extraction.kind}")
        rows = [
            (self._template.title_of(name), self._danish(field.value), field.problem, self._places(field.evidence))
            for name, field in extraction.fields.items()
        ]
        print_table(title, ("Felt", "Værdi", "Årsag", "Læst"), rows)
        for sentence in extraction.broken:
            say(f"Stemmer ikke: {sentence}")
        if extraction.lines and self._template.lines is not None:
            columns = list(self._template.lines.fields)
            lines = [[self._cell(line, name) for name in columns] for line in extraction.lines]
            print_table("Linjer", [self._template.lines.fields[name].title or name for name in columns], lines)

    def _cell(self, line: InvoiceLine, column: str) -> str:
        problem = line.problems.get(column)
        return (self._danish(line.values.get(column)) or "") if problem is None else f"({problem.sentence})"

    def explain(self) -> None:
        """Every place that was looked at for each field, and what became of it."""
        if self._template is None:
            return
        for name, field in self._extraction.fields.items():
            rule = self._template.fields[name]
            rows = [
                (self._danish(each.value) or self._raw(each, rule), self._text(place_of(each.evidence)), verdict)
                for each, verdict in ((each, _verdict(each, field, rule)) for each in field.considered)
            ]
            outcome = "læst" if field.value is not None else field.problem.sentence if field.problem else "findes ikke"
            title = f"{self._template.title_of(name)} – {type_of(rule.type)}: {outcome}"
            print_table(
                title, ("Der står", "Hvor", "Resultat"), rows or [("–", "intet af de steder, skabelonen kender", "–")]
            )

    def _raw(self, considered: Considered, rule: FieldRule) -> str:
        raw = considered.evidence.raw.reveal()
        return raw if self._all else _HIDDEN if rule.type in PERSONAL else self._text(raw)

    def _places(self, evidence: tuple[Evidence, ...]) -> str:
        return self._text("; ".join(dict.fromkeys(place_of(each) for each in evidence)))

    def _evidence(self, evidence: Evidence) -> dict[str, Any]:
        said = evidence.model_dump(exclude={"raw"})
        return {key: self._text(part) if isinstance(part, str) else part for key, part in said.items()}

    def _danish(self, value: Value | None) -> str | None:
        match value:
            case Decimal():
                return format_amount(value)
            case date():
                return format_date(value)
            case _:
                return self._value(value)

    def _value(self, value: Value | None) -> str | None:
        if value is None:
            return None
        if isinstance(value, (Hidden, BankAccount)):
            return revealed(value) if self._all else _HIDDEN
        return self._text(revealed(value))

    def _text(self, text: str) -> str:
        if self._all:
            return text
        with known_personal(self._names):
            return redact(text)


def _verdict(considered: Considered, field: FieldResult, rule: FieldRule) -> str:
    """Why a candidate won or lost."""
    evidence = considered.evidence
    if considered.value is None:
        certain = "" if evidence in field.evidence or field.value is None else "; talte ikke med"
        return f"kan ikke læses som {type_of(rule.type)}{certain}"
    if field.value == considered.value:
        return "valgt"
    if not evidence.trust.is_enough_for(rule.trust):
        return "stedet er ikke sikkert nok til at stå alene"
    if len({each.value for each in field.considered if each.value is not None}) > 1:
        return "flere forskellige værdier"
    return "læst, men " + (
        field.problem.sentence[0].lower() + field.problem.sentence[1:] if field.problem else "ikke brugt"
    )


def _forms(value: Value | None) -> Iterator[str]:
    """A citizen's name as it may stand elsewhere: whole, or one of its words."""
    if isinstance(value, (Personal, Address)):
        text = revealed(value)
        yield text
        yield from text.split()
