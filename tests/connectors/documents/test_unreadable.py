"""Files that a robot must not read, or can't: one clear reason each, nothing raised, and the next file is read.

Files made to hurt whoever opens them, and those that are cut or locked, are `test_hostile`'s.
"""

import io
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import FreeText, Highlight
from pypdf.generic import ArrayObject, BooleanObject, DictionaryObject, NameObject, StreamObject, TextStringObject
from reportlab.pdfgen.canvas import Canvas

from connectors.documents import reading
from connectors.documents.document import Document
from connectors.documents.reading import read_document
from gevinst.child import Limits, close_children
from gevinst.codes import Code
from tests.connectors.documents.samples import FIELDS, NAME, pdf, read, repacked, rows, word

BILL = pdf(rows(FIELDS))
WORD = word()


def written(writer: PdfWriter) -> bytes:
    """The writer's file."""
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def rewritten(content: bytes = BILL) -> PdfWriter:
    """A writer that holds the file."""
    return PdfWriter(clone_from=PdfReader(io.BytesIO(content)))


def picture(canvas: Canvas) -> None:
    """A scan fills the page."""
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    canvas.drawImage(ImageReader(Image.new("L", (60, 80), 200)), 0, 0, 595, 842)


def scan_with_words_beneath(canvas: Canvas) -> None:
    """A scan, and what some program read of it, invisible beneath."""
    picture(canvas)
    text = canvas.beginText()
    text.setTextRenderMode(3)
    for x, y, line, *_ in rows(FIELDS):
        text.setTextOrigin(x, y)
        text.setFont("Helvetica", 10)
        text.textOut(line)
    canvas.drawText(text)


def drawn_letters(canvas: Canvas) -> None:
    """Text turned into curves."""
    for number in range(200):
        canvas.bezier(number, 10, 20, 30, 40, 50, 60, 70 + number)


def dynamic_form(*, filled: bool, renders: bool) -> bytes:
    """What Adobe's forms designer makes; other programs show one page that says so."""
    canvas_bytes = pdf([(60, 700, "Please wait... If this message is not eventually replaced, get Adobe Reader.")])
    writer = rewritten(canvas_bytes)
    packet = StreamObject()
    packet.set_data(b"<template/>")
    fields = ArrayObject()
    if filled:
        field = DictionaryObject()
        field.update(
            {
                NameObject("/T"): TextStringObject("CPR"),
                NameObject("/FT"): NameObject("/Tx"),
                NameObject("/V"): TextStringObject("070250-1234"),
            }
        )
        fields.append(writer._add_object(field))
    form = DictionaryObject()
    form.update({NameObject("/XFA"): writer._add_object(packet), NameObject("/Fields"): fields})
    writer._root_object[NameObject("/AcroForm")] = form
    if renders:
        writer._root_object[NameObject("/NeedsRendering")] = BooleanObject(value=True)
    return written(writer)


def noted() -> bytes:
    """The bill with another amount typed over it in a PDF viewer."""
    writer = rewritten()
    writer.add_annotation(0, FreeText(text="I alt at betale: 900,00", rect=(230, 620, 400, 640)))
    return written(writer)


def workbook() -> bytes:
    """An Excel file."""
    out = io.BytesIO()
    Workbook().save(out)
    return out.getvalue()


def archive() -> bytes:
    """An ordinary zip."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        target.writestr("0.txt", b"0" * 10)
    return out.getvalue()


def ole() -> bytes:
    """The container of old Office files."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 1200


_BODY = "word/document.xml"
_LINE = b"<w:p><w:r><w:t>CPR-nr.:</w:t></w:r></w:p>"

CASES: dict[str, tuple[str, Callable[[], bytes], Code]] = {
    "empty": ("a.pdf", lambda: b"", Code.DOCUMENT_EMPTY),
    "empty, of no type": ("a", lambda: b"", Code.DOCUMENT_EMPTY),
    "text called PDF": ("a.pdf", lambda: b"Hej, hermed regning " * 99, Code.DOCUMENT_NOT_AS_NAMED),
    "text called Word": ("a.docx", lambda: b"Hej, hermed regning " * 99, Code.DOCUMENT_NOT_AS_NAMED),
    "a picture called PDF": ("a.pdf", lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 99, Code.DOCUMENT_NOT_AS_NAMED),
    "PDF called Word": ("a.docx", lambda: BILL, Code.DOCUMENT_NOT_AS_NAMED),
    "Word called PDF": ("a.pdf", lambda: WORD, Code.DOCUMENT_NOT_AS_NAMED),
    "a workbook called Word": ("a.docx", workbook, Code.DOCUMENT_NOT_AS_NAMED),
    "an archive called Word": ("a.docx", archive, Code.DOCUMENT_NOT_AS_NAMED),
    "text": ("a.txt", lambda: b"Hej", Code.DOCUMENT_UNKNOWN),
    "a workbook": ("a.xlsx", workbook, Code.DOCUMENT_UNKNOWN),
    "an archive": ("a.zip", archive, Code.DOCUMENT_UNKNOWN),
    "something old that isn't Word": ("a.doc", ole, Code.DOCUMENT_NOT_AS_NAMED),
    "a workbook of before 2007": ("a.xls", ole, Code.DOCUMENT_UNKNOWN),
    "201 pages too many": ("a.pdf", lambda: pdf(*([] for _ in range(701))), Code.LIMIT_EXCEEDED),
    "a scan": ("a.pdf", lambda: pdf([], also=picture), Code.DOCUMENT_SCANNED),
    "a scan with a machine's reading": ("a.pdf", lambda: pdf([], also=scan_with_words_beneath), Code.DOCUMENT_SCANNED),
    "a scanned second page": ("a.pdf", lambda: pdf(rows(FIELDS), [], also=picture), Code.DOCUMENT_SCANNED),
    "letters as curves": ("a.pdf", lambda: pdf([], also=drawn_letters), Code.DOCUMENT_SCANNED),
    "an empty page": ("a.pdf", lambda: pdf([]), Code.DOCUMENT_SCANNED),
    "an empty Word file": ("a.docx", lambda: word({}, title=""), Code.DOCUMENT_SCANNED),
    "a form only Adobe shows": (
        "a.pdf",
        lambda: dynamic_form(filled=False, renders=False),
        Code.DOCUMENT_DYNAMIC_FORM,
    ),
    "the same with a shell of fields": (
        "a.pdf",
        lambda: dynamic_form(filled=True, renders=True),
        Code.DOCUMENT_DYNAMIC_FORM,
    ),
    "ten thousand labels": (
        "a.pdf",
        lambda: pdf([(x * 5, y * 8, "CPR-nr.:", 1) for x in range(100) for y in range(100)]),
        Code.LIMIT_EXCEEDED,
    ),
    "four thousand lines": (
        "a.docx",
        lambda: repacked(
            WORD, lambda n, c: (n, c.replace(b"<w:sectPr", _LINE * 4000 + b"<w:sectPr") if n == _BODY else c)
        ),
        Code.LIMIT_EXCEEDED,
    ),
    "an amount typed over it": ("a.pdf", noted, Code.DOCUMENT_TRACKED_CHANGES),
}


