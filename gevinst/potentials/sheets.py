"""Read a spreadsheet or CSV file into tables by their Danish headings, wherever in the sheet the headings stand."""

import csv
import io
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from gevinst.errors import Refused
from gevinst.potentials.columns import Columns
from gevinst.potentials.workbook import BEFORE_2007, MOST_ROWS, Cell, Unreadable, read_workbook, too_long

_HEADINGS_WITHIN = 15
"""The headings stand in one of the first rows; above them people write a title and a note."""
_SHOWN = 4
"""So many headings of a sheet are enough to know it by."""
AS_HEADINGS = Columns()


@dataclass(frozen=True)
class Table:
    """One table as it lies in a file.

    Attributes:
        sheet: The sheet's name; the file's for CSV.
        headings: In order, as they are written.
        rows: (row number as the spreadsheet counts, cells by heading), empty rows left out.
        preface: The text above the headings, lower case.
        headings_row: Where the headings stand, as the spreadsheet counts.
        merged: The cells among the headings that are merged with their neighbour, such as C1.
        doubled: The headings that stand twice.
    """

    sheet: str
    headings: tuple[str, ...]
    rows: tuple[tuple[int, dict[str, Cell]], ...]
    preface: str = field(default="", repr=False)
    headings_row: int = 0
    merged: tuple[str, ...] = ()
    doubled: tuple[str, ...] = ()


def read_tables(
    path: Path, key_headings: Sequence[frozenset[str]], wanted: Sequence[str], columns: Columns = AS_HEADINGS
) -> list[Table]:
    """Every table of the file whose headings, as `columns` reads them, include one of the sets; at least one.

    Args:
        path: Excel or CSV.
        key_headings: The sets.
        wanted: The headings to name where no sheet has them.
        columns: What the headings are called.

    Raises:
        Refused: In Danish: the file can't be read, is locked, too long, neither Excel nor CSV, or has no such table.
    """
    sheets = list(_read(path))
    tables = [_find_table(name, rows, key_headings, columns) for name, rows in sheets]
    if found := [table for table in tables if table is not None]:
        return found
    seen = "; ".join(f"'{name}' ({_known_by(rows)})" for name, rows in sheets)
    raise Refused(f"{path.name} har ingen tabel med overskrifterne {', '.join(wanted)}. I filen er: {seen}")


def _read(path: Path) -> Iterator[tuple[str, list[list[Cell]]]]:
    suffix = path.suffix.lower()
    if not path.is_file():
        raise Refused(f"filen {path} findes ikke")
    if suffix == ".csv":
        yield path.name, _read_csv(path)
    elif suffix in {".xlsx", ".xlsm"}:
        yield from read_workbook(path)
    elif suffix == ".xls":
        raise Refused(f"{path.name} er en gammel Excel-fil (.xls); åbn den i Excel, og gem den som .xlsx")
    else:
        raise Refused(f"{path.name} er hverken Excel (.xlsx) eller CSV (.csv)")


def _find_table(
    sheet: str, rows: list[list[Cell]], key_headings: Sequence[frozenset[str]], columns: Columns
) -> Table | None:
    for position, row in enumerate(rows[:_HEADINGS_WITHIN]):
        headings = [columns.ours(_said(cell)) for cell in row]
        merged = tuple(_letter(place) + str(position + 1) for place, c in enumerate(row) if isinstance(c, Unreadable))
        if any(keys <= set(headings) for keys in key_headings):
            return Table(
                sheet=sheet,
                headings=tuple(dict.fromkeys([*filter(None, headings), *columns.fixed])),
                rows=tuple(
                    (number, {**columns.fixed, **cells}) for number, cells in _rows_below(rows, position, headings)
                ),
                preface=" ".join(filter(None, (_said(cell) for above in rows[:position] for cell in above))).lower(),
                headings_row=position + 1,
                merged=merged,
                doubled=tuple(name for name, count in Counter(filter(None, headings)).items() if count > 1),
            )
        if merged and any(keys & set(headings) for keys in key_headings):
            reason = "flettet sammen med en anden; ophæv fletningen, og giv hver kolonne sin overskrift"
            raise Refused(f"{sheet}, række {position + 1}: overskriften i {', '.join(merged)} er {reason}")
    return None


def _letter(place: int) -> str:
    from openpyxl.utils import get_column_letter

    return get_column_letter(place + 1)


def _said(cell: Cell) -> str:
    return "" if cell is None or isinstance(cell, Unreadable) else str(cell).strip()


def _known_by(rows: list[list[Cell]]) -> str:
    """The first row that looks like headings: two texts or more."""
    for row in rows[:_HEADINGS_WITHIN]:
        said = [text for text in map(_said, row) if text]
        if len(said) > 1:
            return ", ".join(said[:_SHOWN]) + (", …" if len(said) > _SHOWN else "")
    return "tomt"


def _rows_below(rows: list[list[Cell]], position: int, headings: list[str]) -> Iterator[tuple[int, dict[str, Cell]]]:
    for number, row in enumerate(rows[position + 1 :], position + 2):
        cells = {
            heading: cell for heading, cell in zip(headings, row, strict=False) if heading and cell not in (None, "")
        }
        if cells:
            yield number, cells


def _read_csv(path: Path) -> list[list[Cell]]:
    raw = path.read_bytes()
    if raw.startswith((b"PK\x03\x04", BEFORE_2007)):
        raise Refused(f"{path.name} er en Excel-fil; giv den navnet .xlsx, eller gem den i Excel som CSV")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", errors="replace")  # what a Danish Excel writes
    first = text.splitlines()[:_HEADINGS_WITHIN]
    separator = max(";,\t", key=lambda mark: max((line.count(mark) for line in first), default=0))
    rows: list[list[Cell]] = []
    # Not line by line: a cell with several links holds line breaks.
    for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
        if len(rows) > MOST_ROWS:
            raise too_long(path.name)
        rows.append([cell.strip() for cell in row])
    return rows
