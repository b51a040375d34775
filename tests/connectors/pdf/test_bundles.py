"""A bundle is read in order and loses nothing; a part holds nothing of the other pages."""

from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import Link
from pypdf.generic import ArrayObject, BooleanObject, DictionaryObject, NameObject, TextStringObject

from connectors.documents.reading import read_document
from connectors.pdf.writing import fill_form, merge, split
from gevinst.codes import Code
from gevinst.errors import BusinessError, ProcessError
from tests.connectors.pdf.samples import changed, field, form, letter, text_of

SECRET = "Hemmelig side om en anden"


def titles(path: Path) -> list[object]:
    """The bookmarks, each with the page it leads to, those below one in a list behind it."""
    reader = PdfReader(path)

    def told(items: list[object]) -> list[object]:
        return [
            told(each) if isinstance(each, list) else (each.title, reader.get_destination_page_number(each))
            for each in items
        ]

    return told(reader.outline)


def test_a_bundle_has_its_files_in_order_with_a_bookmark_each(tmp_path: Path) -> None:
    """A file's own bookmarks lie below its own, and its attachments come along."""

    def furnish(writer: PdfWriter) -> None:
        writer.add_outline_item(title="Afsnit", page_number=1)
        writer.add_attachment("faktura.xml", b"<Invoice/>")

    first = letter(tmp_path, "Side 1", name="a.pdf")
    second = changed(letter(tmp_path, "Side 2", "Side 3", name="b.pdf"), furnish)
    merge([("1. Henvisning", first), ("2. Regning æøå", second), ("3. Henvisning", first)], tmp_path / "ud.pdf")
    assert text_of(tmp_path / "ud.pdf") == ["Side 1", "Side 2", "Side 3", "Side 1"]
    assert titles(tmp_path / "ud.pdf") == [
        ("1. Henvisning", 0),
        ("2. Regning æøå", 1),
        [("Afsnit", 2)],
        ("3. Henvisning", 3),
    ]
    assert PdfReader(tmp_path / "ud.pdf").attachments["2-faktura.xml"] == [b"<Invoice/>"]


def test_two_forms_of_one_kind_each_show_their_own_values(tmp_path: Path) -> None:
    """Fields of one name are one field to a viewer; so a bundle has them drawn, and none left to write in."""
    paths = []
    for name in ("Agnes", "Birthe"):
        paths.append((name, tmp_path / f"{name}.pdf"))
        fill_form(form(tmp_path), {"navn": name, "tolk": True, "fra": "Læge"}, paths[-1][1])
    merge(paths, tmp_path / "ud.pdf")
    document = read_document(tmp_path / "ud.pdf")
    assert document.problem is None
    assert document.form_fields == ()
    assert [page.text.split()[1] for page in document.pages] == ["Agnes", "Birthe"]


def test_what_a_program_left_to_the_viewer_to_draw_is_drawn(tmp_path: Path) -> None:
    """A value without a picture, or with an empty one, would be lost with the form."""

    def leave(writer: PdfWriter) -> None:
        field(writer, "navn", V=TextStringObject("Værdi uden billede")).pop("/AP")
        field(writer, "bemærkning", V=TextStringObject("Værdi med tomt billede"))
        hidden = field(writer, "postnr", V=TextStringObject("skjult"))
        hidden[NameObject("/Rect")] = ArrayObject([hidden["/Rect"][0]] * 4)
        writer.root_object["/AcroForm"][NameObject("/NeedAppearances")] = BooleanObject(True)

    merge([("Blanket", changed(form(tmp_path), leave))], tmp_path / "ud.pdf")
    (text,) = text_of(tmp_path / "ud.pdf")
    assert "Værdi uden billede" in text
    assert "Værdi med tomt billede" in text
    assert "skjult" not in text


