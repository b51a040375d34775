"""`gevinst report --pdf`: the same figures on paper, and one sentence where nothing here can print."""

from datetime import date
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest
from pypdf import PdfReader

from gevinst.reports import printing
from tests.gevinst.cli.test_cli import answer, complaint
from tests.gevinst.core import ON_SQLITE
from tests.gevinst.reports.conftest import Post

pytestmark = ON_SQLITE


def installed(monkeypatch: pytest.MonkeyPatch, *values: str) -> None:
    """These printers and no others."""
    found = [EntryPoint(f"p{number}", value, printing.GROUP) for number, value in enumerate(values)]
    monkeypatch.setattr(printing, "entry_points", lambda group: found if group == printing.GROUP else [])


def test_the_paper_says_what_the_page_says(post: Post, house: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The command names the third file, and its text has the page's title, figure and control."""
    post(date(2026, 10, 12), 1924 * 3600)
    told = answer(capsys, "report", "--into", "ud", "--month", "2026-10", "--pdf").split()
    into = house / "ud" / "frigjort-tid-2026-10.pdf"
    assert told[-1] == str(into.relative_to(house))
    pdf = PdfReader(into)
    text = " ".join(" ".join(sheet.extract_text() for sheet in pdf.pages).split())
    assert pdf.metadata is not None
    assert "oktober 2026" in str(pdf.metadata.title)
    assert "1,00 årsværk netto" in text
    assert "Hver afsluttet sag har posteringer eller en registreret grund." in text
    assert f"Side 1 af {len(pdf.pages)}" in text


@pytest.mark.parametrize("values", [(), ("connectors.browser.printing:no_such",)], ids=["none", "broken"])
def test_without_a_printer_it_is_said_what_to_do(
    post: Post, values: tuple[str, ...], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One sentence with the remedy; the page and the workbook, which need none, are there."""
    post(date(2026, 10, 12), 60)
    installed(monkeypatch, *values)
    assert "make setup" in complaint(capsys, "report", "--into", "ud", "--month", "2026-10", "--pdf")
    assert {each.suffix for each in Path("ud").iterdir()} == {".html", ".xlsx"}
