"""Files in a PDF: the invoice's XML is found wherever it hangs, only once, never unpacked without end; names name nobody."""

import io
import tracemalloc

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.errors import LimitReachedError, PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NullObject, StreamObject, TextStringObject

from connectors.documents.einvoice import MAX_BYTES, read_einvoice_bytes
from connectors.documents.pdf_attachments import MAX_FILES, SeveralInvoices, attached_einvoice, attachment_names
from tests.connectors.documents.einvoices import cii, peppol

XML = cii()


def bill() -> PdfWriter:
    """A PDF of one page."""
    writer = PdfWriter()
    writer.add_blank_page(595, 842)
    return writer


def reader_of(writer: PdfWriter) -> PdfReader:
    """The file, as it is read."""
    out = io.BytesIO()
    writer.write(out)
    return PdfReader(io.BytesIO(out.getvalue()))


def enclosing(**files: bytes) -> PdfReader:
    """A PDF with files in its name tree; a name's `__` is a dot, `_` a dash."""
    writer = bill()
    for name, content in files.items():
        writer.add_attachment(name.replace("__", ".").replace("_", "-"), content)
    return reader_of(writer)


def specification(writer: PdfWriter, name: str, content: bytes, *, packed: bool = False) -> DictionaryObject:
    """What names a file and leads to it."""
    stream = StreamObject()
    stream.set_data(content)
    file = writer._add_object(stream.flate_encode() if packed else stream)
    inner = DictionaryObject({NameObject("/F"): file})
    return DictionaryObject({NameObject("/UF"): TextStringObject(name), NameObject("/EF"): inner})


def associating(*entries: object, writer: PdfWriter | None = None) -> PdfReader:
    """A PDF with associated files."""
    writer = writer or bill()
    writer._root_object[NameObject("/AF")] = ArrayObject(entries)
    return reader_of(writer)


@pytest.mark.parametrize(
    "name", ["factur-x.xml", "zugferd-invoice.xml", "ZUGFeRD-invoice.xml", "xrechnung.xml", "Factur-X.XML"]
)
def test_the_invoice_is_found_by_its_names(name: str) -> None:
    """In the name tree, and among the associated files alone, in capitals or not."""
    writer = bill()
    writer.add_attachment(name, XML)
    assert attached_einvoice(reader_of(writer)) == XML
    writer = bill()
    assert attached_einvoice(associating(specification(writer, name, XML), writer=writer)) == XML
    answer = read_einvoice_bytes(XML)
    assert answer["xml_type"] == "cii"


def test_the_file_s_own_name_counts_where_the_tree_s_is_another() -> None:
    """Some programs number the entries of the tree."""
    writer = bill()
    writer.add_attachment("0001", XML)
    (entry,) = writer.attachment_list
    entry.alternative_name = TextStringObject("factur-x.xml")
    assert attached_einvoice(reader_of(writer)) == XML


def test_other_files_are_no_invoice() -> None:
    """An order, a picture, a file whose name only resembles one."""
    assert attached_einvoice(enclosing(order_x__xml=XML, regning__xml=XML, my_factur_x__xml=XML)) is None
    assert attached_einvoice(reader_of(bill())) is None
    assert attachment_names(reader_of(bill())) == []


def test_one_file_in_both_places_is_one() -> None:
    """As the standard asks for: the name tree and the associated files lead to the same."""
    writer = bill()
    writer.add_attachment("factur-x.xml", XML)
    (entry,) = writer.attachment_list
    reader = associating(entry.pdf_object.indirect_reference, writer=writer)
    assert attached_einvoice(reader) == XML
    assert attachment_names(reader) == ["factur-x.xml"]


def test_of_two_standards_the_newer_name_is_taken() -> None:
    """Some send ZUGFeRD 1 beside its successor, for old programs."""
    assert attached_einvoice(enclosing(ZUGFeRD_invoice__xml=b"<old/>", factur_x__xml=XML)) == XML
    assert attached_einvoice(enclosing(zugferd_invoice__xml=b"<old/>", xrechnung__xml=XML)) == XML


def test_two_different_invoices_of_one_name_are_none() -> None:
    """Nobody knows which of them is meant; the same one twice is no question."""
    writer = bill()
    writer.add_attachment("factur-x.xml", XML)
    with pytest.raises(SeveralInvoices):
        attached_einvoice(associating(specification(writer, "factur-x.xml", peppol()), writer=writer))
    writer = bill()
    writer.add_attachment("factur-x.xml", XML)
    assert attached_einvoice(associating(specification(writer, "factur-x.xml", XML), writer=writer)) == XML


