"""Documents built by hand, a line at a time: what the sandbox's layouts don't do and strangers' programs do."""

import io
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path

import docx
from docx.document import Document as Word
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from connectors.documents.extracted import Extraction
from connectors.documents.extraction import extract
from connectors.documents.reading import read_document
from connectors.documents.template_files import load_template
from gevinst.values.cpr import Cpr
from gevinst.values.personal import Personal

CPR = "070250-1234"
OTHER = "080352-2345"
NAME = "Agnes Ahornblad"
CVR = "29189846"

FIELDS = {
    "Patientens navn": NAME,
    "CPR-nr.": CPR,
    "Behandling": "Tandrensning",
    "Dato for behandling": "03-03-2026",
    "I alt at betale": "1.250,00 kr.",
    "Klinik": "Tandklinikken Prøvetand",
    "CVR-nr.": CVR,
}
"""An ordinary bill."""

Line = tuple[float, float, str] | tuple[float, float, str, float]
"""x, y from the page's bottom, text, and a size other than 10."""


def bill(**changes: str | None) -> dict[str, str]:
    """The ordinary bill with other values; names with underscores for blanks, None for a line that isn't there."""
    fields = dict(FIELDS)
    for name, value in changes.items():
        label = name.replace("_", " ").replace("nr", "-nr.") if name.startswith("C") else name.replace("_", " ")
        fields[label] = value if value is not None else ""
        if value is None:
            del fields[label]
    return fields


def rows(fields: dict[str, str], *, x: float = 230, top: float = 720, step: float = 22, colon: str = ":") -> list[Line]:
    """A bill as a column of labels and a column of values, below its title."""
    lines: list[Line] = [(60, 770, "Regning", 18)]
    for number, (label, value) in enumerate(fields.items()):
        y = top - number * step
        lines += [(60, y, f"{label}{colon}"), (x, y, value)]
    return lines


def pdf(*pages: Iterable[Line], also: Callable[[Canvas], None] | None = None) -> bytes:
    """A PDF with text at places, a list of lines a page; `also` draws what else there is on the last."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=True)
    for number, page in enumerate(pages, 1):
        for x, y, text, *size in page:
            canvas.setFont("Helvetica", size[0] if size else 10)
            canvas.drawString(x, y, text)
        if also is not None and number == len(pages):
            also(canvas)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def word(
    fields: dict[str, str] | None = None, *, title: str = "Regning", also: Callable[[Word], None] | None = None
) -> bytes:
    """A Word file with a line "label: value" for each field."""
    document = docx.Document()
    document.add_heading(title, level=1)
    for label, value in (FIELDS if fields is None else fields).items():
        document.add_paragraph(f"{label}: {value}")
    if also is not None:
        also(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def runs(document: Word, *inner: str) -> None:
    """Add a paragraph of Word's own XML."""
    body = document.element.body
    body.insert(len(body) - 1, parse_xml(f"<w:p {nsdecls('w', 'm')}>{''.join(inner)}</w:p>"))


def run(text: str, properties: str = "") -> str:
    """One run of text with its properties."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def control(tag: str, text: str, properties: str = "") -> str:
    """A content control inside a paragraph."""
    inner = f"<w:sdtPr><w:tag w:val='{tag}'/>{properties}</w:sdtPr><w:sdtContent>{run(text)}</w:sdtContent>"
    return f"<w:sdt>{inner}</w:sdt>"


def repacked(packed: bytes, change: Callable[[str, bytes], tuple[str, bytes]], **more: bytes) -> bytes:
    """A Word file with its members changed one by one, and others added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(*change(name, source.read(name)))
        for name, content in more.items():
            target.writestr(name, content)
    return out.getvalue()


def read(folder: Path, content: bytes, name: str = "") -> Extraction:
    """What the template makes of a file; its name follows its content unless one is given."""
    path = folder / (name or ("fil.docx" if content.startswith(b"PK") else "fil.pdf"))
    path.write_bytes(content)
    return extract(read_document(path), load_template("helbredstillaeg"))


def values(extraction: Extraction) -> dict[str, object]:
    """The plain values, for comparing."""
    found: dict[str, object] = {}
    for name, field in extraction.fields.items():
        match field.value:
            case Cpr():
                found[name] = field.value.formatted
            case Personal():
                found[name] = field.value.reveal()
            case value:
                found[name] = value
    return found
