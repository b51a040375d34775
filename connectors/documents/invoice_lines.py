"""The lines of an invoice: elements of an e-invoice, rows of a Word table, rows below headings or of known patterns on a page.

A line that can't be read whole is a reason for a person: a sum over the lines that were understood proves nothing.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from connectors.documents.document import Document, Node, Page, Segment
from connectors.documents.labels import plain
from connectors.documents.lines_of_text import LineOfText, lines_of
from connectors.documents.paths import groups_at, values_at
from connectors.documents.readers import Reader, Value
from connectors.documents.row_patterns import Row, patterned_rows
from connectors.documents.templates import FREE, LineFields, Template
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
        for page, row in patterned_rows(document.pages, rules.rows, rules.ends_at):
            yield page.number, Trust.OCR if page.scanned else Trust.PATTERN, row
        return
    for page in document.pages:
        trust = Trust.OCR if page.scanned else Trust.LABEL
        yield from ((page.number, trust, row) for row in _page_rows(page, rules))


def _first(nodes: list[Node], paths: tuple[str, ...], xml_type: str) -> str:
    return next((value for path in paths for value in values_at(nodes, path, xml_type)), "")


def _headed(texts: list[str], rules: LineFields) -> dict[str, int]:
    """Which column is which, where a row is the row of headings: two at least, and every one that a line can't do without."""
    found: dict[str, int] = {}
    said = [plain(text) for text in texts]
    for name, rule in rules.fields.items():
        wanted = {plain(label) for label in rule.labels}
        places = [number for number, text in enumerate(said) if text in wanted]
        if places:
            found[name] = places[0]
    needed = {name for name, rule in rules.fields.items() if rule.required_for}
    return found if len(found) >= 2 and needed <= found.keys() else {}


def _ends(text: str, rules: LineFields) -> bool:
    return plain(text).startswith(rules.ends)


def _table_rows(table: tuple[tuple[str, ...], ...], rules: LineFields) -> Iterator[Row]:
    columns: dict[str, int] = {}
    for cells in table:
        if not columns:
            columns = _headed(list(cells), rules)
        elif any(_ends(cell, rules) for cell in cells):
            return
        elif any(cell for cell in cells):
            yield {name: cells[place] for name, place in columns.items() if place < len(cells)}


def _page_rows(page: Page, rules: LineFields) -> Iterator[Row]:
    """Rows below the headings; text that goes on below its row, in its column alone, belongs to that row."""
    headings: dict[str, Segment] = {}
    row: Row = {}
    for line in lines_of(page):
        if not headings:
            columns = _headed([each.text for each in line.segments], rules)
            headings = {name: line.segments[place] for name, place in columns.items()}
            continue
        if any(_ends(each.text, rules) for each in line.segments):
            break
        found = _by_column(line, headings)
        if _goes_on(found, rules) and row:
            for name, text in found.items():
                row[name] = f"{row[name]} {text}" if row.get(name) else text
            continue
        if row:
            yield row
        row = found
    if row:
        yield row


def _goes_on(found: Row, rules: LineFields) -> bool:
    return bool(found) and all(rules.fields[name].type in FREE for name in found)


def _by_column(line: LineOfText, headings: dict[str, Segment]) -> Row:
    """Each segment to the heading it overlaps most, or else the nearest: numbers stand right in their column, words left."""
    row: Row = {}
    for segment in line.segments:
        left, right = segment.x, segment.x + segment.width
        name, best = "", (-1.0, 0.0)
        for each, heading in headings.items():
            ends = heading.x + heading.width
            overlap = min(right, ends) - max(left, heading.x)
            fits = (overlap, 0.0) if overlap > 0 else (0.0, -min(abs(left - heading.x), abs(right - ends)))
            if not name or fits > best:
                name, best = each, fits
        row[name] = f"{row[name]} {segment.text}" if name in row else segment.text
    return row
