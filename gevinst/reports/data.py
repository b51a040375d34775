"""The views as files, for whoever calculates further without the database: one CSV a view, as a Danish Excel opens it."""

import csv
from pathlib import Path

from sqlalchemy import Connection, text

from gevinst.store.views import NAMES

_AT_A_TIME = 10_000


def write_data(connection: Connection, into: Path) -> dict[Path, int]:
    """Write every view (semicolons, UTF-8 with its mark); how many rows each file has.

    Memory doesn't grow with the ledger: rows are written as they come.

    Raises:
        OSError: The folder can't be written.
    """
    into.mkdir(parents=True, exist_ok=True)
    files = {name: into / f"{name}.csv" for name in NAMES}
    return {file: _write(connection, name, file) for name, file in files.items()}


def _write(connection: Connection, name: str, path: Path) -> int:
    order = "month" if name == "report_months" else "1"
    found = connection.execution_options(yield_per=_AT_A_TIME).execute(
        text(f"SELECT * FROM {name} ORDER BY {order}")  # noqa: S608 (our own views)
    )
    count = 0
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(found.keys())
        for row in found:
            writer.writerow(row)
            count += 1
    return count
