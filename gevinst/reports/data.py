"""The views as files, for whoever calculates further without the database: a CSV as a Danish Excel opens it, or Parquet."""

import csv
from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row, text

from gevinst.reports.formulas import harmless
from gevinst.reports.parquet import write_parquet
from gevinst.store.views import NAMES

_AT_A_TIME = 10_000


class Format(StrEnum):
    """What kind of file."""

    CSV = "csv"
    PARQUET = "parquet"


Rows = Iterator[Sequence[Row[Any]]]
"""A view's rows, some thousands at a time."""


def write_data(connection: Connection, into: Path, kind: Format = Format.CSV) -> dict[Path, int]:
    """Write every view to a file of its own; how many rows each file has.

    Memory doesn't grow with the ledger: rows are written as they come. CSV has semicolons and UTF-8 with its mark; a text
    that a spreadsheet would take for a formula gets an apostrophe before it. Parquet has the columns' own types.

    Raises:
        OSError: The folder can't be written.
    """
    into.mkdir(parents=True, exist_ok=True)
    write: Callable[[Path, str, Sequence[str], Rows], int] = _write_csv if kind is Format.CSV else write_parquet
    counts = {}
    for name in NAMES:
        found = connection.execution_options(yield_per=_AT_A_TIME).execute(
            text(f"SELECT * FROM {name} ORDER BY 1")  # noqa: S608 (our own views)
        )
        path = into / f"{name}.{kind}"
        counts[path] = write(path, name, list(found.keys()), found.partitions())
    return counts


def _write_csv(path: Path, _name: str, columns: Sequence[str], rows: Rows) -> int:
    count = 0
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(columns)
        for some in rows:
            writer.writerows([harmless(value) for value in row] for row in some)
            count += len(some)
    return count
