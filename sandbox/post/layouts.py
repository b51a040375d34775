"""The same content in the layouts of different producers: label tables, boxes, forms, Word, print from a browser."""

import io
import subprocess
import tempfile
from html import escape
from pathlib import Path

from docx import Document
from docx.document import Document as DocxDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from sandbox.post.paper import Paper
from sandbox.post.stilled import still_pdf, still_zip

_TITLES = {"prisoverslag": "Prisoverslag", "regning": "Regning", "bilag": "Henvisning"}
_AMOUNTS = {"prisoverslag": "Anslået pris i alt", "regning": "I alt at betale", "bilag": ""}
NOTE = "OPDIGTET: personer, klinikker og numre findes ikke."


def rows(paper: Paper) -> list[tuple[str, str]]:
    """The labels and values, as most clinics order them."""
    listed = [("Patientens navn", paper.person.name)]
    if paper.cpr.strip():
        listed.append(("CPR-nr.", paper.cpr))
    listed += [("Behandling", paper.treatment), ("Dato for behandling", paper.day_text)]
    if paper.kind != "bilag":
        listed.append((_AMOUNTS[paper.kind], f"{paper.amount_text} kr."))
        if paper.second_amount is not None:
            text = f"{paper.second_amount:,.2f}".translate(str.maketrans(",.", ".,"))
            listed.append(("I alt" if paper.kind == "regning" else "Samlet pris", f"{text} kr."))
    listed += [("Klinik", paper.provider), ("CVR-nr.", paper.cvr)]
    return listed


def _canvas(title: str) -> tuple[Canvas, io.BytesIO]:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=True)
    canvas.setTitle(title)
    canvas.setFont("Helvetica-Bold", 18)
    canvas.drawString(60, 770, title)
    canvas.setFont("Helvetica", 8)
    canvas.drawString(60, 40, NOTE)
    return canvas, out


def label_table(paper: Paper) -> bytes:
    """Labels in one column, values in the next: what most invoicing programs print."""
    canvas, out = _canvas(_TITLES[paper.kind])
    y = 720
    for label, value in rows(paper):
        canvas.setFont("Helvetica-Bold", 10)
        canvas.drawString(60, y, f"{label}:")
        canvas.setFont("Helvetica", 10)
        canvas.drawString(230, y, value)
        y -= 22
    if paper.extra:
        canvas.drawString(60, y - 20, paper.extra)
    canvas.save()
    return out.getvalue()


def boxes(paper: Paper) -> bytes:
    """Small labels above their values, in boxes: what forms look like."""
    canvas, out = _canvas(_TITLES[paper.kind])
    for number, (label, value) in enumerate(rows(paper)):
        x, y = 60 + (number % 2) * 250, 700 - (number // 2) * 50
        canvas.rect(x - 5, y - 20, 240, 40)
        canvas.setFont("Helvetica", 7)
        canvas.drawString(x, y + 8, label)
        canvas.setFont("Helvetica", 11)
        canvas.drawString(x, y - 10, value)
    if paper.extra:
        canvas.drawString(60, 300, paper.extra)
    canvas.save()
    return out.getvalue()


def acroform(paper: Paper) -> bytes:
    """A filled PDF form, as the municipality's own form comes back."""
    canvas, out = _canvas(f"Helbredstillæg: {_TITLES[paper.kind].lower()}")
    values = {
        "Navn": paper.person.name,
        "CPR": paper.cpr.strip(),
        "Behandling": paper.treatment,
        "Behandlingsdato": paper.day_text,
        "Beløb": paper.amount_text,
        "Klinik": paper.provider,
        "CVR": paper.cvr,
    }
    for number, (name, value) in enumerate(values.items()):
        y = 700 - number * 40
        canvas.setFont("Helvetica", 10)
        canvas.drawString(60, y + 6, name)
        canvas.acroForm.textfield(name=name, value=value, x=200, y=y, width=280, height=22, fontSize=10)
    if paper.extra:
        canvas.drawString(60, 380, paper.extra)
    canvas.save()
    return out.getvalue()


def word_table(paper: Paper) -> bytes:
    """A Word file with a table of labels and values."""
    document = Document()
    document.add_heading(_TITLES[paper.kind], level=1)
    table = document.add_table(rows=0, cols=2, style="Table Grid")
    for label, value in rows(paper):
        cells = table.add_row().cells
        cells[0].text, cells[1].text = f"{label}:", value
    for text in (paper.extra, NOTE):
        document.add_paragraph(text)
    return _saved(document)


def word_controls(paper: Paper) -> bytes:
    """A Word form whose answers are content controls, as the municipality's own Word form."""
    document = Document()
    document.add_heading(f"Skema: {_TITLES[paper.kind].lower()} til helbredstillæg", level=1)
    answers = {
        "navn": paper.person.name,
        "cpr": paper.cpr.strip(),
        "behandling": paper.treatment,
        "behandlingsdato": paper.day_text,
        "beløb": f"{paper.amount_text} kr.",
        "klinik": paper.provider,
        "cvr": paper.cvr,
    }
    for tag, value in answers.items():
        paragraph = document.add_paragraph(f"{tag.capitalize()}: ")
        paragraph._p.append(  # noqa: SLF001 (python-docx has no call for content controls)
            parse_xml(
                f'<w:sdt {nsdecls("w")}><w:sdtPr><w:tag w:val="{tag}"/></w:sdtPr>'
                f"<w:sdtContent><w:r><w:t>{escape(value)}</w:t></w:r></w:sdtContent></w:sdt>"
            )
        )
    for text in (paper.extra, NOTE):
        document.add_paragraph(text)
    return _saved(document)


def _saved(document: DocxDocument) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return still_zip(out.getvalue())


def from_word(papers: list[Paper]) -> list[bytes]:
    """PDFs that LibreOffice makes of Word files, all in one call."""
    if not papers:
        return []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sources = []
        for number, paper in enumerate(papers):
            source = folder / f"{number}.docx"
            source.write_bytes(word_table(paper))
            sources.append(str(source))
        subprocess.run(
            [
                "soffice",
                f"-env:UserInstallation=file://{folder}/profile",
                *("--headless", "--convert-to", "pdf", "--outdir", str(folder)),
                *sources,
            ],
            check=True,
            capture_output=True,
            timeout=120,
        )
        return [still_pdf((folder / f"{number}.pdf").read_bytes()) for number in range(len(papers))]


def from_browser(papers: list[Paper], executable: str) -> list[bytes]:
    """PDFs that a browser prints, all by one browser."""
    from playwright.sync_api import sync_playwright

    printed = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable)
        page = browser.new_page()
        for paper in papers:
            cells = "".join(
                f"<tr><th style='text-align:left'>{escape(k)}</th><td>{escape(v)}</td></tr>" for k, v in rows(paper)
            )
            page.set_content(
                f"<h1>{_TITLES[paper.kind]}</h1><table cellpadding=8>{cells}</table>"
                f"<p>{escape(paper.extra)}</p><small>{NOTE}</small>"
            )
            printed.append(still_pdf(page.pdf(format="A4")))
        browser.close()
    return printed
