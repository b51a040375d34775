"""The screen at one moment, as a frozen value: its rows, its fields, and the pieces of text a person would see apart."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from connectors.terminal.emulator import Emulator

_APART = re.compile(r"\S+(?: \S+)*")
"""Words with one blank between them belong together."""


@dataclass(frozen=True)
class Field:
    """From behind one attribute to the next one. `start` is an address, counted from the upper left corner."""

    start: int
    length: int
    protected: bool
    hidden: bool


@dataclass(frozen=True)
class Span:
    """What of a field stands on one row. A hidden one reads as blanks."""

    row: int
    column: int
    text: str
    field: Field


@dataclass(frozen=True)
class Chunk:
    """Text that stands by itself on its row: two blanks or a field's edge before and behind it."""

    row: int
    column: int
    text: str

    @property
    def end(self) -> int:
        """The column behind its last letter."""
        return self.column + len(self.text)


@dataclass(frozen=True)
class Picture:
    """The screen as it stood when it was looked at. What is hidden (a password) is in none of it."""

    rows: tuple[str, ...]
    spans: tuple[Span, ...]
    locked: bool

    def says(self, text: str) -> bool:
        """Whether the text stands anywhere on one row."""
        return any(text in row for row in self.rows)

    def has_heading(self, text: str) -> bool:
        """Whether the text stands by itself anywhere: 'BILAG' is none of 'SØG BILAG'."""
        return any(chunk.text == text for row in range(len(self.rows)) for chunk in self.chunks(row))

    def on_row(self, row: int) -> list[Span]:
        """The spans of one row, from the left."""
        return [span for span in self.spans if span.row == row]

    def chunks(self, row: int) -> list[Chunk]:
        """What stands apart on one row, from the left."""
        return [
            Chunk(row, span.column + found.start(), found.group())
            for span in self.on_row(row)
            for found in _APART.finditer(span.text)
        ]

    def content(self, field: Field) -> str:
        """What stands in a field, over all its rows, without the blanks behind it."""
        return "".join(span.text for span in self.spans if span.field == field).rstrip()


def take_picture(emulator: Emulator) -> Picture:
    """The emulator's screen as it is now."""
    text = emulator.scrstr(rstrip=False)
    columns = emulator.maxcol
    spans = tuple(span for field in _fields(emulator, len(text)) for span in _spans(field, text, columns))
    rows = [[" "] * columns for _ in range(len(text) // columns)]
    for span in spans:
        rows[span.row][span.column : span.column + len(span.text)] = span.text
    in_order = sorted(spans, key=lambda span: (span.row, span.column))
    return Picture(tuple("".join(row) for row in rows), tuple(in_order), emulator.is_locked)


def _fields(emulator: Emulator, size: int) -> Iterator[Field]:
    attributes = sorted(emulator.fields())
    if not attributes:
        yield Field(0, size, protected=True, hidden=False)  # a screen without fields: to read, not to type on by label
    following = [*attributes[1:], *attributes[:1]]
    for (address, attribute), (next_address, _) in zip(attributes, following, strict=True):
        yield Field(
            start=(address + 1) % size,
            length=(next_address - address - 1) % size,
            protected=emulator.is_protected_attr(attribute),
            hidden=not emulator.is_displayable_attr(attribute),
        )


def _spans(field: Field, text: str, columns: int) -> Iterator[Span]:
    """A field by rows; the last one of the screen goes on at its top."""
    place, left = field.start, field.length
    while left:
        width = min(left, columns - place % columns)
        shown = " " * width if field.hidden else text[place : place + width]
        yield Span(place // columns, place % columns, shown, field)
        place, left = (place + width) % len(text), left - width
