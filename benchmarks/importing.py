"""The office's list of 331 potentials imported, against openpyxl alone reading the sheets. Budget: under 1 s."""

import tempfile
from pathlib import Path

from openpyxl import load_workbook

from benchmarks.databases import BOTH, NAMES, fresh
from benchmarks.results import Lines, at_most, ratio
from benchmarks.timing import percentile, seconds
from gevinst.potentials.history import Author
from gevinst.potentials.importing import import_list
from sandbox.office.potential_list import baselines, rows
from sandbox.potentials.writing import write

ROUNDS = 5


def run(*, quick: bool) -> Lines:
    """Each round on an empty register, rolled back afterwards, as a preview is."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "liste.xlsx"
        write(path, rows(), baselines())
        for dialect in BOTH:
            with fresh(dialect) as engine:
                floor, ours = [], []
                for _ in range(1 if quick else ROUNDS):
                    floor.append(seconds(lambda: _read(path)))
                    with engine.begin() as connection:
                        ours.append(seconds(lambda each=connection: import_list(each, path, Author("PRO", path.name))))
                        connection.rollback()
            name = f"{NAMES[dialect]}: the list of 331 rows"
            yield at_most(f"{name} imported", percentile(ours, 50), 1.0, unit="s")
            yield ratio(f"{name}, to openpyxl's reading", percentile(ours, 50), percentile(floor, 50))


def _read(path: Path) -> int:
    book = load_workbook(path, read_only=True, data_only=True)
    return sum(1 for sheet in book.worksheets for _ in sheet.iter_rows(values_only=True))