def test_a_bomb_is_not_unpacked() -> None:
    """Sixty kilobytes that are 64 MB, or one byte more than an invoice may have, packed or not."""
    for size in (64 << 20, MAX_BYTES + 1):
        writer = bill()
        reader = associating(specification(writer, "factur-x.xml", bytes(size), packed=True), writer=writer)
        tracemalloc.start()
        with pytest.raises(LimitReachedError):
            attached_einvoice(reader)
        assert tracemalloc.get_traced_memory()[1] < 2.5 * MAX_BYTES
        tracemalloc.stop()
    writer = bill()
    file = specification(writer, "factur-x.xml", bytes(MAX_BYTES + 1))
    with pytest.raises(LimitReachedError):
        attached_einvoice(associating(file, writer=writer))


def test_a_bomb_of_another_name_is_not_even_touched() -> None:
    """Only what is an invoice by its name is unpacked."""
    writer = bill()
    file = specification(writer, "billeder.zip", bytes(30 << 20), packed=True)
    reader = associating(file, writer=writer)
    assert attached_einvoice(reader) is None
    assert attachment_names(reader) == ["vedhaeftning-1.zip"]


def test_a_thousand_and_one_files_are_too_many() -> None:
    """No letter has them."""
    writer = bill()
    files = [writer._add_object(specification(writer, f"{number}.txt", b"")) for number in range(MAX_FILES + 1)]
    reader = associating(*files, writer=writer)
    with pytest.raises(LimitReachedError):
        attachment_names(reader)
    with pytest.raises(LimitReachedError):
        attached_einvoice(reader)


def test_names_are_neutral_as_a_mail_s_are() -> None:
    """A file is often called by its citizen's name: only an invoice keeps its own, of others the known ending is kept."""
    reader = enclosing(
        Agnes_Ahornblad_070250_1234__pdf=b"",
        factur_x__xml=XML,
        program__exe=b"",
        uden_endelse=b"",
    )
    assert sorted(attachment_names(reader)) == [
        "factur-x.xml",
        "vedhaeftning-1.pdf",
        "vedhaeftning-3",
        "vedhaeftning-4",
    ]


@pytest.mark.parametrize("name", ["../../etc/x.pdf", "C:\\a\\b.pdf", "a\0b.pdf", "b.pdf", "B.PDF", "a\nb/.pdf/x.pdf"])
def test_no_path_survives_in_a_name(name: str) -> None:
    """Whatever it is called inside, here it is a number with an ending."""
    writer = bill()
    assert attachment_names(associating(specification(writer, name, b""), writer=writer)) == ["vedhaeftning-1.pdf"]


def test_a_malformed_list_of_files_hides_none_and_raises_nothing() -> None:
    """Nulls, texts, files without content: they are passed over."""
    writer = bill()
    good = specification(writer, "factur-x.xml", XML)
    empty = DictionaryObject({NameObject("/UF"): TextStringObject("factur-x.xml")})
    reader = associating(NullObject(), TextStringObject("a"), empty, ArrayObject(), good, writer=writer)
    assert attached_einvoice(reader) == XML
    for wrong in (NullObject(), TextStringObject("a"), DictionaryObject()):
        writer = bill()
        writer._root_object[NameObject("/AF")] = wrong
        assert attached_einvoice(reader_of(writer)) is None
    writer = bill()
    writer._root_object[NameObject("/Names")] = TextStringObject("a")
    assert attachment_names(reader_of(writer)) == []


def test_an_invoice_without_its_content_is_damaged() -> None:
    """It says that it encloses one, and doesn't: that isn't a PDF without any."""
    writer = bill()
    file = specification(writer, "factur-x.xml", XML)
    file[NameObject("/EF")] = DictionaryObject()
    with pytest.raises(PyPdfError):
        attached_einvoice(associating(file, writer=writer))


def test_a_locked_pdf_that_anybody_may_open_gives_its_invoice() -> None:
    """Protected against changes only."""
    writer = bill()
    writer.add_attachment("factur-x.xml", XML)
    writer.encrypt(user_password="", owner_password="ejer", algorithm="AES-256")
    reader = reader_of(writer)
    assert reader.decrypt("")
    assert attached_einvoice(reader) == XML
