"""A kept document on the desk: its pages with marks, and what a template has against a correction."""

import io
import random
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from docx import Document
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject, NumberObject

from connectors.documents.corrected import objections
from connectors.documents.danish import place_of
from connectors.documents.extraction import extract
from connectors.documents.kept import as_kept, shown
from connectors.documents.pages_shown import MOST_PRINTED, show_pages
from connectors.documents.reading import read_document
from connectors.documents.template_files import load_template
from connectors.documents.trust import Trust
from gevinst.codes import Code
from gevinst.desk.showing import CannotShow, Mark
from gevinst.items.readings import DocumentReading
from gevinst.values.fields import read_field
from sandbox.people import ORDINARY
from sandbox.post.layouts import label_table, word_table
from sandbox.post.paper import make_paper
from tests.connectors.documents.written import template

BILL = make_paper(random.Random(1), ORDINARY[1], "regning")
GREEN, RED = (0, 128, 60), (190, 30, 30)


def put(folder: Path, content: bytes) -> Path:
    """A file of the store: called by its hash, without an ending."""
    path = folder / ("0" * 12)
    path.write_bytes(content)
    return path


def colours(picture: bytes) -> set[object]:
    """Every colour on a picture."""
    return {colour for _, colour in Image.open(io.BytesIO(picture)).getcolors(1 << 24) or ()}


def kept(path: Path, name: str) -> DocumentReading:
    """What is kept of a document."""
    rules = load_template("helbredstillaeg")
    document = read_document(path, name=name)
    return as_kept(document, extract(document, rules), rules)


@pytest.mark.parametrize(("name", "content"), [("regning.pdf", label_table(BILL)), ("regning.docx", word_table(BILL))])
def test_every_field_is_marked_on_the_page(tmp_path: Path, name: str, content: bytes) -> None:
    """Of a PDF where it was read, of a Word file where its text is found; in red what contradicts itself."""
    path = put(tmp_path, content)
    read = kept(path, name)
    assert {field.title for field in read.fields if field.value} == {
        *("CPR-nummer", "Borgerens navn", "Behandling", "Behandlingsdato", "Beløb i alt", "Behandlingssted"),
        "Behandlingsstedets CVR-nummer",
    }
    places = [(field, place) for field in read.fields for place in field.places]
    marks = [Mark(place.page, field.title, place.box, place.text) for field, place in places]
    pages = show_pages(path, name, 1, marks)
    assert (pages.count, list(pages.pictures)) == (1, [1])
    assert GREEN in colours(pages.pictures[1])
    bare = show_pages(path, name, 1, [])
    assert not {GREEN, RED} & colours(bare.pictures[1])
    wrong = show_pages(path, name, 1, [replace(each, stumbled=True) for each in marks])
    assert RED in colours(wrong.pictures[1])


def test_any_page_can_be_asked_for(tmp_path: Path) -> None:
    """One at a time; beyond the last there is none."""
    writer = PdfWriter()
    for _ in range(3):
        writer.append(PdfReader(io.BytesIO(label_table(BILL))))
    out = io.BytesIO()
    writer.write(out)
    path = put(tmp_path, out.getvalue())
    third, fourth = show_pages(path, "tre.pdf", 3, []), show_pages(path, "tre.pdf", 4, [])
    assert (third.count, list(third.pictures)) == (3, [3])
    assert (fourth.count, dict(fourth.pictures)) == (3, {})


def test_of_a_long_word_file_the_first_pages_are_shown(tmp_path: Path) -> None:
    """Twelve can be asked for, printed once, and a sentence says where the thirteenth is."""
    document = Document()
    for number in range(1, 14):
        document.add_heading(f"Side {number}").paragraph_format.page_break_before = number > 1
    path = tmp_path / "lang.docx"
    document.save(str(path))
    pages = show_pages(path, "lang.docx", 1, [])
    assert (pages.count, sorted(pages.pictures)) == (MOST_PRINTED, list(range(1, MOST_PRINTED + 1)))
    assert pages.rest == "Her vises de første 12 af 13 sider. Resten står i filen nedenfor."


