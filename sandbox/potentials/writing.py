"""Rows into an Excel file as an office's list looks: a title, headings that stay in sight, dates as dates."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import xlsxwriter

from sandbox.potentials.rows import BASELINE_HEADINGS, HEADINGS, TITLE

Cells = Sequence[object]
_MADE = datetime(2026, 1, 1)  # noqa: DTZ001 (the file's own date has no zone)


@dataclass(frozen=True)
class Fails:
    """A cell whose formula gives an error, such as a look-up that finds nothing."""

    formula: str
    error: str


def write(path: Path, rows: Iterable[Cells], baselines: Iterable[Cells]) -> None:
    """Write both sheets; the same rows give the same file, byte for byte."""
    with xlsxwriter.Workbook(path, {"default_date_format": "dd-mm-yyyy"}) as book:
        book.set_properties({"created": _MADE})
        bold = book.add_format({"bold": True, "bg_color": "#DCE9EE"})
        sheet = book.add_worksheet("Potentialer")
        sheet.write(0, 0, TITLE, book.add_format({"bold": True, "font_color": "#9C0006"}))
        sheet.write_row(1, 0, HEADINGS, bold)
        _fill(sheet, 2, rows)
        sheet.freeze_panes(2, 2)
        sheet.autofit()
        sheet = book.add_worksheet("Basislinjer")
        sheet.write_row(0, 0, BASELINE_HEADINGS, bold)
        _fill(sheet, 1, baselines)
        sheet.autofit()


def _fill(sheet: xlsxwriter.worksheet.Worksheet, top: int, rows: Iterable[Cells]) -> None:
    for number, row in enumerate(rows, top):
        for place, cell in enumerate(row):
            if isinstance(cell, Fails):
                sheet.write_formula(number, place, cell.formula, None, cell.error)
            elif isinstance(cell, date):
                sheet.write_datetime(number, place, cell)
            else:
                sheet.write(number, place, cell)
