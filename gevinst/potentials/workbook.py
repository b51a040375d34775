"""An Excel file's cells as people see them, and in Danish why the file or one of its cells can't be read."""

import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from gevinst.errors import Refused

Cell = object
MOST_ROWS = 20_000
BEFORE_2007 = b"\xd0\xcf\x11\xe0"
"""How a file begins that Excel before 2007 wrote, and one that is locked with a password."""
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_BROKEN = (BadZipFile, zlib.error, KeyError, ValueError, TypeError, AttributeError, OSError, EOFError, SyntaxError)
"""What the reader throws at a damaged file; a syntax error is XML's."""


@dataclass(frozen=True)
class Unreadable:
    """A cell that has no value, and why, in Danish."""

    reason: str


@dataclass(frozen=True)
class _Extent:
    """How far a sheet is filled in, and where it has formulas, by row and column from 1."""

    rows: int
    columns: int
    formulas: frozenset[tuple[int, int]]


def read_workbook(path: Path) -> Iterator[tuple[str, list[list[Cell]]]]:
    """Each sheet's name and rows; what lies beyond the last filled cell is left out.

    Raises:
        Refused: In Danish: locked, of the old kind, too long or damaged.
    """
    from openpyxl import load_workbook

    refuse_old_or_locked(path)
    try:
        book = load_workbook(path, read_only=True)
        extents = [_extent(path, sheet.iter_rows()) for sheet in book.worksheets]
        book.close()
        # Read whole, it also knows what cells are merged.
        sheets = load_workbook(path, data_only=True).worksheets
        found = [(sheet.title, _rows(sheet, extent)) for sheet, extent in zip(sheets, extents, strict=True)]
    except _BROKEN as error:
        raise Refused(f"{path.name} kan ikke læses som Excel; gem den igen som .xlsx") from error
    yield from found


def refuse_old_or_locked(path: Path) -> None:
    """Refuse what only looks like a new Excel file.

    Raises:
        Refused: In Danish, with what to do.
    """
    with path.open("rb") as file:
        if file.read(len(BEFORE_2007)) != BEFORE_2007:
            return
    if _LOCKED in path.read_bytes():
        raise Refused(f"{path.name} er låst med en adgangskode; fjern den i Excel, og gem filen igen som .xlsx")
    raise Refused(f"{path.name} er en gammel Excel-fil (.xls); åbn den i Excel, og gem den som .xlsx")


def too_long(name: str) -> Refused:
    """The complaint about a file with more rows than any list has."""
    return Refused(f"{name} har mere end {MOST_ROWS:,} rækker; er det den rigtige fil?".replace(",", "."))


def _extent(path: Path, rows: Iterable[Iterable[Any]]) -> _Extent:
    last, widest = 0, 0
    formulas: set[tuple[int, int]] = set()
    for number, row in enumerate(rows, 1):
        filled = [place for place, cell in enumerate(row, 1) if cell.value not in (None, "")]
        if not filled:
            continue
        if number > MOST_ROWS:
            raise too_long(path.name)
        last, widest = number, max(widest, filled[-1])
        formulas |= {(number, place) for place, cell in enumerate(row, 1) if cell.data_type == "f"}
    return _Extent(last, widest, frozenset(formulas))


def _rows(sheet: Any, extent: _Extent) -> list[list[Cell]]:  # noqa: ANN401 (openpyxl's)
    if not extent.rows:
        return []
    rows = sheet.iter_rows(max_row=extent.rows, max_col=extent.columns)
    return [[_value(cell, extent.formulas) for cell in row] for row in rows]


def _value(cell: Any, formulas: frozenset[tuple[int, int]]) -> Cell:  # noqa: ANN401
    """A cell's value; a number shown as a percentage is given as people see it (0.8 is 80)."""
    from openpyxl.cell.cell import MergedCell

    if isinstance(cell, MergedCell):
        return Unreadable("cellen er flettet sammen med en anden; ophæv fletningen, og udfyld hver celle")
    value = cell.value
    if cell.data_type == "e":
        return Unreadable(f"formlen i cellen giver fejlen {value}; ret den i Excel")
    if value is None and cell.data_type == "n" and (cell.row, cell.column) in formulas:
        return Unreadable("formlen i cellen er ikke regnet ud; åbn filen i Excel, og gem den igen")
    if isinstance(value, int | float) and "%" in (cell.number_format or ""):
        return round(value * 100, 6)
    return value.strip() if isinstance(value, str) else value
