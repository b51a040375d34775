"""PDFs as they come: letters, forms, turned and cropped pages, and what somebody signed or locked."""

import io
from collections.abc import Callable
from pathlib import Path

from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    ByteStringObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    TextStringObject,
)
from reportlab.pdfgen.canvas import Canvas


def letter(folder: Path, *pages: str, name: str = "brev.pdf") -> Path:
    """A PDF with a text on each page."""
    path = folder / name
    canvas = Canvas(str(path), pagesize=(595, 842))
    for text in pages:
        canvas.drawString(70, 700, text)
        canvas.showPage()
    canvas.save()
    return path


def form(folder: Path, *, name: str = "blanket.pdf") -> Path:
    """A form with one field of each kind."""
    path = folder / name
    canvas = Canvas(str(path), pagesize=(595, 842))
    canvas.drawString(70, 800, "Ansøgning")
    fields = canvas.acroForm
    fields.textfield(name="navn", x=150, y=750, width=200, height=20, fontSize=11)
    fields.textfield(name="postnr", x=400, y=750, width=60, height=20, maxlen=4)
    fields.textfield(
        name="bemærkning", x=150, y=650, width=300, height=60, maxlen=2000, fieldFlags="multiline", fontSize=10
    )
    fields.checkbox(name="tolk", x=150, y=620, size=16)
    fields.choice(
        name="art",
        x=150,
        y=580,
        width=120,
        height=20,
        options=[("Regning", "1"), ("Prisoverslag", "2")],
        value="Regning",
    )
    fields.listbox(name="enig", x=300, y=540, width=120, height=60, options=["Ja", "Ja, delvist", "Nej"], value="Ja")
    for number, value in enumerate(("Læge", "Tandlæge")):
        fields.radio(name="fra", value=value, x=150 + 60 * number, y=500, size=16)
    canvas.save()
    return path


def changed(path: Path, change: Callable[[PdfWriter], object]) -> Path:
    """The same file, with something done to it."""
    writer = PdfWriter(clone_from=io.BytesIO(path.read_bytes()))
    change(writer)
    writer.write(path)
    return path


def field(writer: PdfWriter, name: str, **entries: object) -> DictionaryObject:
    """A form's field, with other entries."""
    found = next(
        each.get_object() for each in writer.root_object["/AcroForm"]["/Fields"] if each.get_object()["/T"] == name
    )
    for key, value in entries.items():
        found[NameObject(f"/{key}")] = value
    return found


def sign(writer: PdfWriter) -> None:
    """Put a signature into the file; nobody's, but no viewer could tell before it checks."""
    value = DictionaryObject({NameObject("/Type"): NameObject("/Sig"), NameObject("/Contents"): ByteStringObject(b"x")})
    signature = DictionaryObject(
        {
            NameObject("/FT"): NameObject("/Sig"),
            NameObject("/T"): TextStringObject("underskrift"),
            NameObject("/V"): value,
        }
    )
    form = DictionaryObject({NameObject("/Fields"): ArrayObject([writer._add_object(signature)])})
    writer.root_object[NameObject("/AcroForm")] = form


def lock(writer: PdfWriter, *, user: str = "") -> None:
    """Lock the file; without a user's password anybody reads it, but nobody may change it."""
    writer.encrypt(user_password=user, owner_password="ejer", algorithm="AES-256")


def dynamic(writer: PdfWriter) -> None:
    """Have it be a form that only Adobe Reader draws."""
    writer.root_object[NameObject("/NeedsRendering")] = BooleanObject(True)


def turned(degrees: int) -> Callable[[PdfWriter], object]:
    """Turn the first page."""
    return lambda writer: writer.pages[0].__setitem__(NameObject("/Rotate"), NumberObject(degrees))


def text_of(path: Path) -> list[str]:
    """The text of each page, its blanks made one."""
    return [" ".join(page.extract_text().split()) for page in PdfReader(path).pages]
