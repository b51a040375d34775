"""A page of ours as PDF: its figures as text, tagged, numbered and Danish, and there whole or not at all."""

from pathlib import Path

import pytest
from pypdf import PdfReader

from connectors.browser import printing
from connectors.browser.printing import print_page
from gevinst.errors import ConfigurationError, RetryLater

PAGE = """<!doctype html><html lang="da"><head><meta charset="utf-8"><title>Frigjort tid – oktober 2026 – Prøveby</title>
<style>@media print { @page { size: A4 landscape; margin: 14mm } section { break-after: page } }</style></head><body>
<section><h1>Registreret frigjort tid</h1><p>42,00 årsværk</p><img src="http://127.0.0.1:9/a.png"></section>
<script>document.body.append("skrevet af et script")</script>
<h2>Kontrol</h2><p>Hver afsluttet sag har posteringer.</p></body></html>"""


@pytest.fixture
def page(tmp_path: Path) -> Path:
    """Two sheets, with a script and a picture from elsewhere that must not count."""
    path = tmp_path / "rapport.html"
    path.write_text(PAGE, encoding="utf-8")
    return path


def test_the_pdf_can_be_read_by_people_and_by_screen_readers(page: Path) -> None:
    """A4 across, text as text, Danish, with a title, tags, headings to jump to, and the number of each page."""
    into = page.with_suffix(".pdf")
    into.write_bytes(b"last month's")
    print_page(page, into)
    pdf = PdfReader(into)
    root = pdf.trailer["/Root"]
    assert [[round(float(side) / 72 * 25.4) for side in sheet.mediabox[2:]] for sheet in pdf.pages] == [[297, 210]] * 2
    texts = [sheet.extract_text() for sheet in pdf.pages]
    assert "42,00 årsværk" in texts[0]
    assert [f"Side {number} af 2" in text for number, text in enumerate(texts, 1)] == [True, True]
    assert not any("script" in text for text in texts)
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"]) == ("da", True)
    assert pdf.metadata is not None
    assert pdf.metadata.title == "Frigjort tid – oktober 2026 – Prøveby"
    assert [str(each["/Title"]) for each in _headings(pdf)] == ["Registreret frigjort tid", "Kontrol"]
    assert (into.stat().st_mode & 0o777, [*into.parent.glob(".*.pdf")]) == (0o640, [])


def _headings(pdf: PdfReader) -> list[dict[str, str]]:
    first, (second,) = pdf.outline  # a list below the heading it belongs to
    return [first, second]  # type: ignore[list-item]


def test_a_browser_that_hangs_is_ended_and_leaves_the_old_pdf(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """At the deadline it is killed; the run hears that another try may do, and last month's file is as it was."""
    into = page.with_suffix(".pdf")
    into.write_bytes(b"last month's")
    monkeypatch.setattr(printing, "SECONDS", 1)
    monkeypatch.setattr(printing, "_only", lambda _address, _route: None)  # the page never comes
    with pytest.raises(RetryLater, match="did not print rapport"):
        print_page(page, into)
    assert into.read_bytes() == b"last month's"


def test_without_a_browser_it_is_said_what_to_set(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The setting at fault is named, and no file appears."""
    monkeypatch.setenv("GEVINST_BROWSER_EXECUTABLE", "/findes/ikke")
    with pytest.raises(ConfigurationError, match="GEVINST_BROWSER_EXECUTABLE"):
        print_page(page, page.with_suffix(".pdf"))
    assert not page.with_suffix(".pdf").exists()
