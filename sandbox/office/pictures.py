"""The pictures of docs/projektkontor.md: what the commands said, the report, its Excel file and the live page."""

from html import escape
from pathlib import Path

import pypdfium2
from playwright.sync_api import Page

from connectors.browser.session import browser
from gevinst.office import convert
from sandbox.office.desk import Desk
from sandbox.office.opening import live_page
from sandbox.office.walk import PROCESS, report_of

_WIDTH, _HEIGHT = 1280, 900
_SHEET_DPI = 80
_TERMINAL = """<!doctype html><html lang="da"><meta charset="utf-8"><title>{step}</title><style>
body {{ margin: 0; background: #fbfcfc; }}
pre {{ margin: 0; padding: 18px 22px; font: 12.5px/1.5 "DejaVu Sans Mono", monospace; color: #1f2a37; white-space: pre-wrap; }}
</style><pre>{spoken}</pre></html>"""


def take_pictures(desk: Desk, into: Path) -> None:
    """Take all of them: `kontor-` and the step, or what is seen.

    Args:
        desk: With the transcripts of the walk, and the report in its folder.
        into: The folder.
    """
    into.mkdir(parents=True, exist_ok=True)
    report = report_of(desk)
    with browser().case() as case:
        page = case.page
        page.set_viewport_size({"width": _WIDTH, "height": _HEIGHT})
        for step, spoken in desk.transcripts.items():
            page.set_content(_TERMINAL.format(step=step, spoken=escape("\n\n".join(spoken))))
            page.locator("pre").screenshot(path=into / f"kontor-{step}.png")
        page.goto(report.as_uri())
        page.screenshot(path=into / "kontor-siden.png")
        _live_page(page, desk.month, into)
    _first_sheet(report.with_suffix(".xlsx"), into)


def _live_page(page: Page, month: str, into: Path) -> None:
    """The overview, and one potential in the month."""
    with live_page() as address:
        page.goto(address)
        page.screenshot(path=into / "kontor-levende.png")
        page.goto(f"{address}potentialer/{PROCESS}/{month}")
        page.screenshot(path=into / "kontor-levende-maaned.png")


def _first_sheet(workbook: Path, into: Path) -> None:
    """The workbook's first sheet as LibreOffice shows it."""
    pdf = convert(workbook, "pdf", into=workbook.parent / "regneark")
    with pypdfium2.PdfDocument(pdf) as document:
        document[0].render(scale=_SHEET_DPI / 72).to_pil().save(into / "kontor-regneark.png")
