"""The PDFs the speed of reading is measured on: one to five pages, as offices make them; everybody in them is invented."""

import io
import random
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from docx import Document
from playwright.sync_api import sync_playwright
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from connectors.browser.finding import find_browser
from gevinst.office import convert
from gevinst.values.amount import format_amount
from sandbox.people import ORDINARY
from sandbox.post import layouts
from sandbox.post.paper import Paper, make_paper

BILLS, INVOICES = "helbredstillaeg", "supplier-invoice"
_ROWS = 36
_COLUMNS = (60, 370, 450, 535)
"""Points: where the first begins, and where the others end."""


@dataclass(frozen=True)
class OfficePdf:
    """One PDF: what it is, by which template it is read, and a field that must be read of it."""

    name: str
    path: Path
    pages: int
    template: str
    field: str


def make_office_pdfs(folder: Path) -> list[OfficePdf]:
    """The set, each of one producer: a program's canvas, a filled form, LibreOffice, a browser's print."""
    return list(_made(folder))


def _made(folder: Path) -> Iterator[OfficePdf]:
    paper = make_paper(random.Random(331), ORDINARY[0], "regning")  # noqa: S311 (a seeded generator is meant to be)
    with sync_playwright() as playwright:
        browser = find_browser(playwright).executable
    for name, content in (
        ("bill by reportlab", layouts.label_table(paper)),
        ("filled form", layouts.acroform(paper)),
        ("bill by LibreOffice", layouts.from_word([paper])[0]),
        ("bill by a browser", layouts.from_browser([paper], str(browser))[0]),
    ):
        yield OfficePdf(name, _written(folder / f"{name}.pdf", content), 1, BILLS, "amount")
    letter = folder / "letter.docx"
    letter.write_bytes(_letter(paper))
    yield OfficePdf("letter by LibreOffice", convert(letter, "pdf", into=folder), 3, BILLS, "amount")
    for pages in (1, 3, 5):
        path = _written(folder / f"invoice-{pages}.pdf", _invoice(pages))
        yield OfficePdf("invoice by reportlab", path, pages, INVOICES, "total")


def _written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def _letter(paper: Paper) -> bytes:
    """A bill's table, and pages of what is written around it."""
    document = Document()
    document.add_heading("Regning", 0)
    table = document.add_table(rows=0, cols=2)
    for label, value in layouts.rows(paper):
        cells = table.add_row().cells
        cells[0].text, cells[1].text = f"{label}:", value
    sentence = "Behandlingen er udført efter aftale, og arbejdet er beskrevet nærmere i journalen. "
    for number in range(9):
        document.add_paragraph(f"{number + 1}. afsnit. {sentence * 7}")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _invoice(pages: int) -> bytes:
    """A supplier's invoice with a table that goes over all of its pages."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=True)
    net = 0
    for page in range(pages):
        _head(canvas, page + 1, pages)
        for row in range(_ROWS):
            price, quantity = 12_500 + 25 * row, 1 + row % 4
            net += price * quantity
            unit, amount = _kroner(price), _kroner(price * quantity)
            _row(
                canvas,
                610 - 14 * row,
                f"Vare nr. {page * _ROWS + row + 1}, kontorartikler",
                str(quantity),
                unit,
                amount,
            )
        canvas.drawString(60, 40, layouts.NOTE)
        if page + 1 < pages:
            canvas.showPage()
    for number, (label, sum_) in enumerate(
        (("I alt ekskl. moms", net), ("Moms 25 %", net // 4), ("I alt at betale", net + net // 4))
    ):
        canvas.drawString(60, 90 - 14 * number, label)
        canvas.drawRightString(_COLUMNS[-1], 90 - 14 * number, _kroner(sum_))
    canvas.save()
    return out.getvalue()


def _head(canvas: Canvas, page: int, pages: int) -> None:
    canvas.setFont("Helvetica-Bold", 18)
    canvas.drawString(60, 780, "Faktura")
    canvas.setFont("Helvetica", 9)
    for number, (label, value) in enumerate(
        (
            ("Leverandør", "Kontorhuset Prøve & Søn ApS"),
            ("CVR-nr.", "29189846"),
            ("Fakturanummer", "F-2026-0042"),
            ("Fakturadato", "03-03-2026"),
            ("Forfaldsdato", "02-04-2026"),
            ("Side", f"{page} af {pages}"),
        )
    ):
        canvas.drawString(60, 750 - 14 * number, f"{label}:")
        canvas.drawString(170, 750 - 14 * number, value)
    _row(canvas, 630, "Beskrivelse", "Antal", "Enhedspris", "Beløb")


def _row(canvas: Canvas, y: float, name: str, quantity: str, price: str, amount: str) -> None:
    canvas.drawString(_COLUMNS[0], y, name)
    for place, text in zip(_COLUMNS[1:], (quantity, price, amount), strict=True):
        canvas.drawRightString(place, y, text)


def _kroner(oere: int) -> str:
    return format_amount(Decimal(oere) / 100)
