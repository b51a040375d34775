"""Filled PDF forms: as they come back from a viewer, and flattened, where the values are drawings of their own."""

import io
import random

from pypdf import PdfReader, PdfWriter
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from sandbox.golden.sheet import NOTE, Sheet
from sandbox.post.stilled import still_pdf


def filled(sheet: Sheet, chance: random.Random) -> bytes:
    """A form with its labels to the left of the fields or above them."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=True)
    canvas.setFont("Helvetica-Bold", 16)
    canvas.drawString(56, 780, sheet.title)
    above = chance.random() < 0.5
    prefix = chance.choice(("", "", "form1[0].#subform[0].", "Skema."))
    for number, item in enumerate(item for item in (*sheet.items, *sheet.totals) if item.tag):
        y = 735 - 42 * number
        canvas.setFont("Helvetica", 8 if above else 10)
        canvas.drawString(56, y + 8 if above else y - 9, item.label)
        canvas.acroForm.textfield(
            name=f"{prefix}{item.tag}{'[0]' if '[' in prefix else ''}",
            value=item.text,
            x=56 if above else 250,
            y=y - 16,
            width=470 if above else 280,
            height=20,
            fontSize=10,
            borderWidth=0.5,
        )
    canvas.acroForm.checkbox(name="erklaering", checked=True, x=56, y=90, size=12)
    canvas.setFont("Helvetica", 9)
    canvas.drawString(76, 92, "Jeg erklærer, at oplysningerne er rigtige.")
    canvas.setFont("Helvetica", 7)
    canvas.drawString(56, 30, NOTE)
    canvas.save()
    return out.getvalue()


def flattened(sheet: Sheet, chance: random.Random) -> bytes:
    """The same form after its fields became drawings."""
    reader = PdfReader(io.BytesIO(filled(sheet, chance)))
    writer = PdfWriter(reader)
    written = {
        name: str(field.get("/V", ""))
        for name, field in (reader.get_fields() or {}).items()
        if field.get("/FT") == "/Tx"
    }
    for page in writer.pages:
        writer.update_page_form_field_values(page, written, auto_regenerate=False, flatten=True)
    writer.remove_annotations(subtypes="/Widget")
    writer.root_object.pop("/AcroForm", None)
    out = io.BytesIO()
    writer.write(out)
    return still_pdf(out.getvalue())
