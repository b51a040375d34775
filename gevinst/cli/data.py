"""`gevinst data`: the ledger, its months, the register and what they rest on as CSV or Parquet. Speaks Danish."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from gevinst.cli.opening import reading
from gevinst.cli.output import AsJson, print_json, say
from gevinst.errors import Refused
from gevinst.reports.data import Format, write_data


def data(
    *,
    into: Path = Path("var/data"),
    kind: Annotated[Format, Parameter(name="--format")] = Format.CSV,
    json: AsJson = False,
) -> None:
    """Write the views for Power BI as files.

    Args:
        into: The folder; made where it is missing.
        kind: As CSV, for a Danish Excel, or as Parquet, with the columns' types.
        json: Answer with JSON.
    """
    try:
        with reading() as connection:
            written = write_data(connection, into, kind)
    except OSError as error:
        raise Refused(f"filerne kan ikke skrives i {into}: {error.strerror}") from error
    if json:
        print_json({str(path): count for path, count in written.items()})
        return
    for path, count in written.items():
        say(f"{path}: {count} rækker")
