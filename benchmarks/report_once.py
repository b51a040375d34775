"""One report in a process of its own, as `gevinst report` makes it: prints the most memory it took, in MB."""

import resource
import sys
import tempfile
from pathlib import Path

from gevinst.reports.excel import write_workbook
from gevinst.reports.figures import compute_figures
from gevinst.reports.page import render_page
from gevinst.store.engine import open_engine, reading


def main() -> None:
    """Figures, page and workbook of the month that is named, from the settings' database."""
    with reading(open_engine()) as connection, tempfile.TemporaryDirectory() as folder:
        figures = compute_figures(connection, sys.argv[1])
        (Path(folder) / "r.html").write_text(render_page(figures), encoding="utf-8")
        write_workbook(figures, Path(folder) / "r.xlsx", connection)
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


if __name__ == "__main__":
    main()
