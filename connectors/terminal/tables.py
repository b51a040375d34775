"""Rows by the header's text. A value belongs to the header it stands under, whichever edge the two are set to.

What stands under no header, or can't be told apart from its neighbour, is an error: a wrong column is never read.
"""

from itertools import pairwise

from connectors.terminal.picture import Chunk, Picture
from gevinst.errors import ProcessError

_LINE = set("-=_ ")


def read_table(picture: Picture, columns: tuple[str, ...]) -> list[dict[str, str]]:
    """The rows between the header and the next blank row; the columns asked for must be there, each once.

    Raises:
        ProcessError: When a column is missing or there twice, or a value belongs to none or to two.
    """
    row, headers = _header(picture, columns)
    names = [header.text for header in headers]
    for column in columns:
        if names.count(column) != 1:
            raise ProcessError(f"the column '{column}' is there {names.count(column)} times; the screen has changed")
    found = []
    for below in range(row + 1, len(picture.rows)):
        if not picture.rows[below].strip():
            break
        if below == row + 1 and set(picture.rows[below]) <= _LINE:
            continue
        cells = _cells(picture.rows[below], picture.chunks(below), headers)
        found.append({column: cells[names.index(column)] for column in columns})
    return found


def _header(picture: Picture, columns: tuple[str, ...]) -> tuple[int, list[Chunk]]:
    """The row with most of the columns on it; two rows with as many are as bad as none."""
    rows = [(row, picture.chunks(row)) for row in range(len(picture.rows))]
    counts = [len({chunk.text for chunk in chunks} & set(columns)) for _, chunks in rows]
    if not max(counts) or counts.count(max(counts)) != 1:
        raise ProcessError(f"no one row has the columns {', '.join(columns)}; the screen has changed")
    return rows[counts.index(max(counts))]


def _cells(row: str, chunks: list[Chunk], headers: list[Chunk]) -> list[str]:
    cells = [""] * len(headers)
    for chunk in (part for whole in chunks for part in _parted(row, whole, headers)):
        under = [place for place, header in enumerate(headers) if _overlap(chunk, header)]
        if len(under) != 1:
            raise ProcessError(f"a value stands under {len(under)} columns of the table; the screen has changed")
        cells[under[0]] = f"{cells[under[0]]} {chunk.text}".strip()
    return cells


def _parted(row: str, chunk: Chunk, headers: list[Chunk]) -> list[Chunk]:
    """Columns with one blank between them run together; they part where a header begins and that blank is."""
    starts = [header.column for header in headers if chunk.column < header.column < chunk.end]
    cuts = [chunk.column, *(start for start in starts if row[start - 1] == " "), chunk.end]
    return [Chunk(chunk.row, a, row[a:b].rstrip()) for a, b in pairwise(cuts)]


def _overlap(one: Chunk, other: Chunk) -> bool:
    return one.column < other.end and other.column < one.end
