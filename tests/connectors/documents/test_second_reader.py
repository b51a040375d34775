"""A page whose text may be half of what there is to see gets a second reader; what a dynamic form's data says is read."""

import io
import sys
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, BooleanObject, DictionaryObject, NameObject, StreamObject, TextStringObject

from connectors.documents import ocr
from connectors.documents.pdf import read_pdf
from connectors.documents.second_reader import reads_more
from gevinst.codes import Code
from tests.connectors.documents.samples import CPR, bill, pdf, read, rows, values

DATA = "http://www.xfa.org/schema/xfa-data/1.0/"


def file(folder: Path, content: bytes) -> str:
    """The file's path."""
    path = folder / "fil.pdf"
    path.write_bytes(content)
    return str(path)


def test_what_the_first_reader_missed_is_noticed(tmp_path: Path) -> None:
    """Half the page's words are missing in what it gave."""
    path = file(tmp_path, pdf(rows(bill())))
    whole = PdfReader(path).pages[0].extract_text()
    assert not reads_more(path, 1, whole)
    assert reads_more(path, 1, whole[: len(whole) // 2])


def test_such_a_page_is_looked_at_as_a_picture(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Flagged; the text that was found isn't believed alone."""
    monkeypatch.setattr("connectors.documents.pdf.reads_more", lambda *_page: True)
    found = read_pdf(file(tmp_path, pdf([(60, 700, "Regning")])))
    assert found["problem"] is Code.DOCUMENT_SCANNED
    assert found["flags"] == ["text layer in doubt"]
    assert found["pages"][0]["unseen"]


def test_an_ordinary_page_asks_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second reader costs time: only pages of the kind that readers get wrong have one."""
    asked = []
    monkeypatch.setattr("connectors.documents.pdf.reads_more", lambda *page: bool(asked.append(page)))
    many = [(60.0, 700.0 - 14 * number, "Et helt almindeligt brev med ord nok på siden") for number in range(20)]
    read_pdf(file(tmp_path, pdf(many)))
    assert asked == []
    read_pdf(file(tmp_path, pdf([(60, 700, "Få ord")])))
    assert len(asked) == 1


def test_without_pdfium_nobody_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An extra that a machine may do without."""
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    assert not reads_more(file(tmp_path, pdf(rows(bill()))), 1, "")
    assert not ocr.can_read()


def dynamic(data: str, *, also: str = "") -> bytes:
    """A form whose page says "please wait", with its data as XFA; `also` as an AcroForm's CPR number."""
    writer = PdfWriter(clone_from=_reader(pdf([(60, 700, "Please wait ... Regning", 18)])))
    packet = StreamObject()
    packet.set_data(f'<xfa:datasets xmlns:xfa="{DATA}"><xfa:data>{data}</xfa:data></xfa:datasets>'.encode())
    fields = ArrayObject()
    if also:
        field = {"/T": TextStringObject("CPR"), "/FT": NameObject("/Tx"), "/V": TextStringObject(also)}
        fields.append(writer._add_object(DictionaryObject({NameObject(key): value for key, value in field.items()})))
    form = {"/XFA": ArrayObject([TextStringObject("datasets"), writer._add_object(packet)]), "/Fields": fields}
    writer._root_object[NameObject("/AcroForm")] = DictionaryObject(
        {NameObject(key): value for key, value in form.items()}
    )
    writer._root_object[NameObject("/NeedsRendering")] = BooleanObject(value=True)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _reader(content: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(content))


def test_a_dynamic_form_s_data_is_read(tmp_path: Path) -> None:
    """By the names of its elements, as a form's fields are."""
    found = read(tmp_path, dynamic(f"<skema><CPR>{CPR}</CPR><Beløb>1.250,00</Beløb></skema>"))
    assert found.problem is Code.FIELD_MISSING
    assert values(found)["cpr"] == CPR
    assert str(values(found)["amount"]) == "1250.00"


def test_a_dynamic_form_without_data_is_for_a_person(tmp_path: Path) -> None:
    """What its page says is no content."""
    assert read(tmp_path, dynamic("<skema/>")).problem is Code.DOCUMENT_DYNAMIC_FORM
    assert read(tmp_path, dynamic("<!DOCTYPE x [<!ENTITY a 'b'>]>")).problem is Code.DOCUMENT_DYNAMIC_FORM


def test_a_form_that_says_two_things_is_for_a_person(tmp_path: Path) -> None:
    """Its fields and its data are two places: one program changed one of them."""
    found = read(tmp_path, dynamic(f"<skema><CPR>{CPR}</CPR></skema>", also="080352-2345"))
    assert found.problem is Code.SEVERAL_CITIZENS
