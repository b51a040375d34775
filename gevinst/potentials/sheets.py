"""Read a spreadsheet or CSV file into tables by their Danish headings, wherever in the sheet the headings stand."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from gevinst.errors import Refused

Cell = object
_HEADINGS_WITHIN = 15
"""The headings stand in one of the first rows; above them people write a title and a note."""


@dataclass(frozen=True)
class Table:
    """One table as it lies in a file.

    Attributes:
        sheet: The sheet's name; the file's for CSV.
        headings: In order, as they are written.
        rows: (row number as the spreadsheet counts, cells by heading), empty rows left out.
        preface: The text above the headings, lower case.
    """

    sheet: str
    headings: tuple[str, ...]
    rows: tuple[tuple[int, dict[str, Cell]], ...]
    preface: str = field(default="", repr=False)


def read_tables(path: Path, key_headings: Sequence[frozenset[str]]) -> list[Table]:
    """Every table of the file whose headings include one of the sets.

    Raises:
        Refused: In Danish: the file can't be read, or is neither Excel nor CSV.
    """
    suffix = path.suffix.lower()
    if not path.is_file():
        raise Refused(f"filen {path} findes ikke")
    if suffix == ".csv":
        sheets = [(path.name, _read_csv(path))]
    elif suffix in {".xlsx", ".xlsm"}:
        sheets = list(_read_excel(path))
    else:
        raise Refused(f"{path.name} er hverken Excel (.xlsx) eller CSV (.csv)")
    tables = (_find_table(name, rows, key_headings) for name, rows in sheets)
    return [table for table in tables if table is not None]


def _find_table(sheet: str, rows: list[list[Cell]], key_headings: Sequence[frozenset[str]]) -> Table | None:
    for position, row in enumerate(rows[:_HEADINGS_WITHIN]):
        headings = [str(cell).strip() if cell is not None else "" for cell in row]
        if any(keys <= set(headings) for keys in key_headings):
            return Table(
                sheet=sheet,
                headings=tuple(heading for heading in headings if heading),
                rows=tuple(_rows_below(rows, position, headings)),
                preface=" ".join(str(cell) for above in rows[:position] for cell in above if cell).lower(),
            )
    return None


def _rows_below(rows: list[list[Cell]], position: int, headings: list[str]) -> Iterator[tuple[int, dict[str, Cell]]]:
    for number, row in enumerate(rows[position + 1 :], position + 2):
        cells = {
            heading: cell for heading, cell in zip(headings, row, strict=False) if heading and cell not in (None, "")
        }
        if cells:
            yield number, cells


def _read_csv(path: Path) -> list[list[Cell]]:
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", errors="replace")  # what a Danish Excel writes
    first = text.partition("\n")[0]
    separator = max(";,\t", key=first.count)
    return [[cell.strip() for cell in row] for row in csv.reader(text.splitlines(), delimiter=separator)]


def _read_excel(path: Path) -> Iterator[tuple[str, list[list[Cell]]]]:
    from zipfile import BadZipFile

    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except (BadZipFile, InvalidFileException, KeyError, ValueError, OSError) as error:
        raise Refused(f"{path.name} kan ikke læses som Excel; gem den igen som .xlsx") from error
    try:
        for sheet in book.worksheets:
            sheet.reset_dimensions()  # some programs write a wrong size, and rows would be lost
            yield sheet.title, [[_value(cell) for cell in row] for row in sheet.iter_rows()]
    finally:
        book.close()


def _value(cell: object) -> Cell:
    """A cell's value; a number shown as a percentage is given as people see it (0.8 is 80)."""
    value = getattr(cell, "value", None)
    if isinstance(value, int | float) and "%" in (getattr(cell, "number_format", "") or ""):
        return round(value * 100, 6)
    return value.strip() if isinstance(value, str) else value
