"""`gevinst data`: the ledger, its months, the register and the harvested gains as CSV files. Speaks Danish."""

from pathlib import Path

from gevinst.cli.opening import reading
from gevinst.cli.output import AsJson, print_json, say
from gevinst.errors import Refused
from gevinst.reports.data import write_data


def data(*, into: Path = Path("var/data"), json: AsJson = False) -> None:
    """Write the views for Power BI as CSV files.

    Args:
        into: The folder; made where it is missing.
        json: Answer with JSON.
    """
    try:
        with reading() as connection:
            written = write_data(connection, into)
    except OSError as error:
        raise Refused(f"filerne kan ikke skrives i {into}: {error.strerror}") from error
    if json:
        print_json({str(path): count for path, count in written.items()})
        return
    for path, count in written.items():
        say(f"{path}: {count} rækker")
