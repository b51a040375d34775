"""What one document says, before any layout: its labels and values as they are printed, and what must be read of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from connectors.documents.template_files import load_template
from gevinst.codes import Code


class Item(NamedTuple):
    """A label and its value.

    Attributes:
        label: As it is printed, without a colon.
        text: The value as it is printed.
        field: The template's field; empty for what nobody reads.
        value: What must be read, as `readers.revealed` writes it; the text itself unless it is written otherwise.
        tag: What a form calls it; empty for what stands on no form.
    """

    label: str
    text: str
    field: str = ""
    value: str = ""
    tag: str = ""

    @property
    def truth(self) -> str:
        """What must be read."""
        return self.value or self.text


class Table(NamedTuple):
    """Rows below headings; `numeric` tells the columns that stand to the right."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Sheet:
    """One document's content.

    Attributes:
        template: The template that reads it.
        kind: Which of the template's kinds it is.
        title: Its largest words.
        items: Labels and values in the order they stand.
        head: A letterhead's lines.
        words: Sentences below the items.
        foot: The lines at the foot of the page.
        table: What stands in a table, if anything.
        totals: Labels and values below the table.
        lines: What must be read of the table's rows, by column.
        problem: Why it must go to a person; then nothing else is asked of it.
        also: What else must be read, by field: it stands among the words, or in the e-invoice.
        xml: The e-invoice that is the file, or is enclosed in it.
    """

    template: str
    kind: str
    title: str
    items: tuple[Item, ...]
    head: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    foot: tuple[str, ...] = ()
    table: Table | None = None
    totals: tuple[Item, ...] = ()
    lines: tuple[Mapping[str, str], ...] = ()
    problem: Code | None = None
    also: Mapping[str, str] = field(default_factory=dict)
    xml: bytes = b""

    @property
    def fields(self) -> dict[str, str | None]:
        """The value of every field of the template; None for one that isn't in the document."""
        truth: dict[str, str | None] = dict.fromkeys(load_template(self.template).fields)
        shown = {item.field: item.truth for item in (*self.items, *self.totals) if item.field}
        return truth | shown | dict(self.also)

    def doubtful(self, problem: Code, **changes: object) -> "Sheet":
        """The same document, changed so that it must go to a person."""
        return replace(self, problem=problem, **changes)  # type: ignore[arg-type]  # the fields of this class


NOTE = "OPDIGTET: personer, virksomheder og numre findes ikke."
"""Stands on every page."""
