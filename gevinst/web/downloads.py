"""Lists as CSV files that a Danish Excel opens, written as they are read. A text never becomes a formula there."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO

from starlette.responses import Response, StreamingResponse

from gevinst.reports.formulas import harmless

_AT_A_TIME = 500
Cell = str | int | None


def csv_file(name: str, headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Response:
    """An answer that is saved as a file: semicolons, UTF-8 with its mark."""
    return StreamingResponse(
        _written(headings, rows),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def attachment(name: str, content: bytes | str, media_type: str) -> Response:
    """A file that is saved and not shown."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=media_type, headers=headers)


def _written(headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    into = StringIO()
    writer = csv.writer(into, delimiter=";")
    into.write("\ufeff")
    writer.writerow(headings)
    for count, row in enumerate(rows, 1):
        writer.writerow([harmless(cell) for cell in row])
        if count % _AT_A_TIME == 0:
            yield into.getvalue()
            into.seek(0)
            into.truncate()
    yield into.getvalue()
