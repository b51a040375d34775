"""`gevinst report`: what was freed, per potential, unit and month, as a page, an Excel file and a PDF. Speaks Danish."""

from pathlib import Path

from gevinst.cli.opening import reading
from gevinst.cli.output import AsJson, print_json, say
from gevinst.errors import Refused, RetryLater
from gevinst.reports.as_json import figures_as_json
from gevinst.reports.danish import fte, hours, month_name
from gevinst.reports.figures import compute_figures
from gevinst.reports.files import write_page_and_workbook
from gevinst.reports.language import Code, language_of
from gevinst.reports.printing import print_report


def report(
    *,
    into: Path = Path("var/report"),
    month: str = "",
    language: Code = "da",
    pdf: bool = False,
    json: AsJson = False,
) -> None:
    """Write the report of registered freed time.

    Args:
        into: The folder for the files; made where it is missing.
        month: Up to and with this month, as YYYY-MM; the current one where none is given.
        language: The page's: `da`, or `en`, which has its own file name. The Excel file is in Danish.
        pdf: Print the page as PDF as well; needs a browser.
        json: Answer with the figures as JSON, besides writing the files.
    """
    with reading() as connection:
        figures = compute_figures(connection, month)
        name = f"frigjort-tid-{figures.month}"
        page = into / f"{name}{'' if language == 'da' else f'-{language}'}.html"
        workbook = into / f"{name}.xlsx"
        try:
            write_page_and_workbook(figures, page, workbook, connection, language_of(language))
        except OSError as error:
            raise _unwritable(into, error) from error
    try:
        printed = _printed(page) if pdf else None
    except OSError as error:
        raise _unwritable(into, error) from error
    files = {"page": page, "workbook": workbook} | ({"pdf": printed} if printed else {})
    if json:
        print_json({name: str(file) for name, file in files.items()} | figures_as_json(figures))
        return
    now = figures.now.rolling
    say(f"Registreret frigjort tid, 12 måneder til og med {month_name(figures.month)}:")
    say(f"{fte(now.net_fte)} årsværk netto ({hours(now.net_seconds)} timer, {now.cases} sager).")
    for file in files.values():
        say(str(file))


def _unwritable(into: Path, error: OSError) -> Refused:
    return Refused(f"rapporten kan ikke skrives i {into}: {error.strerror}")


def _printed(page: Path) -> Path:
    into = page.with_suffix(".pdf")
    try:
        print_report(page, into)
    except RetryLater as error:
        raise Refused(f"{error.detail}: kør kommandoen igen; siden og Excel-filen er skrevet") from error
    return into
