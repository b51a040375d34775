"""What is read of one file, held against its truth field by field: right, left to a person, or wrong and accepted."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from typing import Any

from connectors.documents.extracted import Extraction
from connectors.documents.extraction import extract
from connectors.documents.readers import revealed
from connectors.documents.reading import read_document
from connectors.documents.template_files import load_template
from connectors.documents.templates import Template
from gevinst.values.characters import typed
from gevinst.values.fields import Value


@dataclass(frozen=True)
class Judged:
    """The counts of one file; names of fields only, never what stands in them.

    Attributes:
        right: Fields read as the document says them, and fields left empty that it hasn't got.
        to_person: Fields with a reason for a person, by name with the reason.
        wrong: Fields with another value than the document's and no reason, or left out of it in silence.
        was_doubtful: Whether the document had to go to a person as a whole; then no field of it counts.
        reason: The document's own reason, if any.
    """

    file: str
    template: str
    producer: str
    scanned: bool
    right: tuple[str, ...] = ()
    to_person: tuple[tuple[str, str], ...] = ()
    wrong: tuple[str, ...] = ()
    was_doubtful: bool = False
    reason: str = ""

    @property
    def fields(self) -> int:
        """How many were judged."""
        return len(self.right) + len(self.to_person) + len(self.wrong)


def judge(folder: Path, entry: Mapping[str, Any]) -> Judged:
    """Read one file by its template and judge it.

    Args:
        folder: Where the file is.
        entry: Its truth, as `generate` writes it.
    """
    found = extract(read_document(folder / entry["file"]), _template(entry["template"]))
    about = (entry["file"], entry["template"], entry["producer"], entry["scanned"])
    reason = str(found.problem or "")
    if entry["problem"] is not None:
        accepted = ("the whole document",) if found.problem is None else ()
        return Judged(*about, wrong=accepted, was_doubtful=True, reason=reason)
    right, asked, wrong = [], [], []
    for name, verdict in _verdicts(found, entry):
        if verdict is True:
            right.append(name)
        elif verdict is False:
            wrong.append(name)
        else:
            asked.append((name, verdict))
    return Judged(*about, right=tuple(right), to_person=tuple(asked), wrong=tuple(wrong), reason=reason)


@cache
def _template(name: str) -> Template:
    return load_template(name)


def _verdicts(found: Extraction, entry: Mapping[str, Any]) -> Iterator[tuple[str, bool | str]]:
    """Each field with True, False, or the reason for a person."""
    if not found.kind:
        yield from ((name, str(found.problem)) for name in ("kind", *entry["fields"]))
        yield from ((name, str(found.problem)) for name, _ in _cells(entry["lines"]))
        return
    yield "kind", found.kind == entry["kind"]
    for name, truth in entry["fields"].items():
        field = found.fields[name]
        yield name, str(field.problem) if field.problem else is_same(field.value, truth, scanned=entry["scanned"])
    yield from _line_verdicts(found, entry["lines"], scanned=entry["scanned"])


def _line_verdicts(
    found: Extraction, truth: Sequence[Mapping[str, str]], *, scanned: bool
) -> Iterator[tuple[str, bool | str]]:
    if truth and not found.lines and found.problem is not None:
        yield from ((name, str(found.problem)) for name, _ in _cells(truth))
        return
    asked = dict(_cells([{name: str(problem) for name, problem in line.problems.items()} for line in found.lines]))
    yield from asked.items()
    read = dict(_cells([line.values for line in found.lines]))
    expected = dict(_cells(truth))
    for name in (name for name in expected | read if name not in asked):
        yield name, is_same(read.get(name), expected.get(name), scanned=scanned)


def _cells(lines: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, Any]]:
    return ((f"line {number} {name}", value) for number, line in enumerate(lines, 1) for name, value in line.items())


def is_same(value: Value | None, truth: str | None, *, scanned: bool = False) -> bool:
    """Whether a value is what the truth says: amounts by their worth; a picture doesn't show which dash it is, nor × from x."""
    if value is None or truth is None:
        return value is None and truth is None
    if isinstance(value, Decimal):
        try:
            return value == Decimal(truth)
        except InvalidOperation:
            return False
    return _as_seen(revealed(value)) == _as_seen(truth) if scanned else revealed(value) == truth


def _as_seen(text: str) -> str:
    return typed(text).replace("×", "x")
