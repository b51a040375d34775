"""The stamp is read top right, whichever way the page is turned, and the original is still there."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DecodedStreamObject, FloatObject, NameObject, RectangleObject

from connectors.documents.reading import read_document
from connectors.pdf.lettering import width_of
from connectors.pdf.writing import received, stamp
from gevinst.errors import ProcessError
from tests.connectors.pdf.samples import changed, form, letter, text_of, turned

LINES = received(date(2026, 11, 26), "GEV-1042")
EDGE, INSIDE = 14, 6


def place(path: Path) -> tuple[float, float, float]:
    """Where the stamp's first line is on the page as it is seen: from the right, from above; and how large it is written."""
    changed(path, lambda writer: writer.pages[0].transfer_rotation_to_content())
    (line,) = [each for each in read_document(path).pages[0].segments if each.text == LINES[0]]
    across = PdfReader(path).pages[0].cropbox.width
    return round(across - line.x - width_of(line.text, line.size)), round(line.y), round(line.size, 1)


def box(name: str, *corners: float) -> Callable[[PdfWriter], object]:
    """Give the first page a box."""
    return lambda writer: writer.pages[0].__setitem__(NameObject(name), RectangleObject(corners))


def drawn_by(commands: bytes) -> Callable[[PdfWriter], object]:
    """Have both pages drawn by these commands, in one stream and with the same resources."""

    def change(writer: PdfWriter) -> None:
        stream = DecodedStreamObject()
        stream.set_data(commands)
        reference = writer._add_object(stream)
        resources = writer._add_object(writer.pages[0]["/Resources"])
        for page in writer.pages:
            page[NameObject("/Contents")], page[NameObject("/Resources")] = reference, resources

    return change


@pytest.mark.parametrize("degrees", [0, 90, 180, 270, -90, 450])
def test_a_stamp_is_upright_and_top_right_on_a_turned_and_cropped_page(tmp_path: Path, degrees: int) -> None:
    """Scanners turn pages, and programs crop them."""
    path = changed(changed(letter(tmp_path, "Side"), turned(degrees)), box("/CropBox", 50, 100, 545, 700))
    stamp(path, LINES, tmp_path / "ud.pdf")
    assert place(tmp_path / "ud.pdf") == (EDGE + INSIDE, EDGE + 13, 10.0)


@pytest.mark.parametrize(
    ("name", "corners"),
    [
        ("/MediaBox", (100, -400, 695, 442)),
        ("/MediaBox", (595, 842, 0, 0)),
        ("/CropBox", (-50, -50, 2000, 2000)),
        ("/CropBox", (900, 900, 1000, 1000)),
    ],
)
def test_odd_paper_is_stamped_where_it_shows(tmp_path: Path, name: str, corners: tuple[float, ...]) -> None:
    """Paper that doesn't begin at zero, upside down, or a crop that is larger than it or beside it."""
    path = changed(letter(tmp_path, "Side"), box(name, *corners))
    stamp(path, LINES, tmp_path / "ud.pdf")
    page = PdfReader(tmp_path / "ud.pdf").pages[0]
    shown = [*map(float, page["/Contents"][-1].get_object().get_data().split(b"cm")[0].split()[-6:])]
    right, top = (695, 442) if corners[0] == 100 else (595, 842)
    width, height = (float(number) for number in page["/Resources"]["/XObject"]["/Gevinst0"]["/BBox"][2:])
    assert shown[:4] == [1, 0, 0, 1]
    assert (round(shown[4] + width), round(shown[5] + height)) == (right - EDGE, top - EDGE)


def test_a_stamp_is_never_larger_than_the_page_and_as_large_on_paper_of_another_unit(tmp_path: Path) -> None:
    """A label of two centimetres, and a drawing whose unit is two points."""
    path = changed(letter(tmp_path, "Side"), box("/MediaBox", 0, 0, 60, 60))
    stamp(path, LINES, tmp_path / "ud.pdf")
    assert place(tmp_path / "ud.pdf")[2] < 4
    changed(
        letter(tmp_path, "Side"), lambda writer: writer.pages[0].__setitem__(NameObject("/UserUnit"), FloatObject(2))
    )
    stamp(path, LINES, tmp_path / "ud.pdf")
    assert place(tmp_path / "ud.pdf")[2] == 5


@pytest.mark.parametrize(
    "commands",
    [b"q 2 0 0 2 300 300 cm q", b"Q Q 2 0 0 2 300 300 cm", b"q Q Q 3 0 0 3 9 9 cm q q", b"2 0 0 2 300 300 cm"],
)
def test_what_a_page_leaves_moved_doesn_t_move_the_stamp(tmp_path: Path, commands: bytes) -> None:
    """Pages end with their paper scaled, or undo more than they did."""
    path = changed(letter(tmp_path, "Side", "To"), drawn_by(commands))
    stamp(path, LINES, tmp_path / "ud.pdf")
    assert place(tmp_path / "ud.pdf") == (EDGE + INSIDE, EDGE + 13, 10.0)


def test_only_the_first_page_is_stamped_also_where_pages_share_what_they_draw(tmp_path: Path) -> None:
    """Producers keep one copy of what is the same on two pages."""
    path = changed(letter(tmp_path, "Side", "To"), drawn_by(b"BT /F1 12 Tf 70 700 Td (Ens) Tj ET"))
    stamp(path, LINES, tmp_path / "ud.pdf")
    assert text_of(tmp_path / "ud.pdf") == ["Ens Modtaget 26. november 2026 GEV-1042", "Ens"]


def test_every_byte_of_the_original_is_still_there(tmp_path: Path) -> None:
    """Bookmarks, attachments, fields and properties too; and the stamp is text that a program reads."""

    def furnish(writer: PdfWriter) -> None:
        writer.add_outline_item(title="Bogmærke", page_number=0)
        writer.add_attachment("faktura.xml", b"<Invoice/>")
        writer.add_metadata({"/Title": "Original"})

    path = changed(form(tmp_path), furnish)
    stamp(path, ("Modtaget 26. november 2026", "GEV-1042 ÆØÅ æøå – €"), tmp_path / "ud.pdf")
    assert (tmp_path / "ud.pdf").read_bytes().startswith(path.read_bytes())
    stamped = PdfReader(tmp_path / "ud.pdf")
    assert [item.title for item in stamped.outline] == ["Bogmærke"]
    assert stamped.attachments["faktura.xml"] == [b"<Invoice/>"]
    assert stamped.metadata is not None
    assert stamped.metadata.title == "Original"
    document = read_document(tmp_path / "ud.pdf")
    assert document.problem is None
    assert dict(document.form_fields)["art"] == "1"
    assert "GEV-1042 ÆØÅ æøå – €" in document.text


def test_a_file_with_mistakes_in_its_structure_is_stamped_too(tmp_path: Path) -> None:
    """Viewers mend such a file as they open it, and would miss a stamp that is only added behind its end."""
    path = letter(tmp_path, "Side")
    path.write_bytes(re.sub(rb"startxref\s+\d+", b"startxref\n7", path.read_bytes()))
    stamp(path, LINES, tmp_path / "ud.pdf")
    assert text_of(tmp_path / "ud.pdf") == ["Side Modtaget 26. november 2026 GEV-1042"]
    PdfReader(tmp_path / "ud.pdf", strict=True)


def test_a_character_the_stamp_s_font_has_not_is_an_error_that_names_it(tmp_path: Path) -> None:
    """Not a question mark in its place."""
    with pytest.raises(ProcessError, match="no such character: U\\+0141"):
        stamp(letter(tmp_path, "Side"), ("Modtaget af Ł",), tmp_path / "ud.pdf")