@pytest.mark.parametrize("case", CASES)
def test_a_file_that_can_t_be_read_has_one_clear_reason(tmp_path: Path, case: str) -> None:
    """One code with one Danish sentence, no field, no guess; the child that read it serves the next file."""
    name, make, code = CASES[case]
    found = read(tmp_path, make(), name)
    assert found.problem is code
    assert found.problem.sentence
    assert found.fields == {}
    assert found.kind == ""


def test_a_file_over_50_mb_is_not_even_opened(tmp_path: Path) -> None:
    """Its size alone is the reason."""
    path = tmp_path / "a.pdf"
    with path.open("wb") as out:
        out.truncate(reading.MAX_BYTES + 1)
    assert read_document(path).problem is Code.LIMIT_EXCEEDED


def test_a_file_that_never_ends_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A PDF of a million drawing steps is stopped after its seconds, and the next file is read as ever."""
    monkeypatch.setattr(reading, "LIMITS", Limits(seconds=0.5))
    close_children()
    heavy = pdf([], also=lambda canvas: [canvas.drawString(1, 1, "x") for _ in range(60_000)] and None)
    assert read(tmp_path, heavy).problem is Code.LIMIT_EXCEEDED
    monkeypatch.undo()
    assert read(tmp_path, BILL).problem is None


def test_a_marked_line_is_no_correction(tmp_path: Path) -> None:
    """Somebody's yellow marker changes nothing that is read."""
    writer = rewritten()
    corners = ArrayObject()
    writer.add_annotation(0, Highlight(rect=(60, 620, 200, 640), quad_points=corners))
    assert read(tmp_path, written(writer)).problem is None


def test_a_blank_back_is_no_scan(tmp_path: Path) -> None:
    """A page with nothing on it, drawn or pictured, hides nothing."""
    assert read(tmp_path, pdf(rows(FIELDS), [])).problem is None


def test_a_static_form_is_read_by_its_ordinary_fields(tmp_path: Path) -> None:
    """A form that also carries Adobe's own description has its values where every program looks."""
    path = tmp_path / "a.pdf"
    path.write_bytes(dynamic_form(filled=True, renders=False))
    document = read_document(path)
    assert document.problem is None
    assert dict(document.form_fields) == {"CPR": "070250-1234"}


def test_whatever_is_broken_nothing_is_raised(tmp_path: Path) -> None:
    """A hundred damaged files: bytes flipped, cut out and doubled; each is read or has a reason."""
    chance = random.Random(331)
    for number in range(100):
        content = bytearray((BILL, WORD)[number % 2])
        for _ in range(chance.randrange(1, 8)):
            place = chance.randrange(len(content))
            match chance.randrange(3):
                case 0:
                    content[place] = chance.randrange(256)
                case 1:
                    del content[place : place + chance.randrange(40)]
                case _:
                    content[place:place] = content[place : place + chance.randrange(40)]
        read(tmp_path, bytes(content), ("a.pdf", "a.docx")[number % 2])


def test_no_database_and_no_screen_is_given_what_it_can_t_take() -> None:
    """Half characters and control codes become one visible sign that no strict reader takes for a digit."""
    page = {"number": 1, "text": "a\ud800b\x00c\x1b[31m", "segments": [{"text": "1\x002", "x": 0, "y": 0, "size": 1}]}
    document = Document.model_validate({"name": "a", "sha256": "", "media_type": "", "pages": [page]})
    assert document.pages[0].text == "a\ufffdb\ufffdc\ufffd[31m"
    assert document.pages[0].segments[0].text == "1\ufffd2"
    document.model_dump_json().encode()


def test_a_document_shows_nothing_of_its_content(tmp_path: Path) -> None:
    """Its repr, which ends in logs, is a hash, a type and a number of pages."""
    path = tmp_path / "a.pdf"
    path.write_bytes(BILL)
    document = read_document(path)
    assert NAME in document.text
    assert NAME not in f"{document!r} {document}"
