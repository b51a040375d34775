"""The month's report as files to save: the page that works from a file share, and the workbook."""

from pathlib import Path
from tempfile import TemporaryDirectory

from starlette.requests import Request
from starlette.responses import Response

from gevinst.reports.excel import write_workbook
from gevinst.reports.page import render_page
from gevinst.web.downloads import attachment
from gevinst.web.house import House

_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def report_page(request: Request, house: House) -> Response:
    """`/rapport/2026-11.html`."""
    with house.figures.whole(request.path_params["month"]) as (figures, _):
        return attachment(f"frigjort-tid-{figures.month}.html", render_page(figures), "text/html; charset=utf-8")


def report_workbook(request: Request, house: House) -> Response:
    """`/rapport/2026-11.xlsx`."""
    with house.figures.whole(request.path_params["month"]) as (figures, connection), TemporaryDirectory() as folder:
        path = Path(folder) / "report.xlsx"
        write_workbook(figures, path, connection)
        return attachment(f"frigjort-tid-{figures.month}.xlsx", path.read_bytes(), _WORKBOOK)