def test_a_file_that_says_it_has_a_million_pages_has_none(tmp_path: Path) -> None:
    """One page that counts itself a million times is refused as too much, and makes no list of a million pictures."""
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.root_object["/Pages"].get_object()[NameObject("/Count")] = NumberObject(1_000_000)  # type: ignore[index]
    out = io.BytesIO()
    writer.write(out)
    with pytest.raises(CannotShow) as cannot:
        show_pages(put(tmp_path, out.getvalue()), "mange.pdf", 1, [])
    assert cannot.value.sentence == Code.LIMIT_EXCEEDED.sentence


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "hverken"),
        (b"\x89PNG\r\n", "hverken"),
        (b'<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"/>', "e-faktura"),
        (b"%PDF-1.4 nothing", Code.DOCUMENT_DAMAGED.sentence),
    ],
)
def test_a_file_without_pages_says_so(tmp_path: Path, content: bytes, said: str) -> None:
    """In a Danish sentence that repeats nothing of it; never an error."""
    with pytest.raises(CannotShow) as cannot:
        show_pages(put(tmp_path, content), "fil", 1, [])
    assert said in cannot.value.sentence


def test_what_is_shown_is_read_back(tmp_path: Path) -> None:
    """Each value as it stands in its field is what the reader makes of it again: an untouched field is no correction."""
    read = kept(put(tmp_path, label_table(BILL)), "regning.pdf")
    for field in read.fields:
        assert field.value
        read_field(field.value, field.form)
    assert [shown(each) for each in ("1250.00", "2026-03-03", "andet")] == ["1.250,00", "3. marts 2026", "andet"]


def test_a_corrected_field_says_who_gave_it(tmp_path: Path) -> None:
    """It has no problem whatever stands on the page, and its evidence is a person; the other fields are the document's."""
    rules = load_template("helbredstillaeg")
    document = read_document(put(tmp_path, label_table(replace(BILL, second_amount=BILL.amount + 1))), name="r.pdf")
    assert extract(document, rules).fields["amount"].problem is Code.CONFLICTING_AMOUNTS
    found = extract(document, rules, {"amount": "1.250,00", "findes_ikke": "x", "cpr": "ikke et nummer"})
    amount = found.fields["amount"]
    assert (amount.value, amount.problem, found.problem) == (Decimal("1250.00"), None, None)
    assert [(each.trust, place_of(each)) for each in amount.evidence] == [(Trust.PERSON, "rettet af en sagsbehandler")]
    assert all(each.trust is not Trust.PERSON for each in found.fields["cpr"].evidence)


def test_a_correction_must_fit_the_templates_own_checks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What doesn't add up is refused where it is typed, by every field that takes part; what does is taken."""
    amounts = {"net": "Netto", "vat": "Moms", "total": "I alt"}
    fields = {name: {"type": "amount", "title": title, "labels": [title]} for name, title in amounts.items()}
    fields["total"]["positive"] = True  # type: ignore[assignment]
    rules = template(tmp_path, fields, checks=[{"total": ["net", "vat"], "equals": "total"}])
    monkeypatch.setattr("connectors.documents.corrected.load_template", lambda _: rules)
    assert objections("x", "", {"net": "80,00", "vat": "20,00", "total": "100,00"}) == {}
    broken = objections("x", "", {"net": "80,00", "vat": "20,00", "total": "101,00"})
    assert set(broken) == {"net", "vat", "total"}
    assert broken["total"] == "»Netto« og »Moms« og »I alt« stemmer ikke med hinanden. Ret den, der er forkert."
    assert objections("x", "", {"total": "-1,00"}) == {"total": "I alt skal være mere end nul."}


def test_a_template_that_is_gone_objects_to_nothing() -> None:
    """The next run says so; the answer isn't lost."""
    assert objections("findes-ikke", "", {"total": "1,00"}) == {}
