"""Propose a template from one sample: its labels and form fields, each with the type of its value. A person goes on."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

import yaml

from connectors.documents.broken_labels import LabelsOnPage
from connectors.documents.document import Document, Page, Segment
from connectors.documents.labels import Labels, plain
from connectors.documents.neighbours import Neighbours
from connectors.documents.readers import Reader
from connectors.documents.templates import FieldRule, plain_name
from connectors.documents.trust import Trust
from gevinst.errors import Refused
from gevinst.redaction import redact
from gevinst.values.errors import UnreadableValue
from gevinst.values.field_types import FieldType

# What reads a value and nothing else comes first; what any text or ten digits may be, only where the label says so.
_BY_VALUE = (FieldType.FIK, FieldType.DATE, FieldType.AMOUNT, FieldType.EMAIL, FieldType.CASE, FieldType.ADDRESS)
_BY_LABEL = (
    ("cpr", FieldType.CPR),
    ("personnummer", FieldType.CPR),
    ("cvr", FieldType.CVR),
    ("p-n", FieldType.PNUMBER),
    ("ean", FieldType.GLN),
    ("gln", FieldType.GLN),
    ("iban", FieldType.IBAN),
    ("konto", FieldType.ACCOUNT),
    ("telefon", FieldType.PHONE),
    ("tlf", FieldType.PHONE),
    ("mobil", FieldType.PHONE),
    ("navn", FieldType.NAME),
    ("nummer", FieldType.CODE),
    ("nr", FieldType.CODE),
    ("antal", FieldType.NUMBER),
)
_LABEL = re.compile(r"[^\W\d_][^:]{0,40}")
_LETTERS = {"æ": "ae", "ø": "oe", "å": "aa"}


@dataclass
class Proposed:
    """One field of the proposal."""

    type: FieldType
    labels: list[str] = field(default_factory=list)
    form: list[str] = field(default_factory=list)


def propose(document: Document, name: str) -> str:
    """A template for documents like this one, as YAML; no value of the sample stands in it.

    Raises:
        Refused: The document can't be read, or is an e-invoice, whose template is there.
    """
    if document.problem is not None:
        raise Refused(f"{document.name} can't be read, so nothing can be proposed: {document.problem.sentence}")
    if document.nodes:
        raise Refused(f"{document.name} is an e-invoice: the template supplier-invoice reads these")
    title = _title(document)
    fields: dict[str, Proposed] = {}
    for said, value in _form(document):
        _add(fields, said.rpartition(".")[2], value).form.append(plain_name(said))
    for label, value in _labelled(document):
        found = _add(fields, label, value)
        if plain(label) not in map(plain, found.labels):
            found.labels.append(label)
    return _HEAD.format(
        name=document.name if redact(document.name) == document.name else "et eksempel"
    ) + yaml.safe_dump(
        {
            "name": name,
            "kinds": [
                {"name": _identifier(title) or "dokument", "any_of": [title.casefold() or "skriv dokumentets navn"]}
            ],
            "fields": {each: _as_yaml(found) for each, found in fields.items()},
        },
        allow_unicode=True,
        sort_keys=False,
        width=110,
    )


_HEAD = """# Foreslået ud fra {name}. Gå det igennem, før det bruges:
#  - fjern det, der ikke skal læses, og flyt dets etiketter til other_labels, så de aldrig tages for en værdi
#  - skriv required_for ved de felter, et dokument ikke kan undvære, og title med sagsbehandlerens ord for feltet
#  - ingen etiket må være et navn eller et nummer på en borger
"""


def _as_yaml(found: Proposed) -> dict[str, object]:
    said: dict[str, object] = {"type": found.type.value}
    if found.form:
        said["form"] = found.form
    if found.labels:
        said["labels"] = found.labels
    return said


def _add(fields: dict[str, Proposed], label: str, value: str) -> Proposed:
    return fields.setdefault(_identifier(label) or "felt", Proposed(_type(label, value)))


def _form(document: Document) -> Iterator[tuple[str, str]]:
    yield from (*document.form_fields, *document.controls)


def _labelled(document: Document) -> Iterator[tuple[str, str]]:
    """Labels with what stands beside them: a text that ends with a colon, or begins with one and a colon."""
    for table in document.tables:
        for row in table:
            for cell, beside in pairwise(row):
                if cell.strip().endswith(":") and beside.strip():
                    yield cell.strip(": "), beside
    known = Labels(_all_labels(document))
    for page in document.pages:
        yield from _on_page(page, known)


def _all_labels(document: Document) -> list[str]:
    found = []
    for page in document.pages:
        for segment in page.segments:
            label = segment.text.partition(":")[0].strip()
            if ":" in segment.text and _is_label(label):
                found.append(label)
    return found or ["–"]


def _is_label(text: str) -> bool:
    return _LABEL.fullmatch(text) is not None and len(text.split()) <= 5 and redact(text) == text


def _on_page(page: Page, known: Labels) -> Iterator[tuple[str, str]]:
    neighbours = Neighbours(LabelsOnPage(page, known), FieldType.TEXT)
    for segment in page.segments:
        for found in known.found_in(segment.text):
            if not found.closed:
                continue
            near = [found.rest] if found.rest else [piece.text for piece, _ in neighbours.of(segment, closed=True)]
            yield found.label, near[0] if near else ""


def _type(label: str, value: str) -> FieldType:
    said = label.casefold()
    for word, kind in _BY_LABEL:
        if word in said and (not value or _reads(kind, value)):
            return kind
    return next((kind for kind in _BY_VALUE if _reads(kind, value)), FieldType.TEXT)


def _reads(kind: FieldType, value: str) -> bool:
    try:
        Reader("da")(value, FieldRule(type=kind), Trust.LABEL)
    except UnreadableValue:
        return False
    return True


def _title(document: Document) -> str:
    segments: tuple[Segment, ...] = document.pages[0].segments if document.pages else ()
    largest = max(segments, key=lambda each: each.size, default=None)
    text = "" if largest is None else largest.text
    return text if redact(text) == text and len(text) <= 60 else ""


def _identifier(label: str) -> str:
    """A label as a field's name: `Dato for behandling` becomes `dato_for_behandling`."""
    letters = "".join(_LETTERS.get(letter, letter) for letter in label.casefold())
    plainer = unicodedata.normalize("NFKD", letters).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "_", plainer).strip("_")
