"""Read a spreadsheet or CSV file into tables by their Danish headings, wherever in the sheet the headings stand."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from gevinst.errors import Refused
from gevinst.potentials.columns import Columns

Cell = object
_HEADINGS_WITHIN = 15
"""The headings stand in one of the first rows; above them people write a title and a note."""
MOST_ROWS = 20_000
_OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0"
"""How a file begins that Excel before 2007 wrote, and one that is locked with a password."""
AS_HEADINGS = Columns()


@dataclass(frozen=True)
class Unreadable:
    """A cell that has no value, and why, in Danish."""

    reason: str


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


def read_tables(path: Path, key_headings: Sequence[frozenset[str]], columns: Columns = AS_HEADINGS) -> list[Table]:
    """Every table of the file whose headings, as `columns` reads them, include one of the sets.

    Raises:
        Refused: In Danish: the file can't be read, is locked, too long, or neither Excel nor CSV.
    """
    suffix = path.suffix.lower()
    if not path.is_file():
        raise Refused(f"filen {path} findes ikke")
    if suffix == ".csv":
        sheets = [(path.name, _read_csv(path))]
    elif suffix in {".xlsx", ".xlsm"}:
        sheets = list(_read_excel(path))
    elif suffix == ".xls":
        raise Refused(f"{path.name} er en gammel Excel-fil (.xls); åbn den i Excel, og gem den som .xlsx")
    else:
        raise Refused(f"{path.name} er hverken Excel (.xlsx) eller CSV (.csv)")
    for name, rows in sheets:
        if len(rows) > MOST_ROWS:
            raise Refused(f"{name} har mere end {MOST_ROWS} rækker; er det den rigtige fil?")
    tables = (_find_table(name, rows, key_headings, columns) for name, rows in sheets)
    return [table for table in tables if table is not None]


def _find_table(
    sheet: str, rows: list[list[Cell]], key_headings: Sequence[frozenset[str]], columns: Columns
) -> Table | None:
    for position, row in enumerate(rows[:_HEADINGS_WITHIN]):
        headings = [columns.ours(_said(cell)) for cell in row]
        if any(keys <= set(headings) for keys in key_headings):
            return Table(
                sheet=sheet,
                headings=tuple(dict.fromkeys([*filter(None, headings), *columns.fixed])),
                rows=tuple(
                    (number, {**columns.fixed, **cells}) for number, cells in _rows_below(rows, position, headings)
                ),
                preface=" ".join(filter(None, (_said(cell) for above in rows[:position] for cell in above))).lower(),
            )
    return None


def _said(cell: Cell) -> str:
    return "" if cell is None or isinstance(cell, Unreadable) else str(cell).strip()


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

    with path.open("rb") as file:
        if file.read(len(_OLD_OR_LOCKED)) == _OLD_OR_LOCKED:
            raise Refused(f"{path.name} er låst med en adgangskode; fjern den i Excel, og gem filen igen som .xlsx")
    try:
        book = load_workbook(path, read_only=True, data_only=True)
        longest = max((sum(1 for _ in islice(sheet.values, MOST_ROWS + 1)) for sheet in book.worksheets), default=0)
        if longest > MOST_ROWS:
            raise Refused(f"{path.name} har mere end {MOST_ROWS} rækker; er det den rigtige fil?")
        book.close()
        book = load_workbook(path, data_only=True)  # which also knows what cells were merged
    except (BadZipFile, InvalidFileException, KeyError, ValueError, OSError) as error:
        raise Refused(f"{path.name} kan ikke læses som Excel; gem den igen som .xlsx") from error
    for sheet in book.worksheets:
        yield sheet.title, [[_value(cell) for cell in row] for row in sheet.iter_rows()]


def _value(cell: object) -> Cell:
    """A cell's value; a number shown as a percentage is given as people see it (0.8 is 80)."""
    from openpyxl.cell.cell import MergedCell

    if isinstance(cell, MergedCell):
        return Unreadable("cellen er flettet sammen med en anden; ophæv fletningen, og udfyld hver celle")
    value = getattr(cell, "value", None)
    if getattr(cell, "data_type", "") == "e":
        return Unreadable(f"formlen i cellen giver fejlen {value}; ret den i Excel")
    if isinstance(value, int | float) and "%" in (getattr(cell, "number_format", "") or ""):
        return round(value * 100, 6)
    return value.strip() if isinstance(value, str) else value
