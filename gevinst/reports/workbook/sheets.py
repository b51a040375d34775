"""Sheets of a workbook: tables with headings that stay, a filter, and a format for each column.

Rows are written as they come and not kept, so a file of a hundred thousand entries takes no more memory than a small one.
What comes as text is written as text, whatever it begins with.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

MOST_TABLE_ROWS = 100_000
"""More rows than this are for the files of `gevinst data`; a person can't look through them in a sheet."""
_FORMATS: dict[str, dict[str, object]] = {
    "text": {},
    "wrapped": {"text_wrap": True, "valign": "top"},
    "heading": {"bold": True, "bottom": 1, "text_wrap": True, "valign": "bottom", "bg_color": "#F3F7F7"},
    "title": {"bold": True, "font_size": 14},
    "count": {"num_format": "#,##0"},
    "number": {"num_format": "0"},
    "hours": {"num_format": "#,##0.0"},
    "fte": {"num_format": "#,##0.00"},
    "dkk": {"num_format": "#,##0"},
    "kroner": {"num_format": "#,##0.00"},
    "month": {"num_format": "[$-406]mmm yyyy", "align": "left"},
    "day": {"num_format": "dd-mm-yyyy", "align": "left"},
}
_WIDE = {"text": 26, "wrapped": 60}
_WIDTH = 14


@dataclass(frozen=True)
class Column:
    """A heading, the name of its format, and its width where the format's own doesn't fit."""

    heading: str
    look: str
    width: int = 0


@dataclass(frozen=True)
class Table:
    """A table as it was written, for a chart that draws from it.

    Attributes:
        sheet: The sheet's name.
        columns: Where each heading stands.
        rows: How many rows there are under the headings.
    """

    sheet: str
    columns: dict[str, int]
    rows: int

    def cells(self, heading: str, most: int = 0) -> list[object]:
        """The cells of a column as xlsxwriter refers to them: all, or only the first `most`."""
        column = self.columns[heading]
        last = min(self.rows, most) if most else self.rows
        return [self.sheet, 1, column, last, column]


class Book:
    """A workbook being written."""

    def __init__(self, book: Any) -> None:  # noqa: ANN401 (xlsxwriter has no types)
        self.book = book
        self.formats = {name: book.add_format(look) for name, look in _FORMATS.items()}

    def notes(self, name: str, title: str, lines: Iterable[str]) -> Any:  # noqa: ANN401
        """A sheet of sentences under a title."""
        sheet = self.book.add_worksheet(name)
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)
        sheet.set_column(0, 0, 110)
        sheet.write_string(0, 0, title, self.formats["title"])
        for row, line in enumerate(lines, 2):
            sheet.write_string(row, 0, line, self.formats["wrapped"])
        return sheet

    def table(
        self, name: str, columns: Sequence[Column], rows: Iterable[Sequence[object]], *, basis: str = ""
    ) -> Table:
        """A table; `basis` is printed under every page of it. A cell without a value is left empty."""
        sheet = self.book.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        sheet.set_footer(f"&L{basis.replace('&', '&&')}&R&P/&N")
        for position, column in enumerate(columns):
            width = column.width or _WIDE.get(column.look, _WIDTH)
            sheet.set_column(position, position, width, self.formats[column.look])
        sheet.set_row(0, 44)
        for position, column in enumerate(columns):
            sheet.write_string(0, position, column.heading, self.formats["heading"])
        looks = [self.formats[column.look] for column in columns]
        last = 0
        for last, row in enumerate(rows, 1):
            for position, (value, look) in enumerate(zip(row, looks, strict=True)):
                _write(sheet, last, position, value, look)
        sheet.autofilter(0, 0, last, len(columns) - 1)
        return Table(name, {column.heading: position for position, column in enumerate(columns)}, last)


@contextmanager
def new_book(into: Path, title: str) -> Iterator[Book]:
    """A workbook to fill; it is there when the body has ended. An existing file is replaced."""
    import xlsxwriter

    options = {"strings_to_formulas": False, "strings_to_urls": False, "constant_memory": True}
    with xlsxwriter.Workbook(str(into), options) as book:
        book.set_properties({"title": title})
        yield Book(book)


def _write(sheet: Any, row: int, column: int, value: object, look: Any) -> None:  # noqa: ANN401
    if value is None:
        return
    if isinstance(value, date):
        sheet.write_datetime(row, column, value, look)
    elif isinstance(value, str):
        sheet.write_string(row, column, value, look)
    else:
        sheet.write_number(row, column, value, look)


_A4 = 9
