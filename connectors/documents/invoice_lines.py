"""The lines of an invoice: elements of an e-invoice, rows of a Word table, rows below headings or of known patterns on a page.

A line that can't be read whole is a reason for a person: a sum over the lines that were understood proves nothing. What was
read of the others is still worth showing to that person.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import groupby

from connectors.documents.document import Document, Node
from connectors.documents.doubt import is_legible
from connectors.documents.headings import ends, headed
from connectors.documents.page_rows import RowOnPage, page_rows
from connectors.documents.paths import groups_at, values_at
from connectors.documents.readers import Reader
from connectors.documents.row_patterns import Row, patterned_rows
from connectors.documents.templates import LineFields, Template
from connectors.documents.trust import Trust
from gevinst.codes import Code
from gevinst.values.errors import UnreadableValue
from gevinst.values.fields import Value


@dataclass(frozen=True)
class InvoiceLine:
    """One line.

    Attributes:
        values: What was read, by column.
        page: Where it stands; 0 for an e-invoice's.
        problems: The columns that hold something a person must read, with the reason.
    """

    values: Mapping[str, Value]
    page: int
    problems: Mapping[str, Code] = field(default_factory=dict)


@dataclass(frozen=True)
class _Row:
    """A row as it was found, and the columns that already need a person."""

    page: int
    trust: Trust
    cells: Row
    problems: Mapping[str, Code] = field(default_factory=dict)


def read_lines(
    document: Document, template: Template, kind: str, read: Reader
) -> tuple[tuple[InvoiceLine, ...], Code | None]:
    """The lines there are, and the reason for a person, if there is one; none where it isn't sure how many there are."""
    rules = template.lines
    if rules is None:
        return (), None
    try:
        lines = tuple(_read(row, rules, read) for row in _rows(document, rules))
    except UnreadableValue as error:
        return (), error.code
    if not lines and kind in rules.required_for:
        return (), Code.FIELD_MISSING
    return lines, next((problem for line in lines for problem in line.problems.values()), None)


def without(lines: Iterable[InvoiceLine], column: str, problem: Code) -> tuple[InvoiceLine, ...]:
    """The lines with a column left to a person: one of its values is wrong, and nothing says which."""
    return tuple(
        replace(
            line,
            values={name: value for name, value in line.values.items() if name != column},
            problems={**line.problems, column: problem},
        )
        for line in lines
    )


def _read(row: _Row, rules: LineFields, read: Reader) -> InvoiceLine:
    values: dict[str, Value] = {}
    problems = dict(row.problems)
    for name, rule in rules.fields.items():
        if not row.cells.get(name) or name in problems:
            continue
        try:
            values[name] = read(row.cells[name], rule, row.trust)
        except UnreadableValue as error:
            problems[name] = error.code
    return InvoiceLine(values, row.page, problems)


def _rows(document: Document, rules: LineFields) -> Iterator[_Row]:
    """The first place that has lines: an e-invoice tells them best, then a table, then a page."""
    for path in rules.xml:
        for nodes in groups_at(document.nodes, path):
            cells = {name: _first(nodes, rule.xml, document.xml_type) for name, rule in rules.fields.items()}
            yield _Row(0, Trust.XML, cells)
    if document.nodes:
        return
    tables = [row for table in document.tables for row in _table_rows(table, rules)]
    if tables:
        yield from (_Row(1, Trust.LABEL, row) for row in tables)
        return
    if rules.rows is not None:
        first_looks = [page for page in document.pages if page.look == 1]
        for page, row in patterned_rows(first_looks, rules.rows, rules.ends_at):
            yield _Row(page.number, Trust.OCR if page.scanned else Trust.PATTERN, row)
        return
    yield from _on_pages(document, rules)


def _on_pages(document: Document, rules: LineFields) -> Iterator[_Row]:
    for number, pages in groupby(document.pages, key=lambda page: page.number):
        looks = list(pages)
        found = [list(page_rows(page, rules)) for page in looks]
        if looks[0].scanned:
            yield from _seen_alike(number, found)
            continue
        for row in found[0]:
            yield _Row(number, Trust.LABEL, row.cells, dict.fromkeys(row.unclear, Code.CHECK_FAILED))


def _seen_alike(number: int, found: list[list[RowOnPage]]) -> Iterator[_Row]:
    """The rows of a scanned page, if both looks found as many; a cell counts where they saw the same in it, and clearly."""
    rows, *others = found
    if any(len(rows) != len(other) for other in others):
        raise UnreadableValue("line of an invoice", "as many rows at each look", code=Code.LOW_OCR_CONFIDENCE)
    for same in zip(rows, *others, strict=True):
        columns = dict.fromkeys(name for row in same for name in row.cells)
        yield _Row(
            number,
            Trust.OCR,
            same[0].cells,
            {name: Code.LOW_OCR_CONFIDENCE for name in columns if not _is_clear(name, same)},
        )


def _is_clear(column: str, rows: Iterable[RowOnPage]) -> bool:
    """Whether every look saw the same in a column of a row, and none was in great doubt."""
    seen = list(rows)
    return (
        len({row.cells.get(column) for row in seen}) == 1
        and not any(column in row.unclear for row in seen)
        and all(is_legible(segment) for segment in seen[0].at[column])
    )


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