def test_a_form_whose_values_only_adobe_reader_draws_is_refused(tmp_path: Path) -> None:
    """A ticked box without a sign for it, or a text that its box has no room for."""

    def tick(writer: PdfWriter) -> None:
        field(writer, "tolk", V=NameObject("/Yes")).pop("/AP")

    def stuff(writer: PdfWriter) -> None:
        field(writer, "postnr", V=TextStringObject("længere end feltet er")).pop("/AP")

    for change in (tick, stuff):
        with pytest.raises(BusinessError) as refused:
            merge([("Blanket", changed(form(tmp_path), change))], tmp_path / "ud.pdf")
        assert refused.value.code is Code.DOCUMENT_DYNAMIC_FORM


def test_a_file_with_hidden_layers_is_refused(tmp_path: Path) -> None:
    """Which of them are hidden isn't said on the pages: in a bundle they would all show."""

    def hide(writer: PdfWriter) -> None:
        shown = DictionaryObject({NameObject("/BaseState"): NameObject("/OFF")})
        writer.root_object[NameObject("/OCProperties")] = DictionaryObject({NameObject("/D"): shown})

    with pytest.raises(BusinessError) as refused:
        split(changed(letter(tmp_path, "a"), hide), [(1, 1)], tmp_path)
    assert refused.value.code is Code.DOCUMENT_UNKNOWN


def test_a_file_is_taken_apart_by_ranges_of_pages(tmp_path: Path) -> None:
    """From 1, both ends included; a page may be in two parts."""
    parts = split(letter(tmp_path, "a", "b", "c"), [(1, 2), (2, 3), (3, 3)], tmp_path)
    assert [part.name for part in parts] == ["del-1.pdf", "del-2.pdf", "del-3.pdf"]
    assert [text_of(part) for part in parts] == [["a", "b"], ["b", "c"], ["c"]]


@pytest.mark.parametrize("pages", [(0, 1), (2, 4), (3, 2), (-1, -1)])
def test_a_range_beyond_the_file_is_an_error_and_no_part_is_written(tmp_path: Path, pages: tuple[int, int]) -> None:
    """It names the range and the last page."""
    pdf = letter(tmp_path, "a", "b", "c")
    with pytest.raises(ProcessError, match=rf"no pages {pages[0]} to {pages[1]} in it; the last is 3"):
        split(pdf, [(1, 1), pages], tmp_path)
    assert list(tmp_path.iterdir()) == [pdf]


def test_a_part_holds_nothing_of_the_other_pages(tmp_path: Path) -> None:
    """A link, a bookmark, a field, an attachment or a structure that leads there must not carry the page along unseen."""

    def tie(writer: PdfWriter) -> None:
        writer.add_annotation(page_number=0, annotation=Link(rect=(0, 0, 9, 9), target_page_index=1))
        writer.add_outline_item(title=SECRET, page_number=1)
        writer.add_named_destination(title="der", page_number=1)
        writer.add_attachment("x.txt", SECRET.encode())
        first, second = writer.pages
        first[NameObject("/B")] = ArrayObject(
            [writer._add_object(DictionaryObject({NameObject("/P"): second.indirect_reference}))]
        )
        tree = DictionaryObject({NameObject("/K"): second.indirect_reference})
        writer.root_object[NameObject("/StructTreeRoot")] = writer._add_object(tree)

    pdf = changed(letter(tmp_path, "Side 1", SECRET), tie)
    filled = form(tmp_path)
    writer = PdfWriter(clone_from=pdf)
    writer.append(filled)
    writer.write(pdf)
    for part in split(pdf, [(1, 1), (3, 3)], tmp_path):
        whole = PdfWriter(clone_from=part)
        assert (
            sum(1 for each in whole._objects if isinstance(each, DictionaryObject) and each.get("/Type") == "/Page")
            == 1
        )
        streams = b"".join(each.get_data() for each in whole._objects if hasattr(each, "get_data"))
        assert b"Hemmelig" not in streams + part.read_bytes()
