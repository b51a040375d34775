"""What was read of a document: each field's value with its evidence, or why a person must look."""

from typing import NamedTuple

from pydantic import BaseModel, ConfigDict, Field, SkipValidation

from connectors.documents.evidence import Evidence
from connectors.documents.invoice_lines import InvoiceLine
from gevinst.codes import Code
from gevinst.values.fields import Value


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
