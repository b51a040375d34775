"""The lines of an invoice: elements of an e-invoice, rows of a Word table, rows below headings or of known patterns on a page.

A line that can't be read whole is a reason for a person: a sum over the lines that were understood proves nothing.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from connectors.documents.document import Document, Node, Page
from connectors.documents.doubt import is_sure
from connectors.documents.headings import ends, headed
from connectors.documents.page_rows import RowOnPage, page_rows
from connectors.documents.paths import groups_at, values_at
from connectors.documents.readers import Reader, Value
from connectors.documents.row_patterns import Row, patterned_rows
from connectors.documents.templates import LineFields, Template
from connectors.documents.trust import Trust
from gevinst.codes import Code
from gevinst.values.errors import UnreadableValue


@dataclass(frozen=True)
class InvoiceLine:
    """One line: its values by column, and the page it stands on (0 for an e-invoice's)."""

    values: Mapping[str, Value]
    page: int


def read_lines(
    document: Document, template: Template, kind: str, read: Reader
) -> tuple[tuple[InvoiceLine, ...], Code | None]:
    """The lines there are, or none with the reason for a person."""
    rules = template.lines
    if rules is None:
        return (), None
    lines = []
    try:
        for page, trust, row in _rows(document, rules):
            lines.append(InvoiceLine(_read(row, rules, read, trust), page))
    except UnreadableValue as error:
        return (), error.code
    if not lines and kind in rules.required_for:
        return (), Code.FIELD_MISSING
    return tuple(lines), None


def _read(row: Row, rules: LineFields, read: Reader, trust: Trust) -> dict[str, Value]:
    return {name: read(row[name], rule, trust) for name, rule in rules.fields.items() if row.get(name)}


def _rows(document: Document, rules: LineFields) -> Iterator[tuple[int, Trust, Row]]:
    """The first place that has lines: an e-invoice tells them best, then a table, then a page."""
    for path in rules.xml:
        for nodes in groups_at(document.nodes, path):
            yield (
                0,
                Trust.XML,
                {name: _first(nodes, rule.xml, document.xml_type) for name, rule in rules.fields.items()},
            )
    if document.nodes:
        return
    tables = [row for table in document.tables for row in _table_rows(table, rules)]
    if tables:
        yield from ((1, Trust.LABEL, row) for row in tables)
        return
    if rules.rows is not None:
        first_looks = [page for page in document.pages if page.look == 1]
        for page, row in patterned_rows(first_looks, rules.rows, rules.ends_at):
            yield page.number, Trust.OCR if page.scanned else Trust.PATTERN, row
        return
    yield from _on_pages(document, rules)


def _on_pages(document: Document, rules: LineFields) -> Iterator[tuple[int, Trust, Row]]:
    for number, pages in groupby(document.pages, key=lambda page: page.number):
        looks = list(pages)
        found = [list(page_rows(page, rules)) for page in looks]
        if not looks[0].scanned:
            yield from ((number, Trust.LABEL, row.cells) for row in found[0])
            continue
        yield from ((number, Trust.OCR, row.cells) for row in _surely(looks, found))


def _surely(looks: list[Page], found: list[list[RowOnPage]]) -> list[RowOnPage]:
    """The rows of a scanned page by whichever look read each of them surely, if the other doesn't say otherwise."""
    sure = [
        rows
        for page, rows in zip(looks, found, strict=True)
        if rows and all(is_sure(page, segment) for row in rows for segment in row.at)
    ]
    said = {tuple(tuple(row.cells.items()) for row in rows) for rows in sure}
    if any(found) and len(said) != 1:
        raise UnreadableValue("line of an invoice", "each word read surely", code=Code.LOW_OCR_CONFIDENCE)
    return sure[0] if sure else []


def _first(nodes: list[Node], paths: tuple[str, ...], xml_type: str) -> str:
    return next((value for path in paths for value in values_at(nodes, path, xml_type)), "")


def _table_rows(table: tuple[tuple[str, ...], ...], rules: LineFields) -> Iterator[Row]:
    columns: dict[str, int] = {}
    for cells in table:
        if not columns:
            columns = headed(list(cells), rules)
        elif any(ends(cell, rules) for cell in cells):
            return
        elif any(cell for cell in cells):
            yield {name: cells[place] for name, place in columns.items() if place < len(cells)}
