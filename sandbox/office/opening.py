"""The report as the office opens it: the Excel file in a spreadsheet program, and the live page in a browser."""

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from openpyxl import load_workbook
from playwright.sync_api import Page

from gevinst.office import convert
from sandbox.demo.services import ROOT
from sandbox.office.desk import Unexpected

_MONTHS, _MONTH, _NET = "Måneder", "Måned", "Netto, sekunder"


def net_in_workbook(workbook: Path, month: str) -> int:
    """The month's net seconds as they stand once LibreOffice has opened the file and saved it again."""
    opened = load_workbook(convert(workbook, "xlsx", into=workbook.parent / "set-i-regneark"), read_only=True)
    headings, *rows = opened[_MONTHS].iter_rows(values_only=True)
    for row in rows:
        values = dict(zip(headings, row, strict=True))
        begins = values[_MONTH]
        if isinstance(begins, datetime) and f"{begins:%Y-%m}" == month:
            return int(str(values[_NET]))
    return 0


def net_on_page(page: Page, address: str, potential: str, month: str) -> int:
    """A potential's net seconds of the month, on the page its figure leads to."""
    page.goto(f"{address}potentialer/{potential}/{month}")
    (said,) = re.findall(r"Præcis: (-?[\d.]+) sekunder", page.inner_text("main"))
    return int(said.replace(".", ""))


@contextmanager
def live_page() -> Iterator[str]:
    """`gevinst serve` with the settings of the house, until the body ends; gives its address.

    Raises:
        Unexpected: It doesn't start.
    """
    command = [sys.executable, "-m", "gevinst", "serve", "--port", "0"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        try:
            addresses = re.findall(r"http://\S+/", process.stdout.readline() if process.stdout else "")
            if not addresses:
                raise Unexpected("`gevinst serve` did not start")
            yield addresses[0]
        finally:
            process.terminate()
