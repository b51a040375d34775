"""A month's report as files in the folder of the reports: the page, the workbook, and the page on paper."""

from pathlib import Path

from sqlalchemy import Connection

from gevinst.errors import ConfigurationError
from gevinst.reports.excel import write_workbook
from gevinst.reports.figures import Figures
from gevinst.reports.page import render_page
from gevinst.reports.printing import print_report
from gevinst.settings import settings
from gevinst.written_whole import replace_whole, write_whole


def file_of(month: str, edition: int, suffix: str) -> Path:
    """Where a file of an edition lies: the first is called by its month alone."""
    again = f"-udgave-{edition}" if edition > 1 else ""
    return settings().reports_folder / f"frigjort-tid-{month}{again}{suffix}"


def write_report_files(figures: Figures, edition: int, connection: Connection) -> tuple[Path, Path]:
    """Write page and workbook, each whole or not at all; where they lie. The workbook's lists are read by the connection.

    Raises:
        ConfigurationError: The folder can't be written, or the profile can't be read; says what to do.
    """
    page, workbook = (file_of(figures.month, edition, suffix) for suffix in (".html", ".xlsx"))
    try:
        page.parent.mkdir(parents=True, exist_ok=True, mode=0o750)
        write_whole(page, render_page(figures))
        replace_whole(workbook, lambda coming: write_workbook(figures, coming, connection))
    except OSError as error:
        raise _cannot_write(error) from None
    return page, workbook


def write_report_pdf(page: Path) -> Path:
    """Print the page beside itself; where it lies.

    Raises:
        ConfigurationError: Nothing here prints, or the folder can't be written; says what to do.
        RetryLater: It was not printed this time.
    """
    into = page.with_suffix(".pdf")
    try:
        print_report(page, into)
    except OSError as error:
        raise _cannot_write(error) from None
    return into


def _cannot_write(error: OSError) -> ConfigurationError:
    return ConfigurationError(
        f"the reports can't be written to {settings().reports_folder} ({error.strerror}): give the service account that "
        "folder, or set GEVINST_REPORTS_FOLDER"
    )
