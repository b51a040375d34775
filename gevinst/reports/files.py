"""A month's report as files in the folder of the reports: the page, the workbook, and the page on paper."""

from pathlib import Path

from sqlalchemy import Connection

from gevinst.errors import ConfigurationError
from gevinst.reports.excel import write_workbook
from gevinst.reports.figures import Figures
from gevinst.reports.language import DANISH, Language
from gevinst.reports.page import render_page
from gevinst.reports.printing import print_report
from gevinst.settings import settings
from gevinst.written_whole import replace_whole, write_whole


def file_of(month: str, edition: int, suffix: str) -> Path:
    """Where a file of an edition lies: the first is called by its month alone."""
    again = f"-udgave-{edition}" if edition > 1 else ""
    return settings().reports_folder / f"frigjort-tid-{month}{again}{suffix}"


def files_of(month: str, edition: int) -> list[Path]:
    """An edition's files in the order people want them; the one on paper where it was printed."""
    paper, workbook, page = (file_of(month, edition, suffix) for suffix in (".pdf", ".xlsx", ".html"))
    return [*([paper] if paper.exists() else []), workbook, page]


def write_page_and_workbook(
    figures: Figures, page: Path, workbook: Path, connection: Connection, language: Language = DANISH
) -> None:
    """Write both, each whole or not at all. The workbook is in Danish; its lists are read by the connection.

    Raises:
        ConfigurationError: The profile can't be read.
        OSError: The folder can't be made or written.
    """
    page.parent.mkdir(parents=True, exist_ok=True, mode=0o750)
    write_whole(page, render_page(figures, language))
    replace_whole(workbook, lambda coming: write_workbook(figures, coming, connection))


def write_report_files(figures: Figures, edition: int, connection: Connection) -> tuple[Path, Path]:
    """Write an edition's page and workbook; where they lie. What was printed of other figures under its name goes.

    Raises:
        ConfigurationError: The folder can't be written, or the profile can't be read; says what to do.
    """
    page, workbook = (file_of(figures.month, edition, suffix) for suffix in (".html", ".xlsx"))
    try:
        file_of(figures.month, edition, ".pdf").unlink(missing_ok=True)
        write_page_and_workbook(figures, page, workbook, connection)
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
