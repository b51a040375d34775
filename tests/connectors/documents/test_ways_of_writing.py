"""Templates for what is written otherwise: rows by pattern, texts over several lines, words that mean another, from abroad."""

import io
from decimal import Decimal
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, FloatObject, NameObject, StreamObject, TextStringObject

from connectors.documents.document import Document, Page, Segment
from connectors.documents.extracted import Extraction, FieldResult
from connectors.documents.extraction import extract
from connectors.documents.reading import read_document
from connectors.documents.template_files import load_template
from connectors.documents.templates import Template
from gevinst.codes import Code
from gevinst.errors import ConfigurationError
from gevinst.values.personal import Personal
from tests.connectors.documents.samples import pdf

LINES = """
lines:
  required_for: [invoice]
  ends_at: [Total]
  rows:
    starts_at: [Item]
    others: ['Subtotal   .+']
    lines: ['(?P<name>.+)   (?P<amount>[0-9.]+)', '(?P<remark>Note: .+)']
    more: ['(?P<name>in .+)']
  fields:
    name: {type: text}
    amount: {type: amount}
    remark: {type: text}
"""


def template(folder: Path, fields: str = "{}", rest: str = "") -> Template:
    """A British invoice's."""
    text = f"name: prøve\nlocale: en-GB\nkinds: [{{name: invoice, any_of: [invoice]}}]\nfields: {fields}\n{rest}"
    (folder / "prøve.yaml").write_text(text, encoding="utf-8")
    return load_template("prøve", folder=folder)


def document(*pages: str) -> Document:
    """Pages of lines, each line of texts that stand apart where a `|` is."""
    return Document(
        name="f", sha256="0", media_type="", pages=tuple(_page(number, each) for number, each in enumerate(pages, 1))
    )


def _page(number: int, text: str) -> Page:
    segments = [
        Segment(text=part.strip(), x=50 + 100 * column, y=100 + 15 * row, size=10, width=50)
        for row, line in enumerate(["Invoice", *text.strip().splitlines()])
        for column, part in enumerate(line.split("|"))
    ]
    return Page(number=number, segments=tuple(segments), text="\n".join(each.text for each in segments))


def lines_of(found: Extraction) -> list[dict[str, object]]:
    """The lines as plain mappings."""
    return [dict(line.values) for line in found.lines]


def test_rows_are_lines_by_how_they_are_written(tmp_path: Path) -> None:
    """A line that goes on below, a remark of its own, a subtotal that is none: each is known for what it is."""
    found = extract(
        document("Item | Price\nTable | 12.00\nin oak\nSubtotal | 12.00\nNote: heavy\nChair | 3.50\nTotal | 15.50"),
        template(tmp_path, rest=LINES),
    )
    assert found.problem is None
    assert lines_of(found) == [
        {"name": "Table in oak", "amount": Decimal("12.00")},
        {"remark": "Note: heavy"},
        {"name": "Chair", "amount": Decimal("3.50")},
    ]


def test_a_row_that_nobody_knows_leaves_no_lines(tmp_path: Path) -> None:
    """It may be a line: what was understood of the others proves nothing, and a person looks."""
    found = extract(
        document("Item | Price\nTable | 12.00\nChair | free\nTotal | 12.00"), template(tmp_path, rest=LINES)
    )
    assert found.problem is Code.CHECK_FAILED
    assert found.lines == ()


@pytest.mark.parametrize("second", ["Chair | 3.50\nTotal | 15.50", "Page 2\nItem | Price\nChair | 3.50\nTotal | 15.50"])
def test_rows_go_on_upon_the_next_page(tmp_path: Path, second: str) -> None:
    """From its top, or below its headings where they stand there again."""
    pages = document("Item | Price\nTable | 12.00", second)
    pages = pages.model_copy(update={"pages": (pages.pages[0], _without_title(pages.pages[1]))})
    found = extract(pages, template(tmp_path, rest=LINES))
    assert [(line.page, line.values["name"]) for line in found.lines] == [(1, "Table"), (2, "Chair")]


def _without_title(page: Page) -> Page:
    return page.model_copy(update={"segments": page.segments[1:]})


def test_an_invoice_without_its_rows_lacks_them(tmp_path: Path) -> None:
    """Lines that the kind can't do without are missing, not none."""
    found = extract(document("Total | 12.00"), template(tmp_path, rest=LINES))
    assert found.problem is Code.FIELD_MISSING


@pytest.mark.parametrize(
    ("right", "wrong", "place"),
    [
        ("(?P<remark>", "(?P<remarks>", "there is no column 'remarks'"),
        ("'Subtotal   .+'", "'Subtotal ('", "is no regular expression"),
        ("starts_at: [Item]", "starts_at: []", "starts_at"),
    ],
)
def test_rows_that_contradict_themselves_are_named(tmp_path: Path, right: str, wrong: str, place: str) -> None:
    """A column nobody declared and a pattern that is none never wait for a document to be found out."""
    assert right in LINES
    with pytest.raises(ConfigurationError, match=place):
        template(tmp_path, rest=LINES.replace(right, wrong))


@pytest.mark.parametrize(
    ("rule", "value"),
    [
        ("{type: date, patterns: ['from ([0-9]+) to [0-9]+ (.+)$']}", "2026-03-01"),
        (r"{type: text, passages: ['^Remarks:\n((?:.+\n)+)Yours']}", "Paid in two parts. Thank you."),
        (r"{type: text, passages: ['^(Order [0-9]+)$[\s\S]*^(Yours)$']}", "Order 77 Yours"),
        ("{type: text, patterns: ['([€$])[0-9]'], means: {€: EUR, $: USD}}", "EUR"),
        ("{type: text, areas: [{left: 0, top: 45, width: 100, height: 5, pattern: '^[0-9]{4} (.+)$'}]}", "Leeds"),
        ("{type: phone, labels: [Phone]}", "(870)-931-0505"),
    ],
)
def test_a_value_is_found_however_it_is_written(tmp_path: Path, rule: str, value: str) -> None:
    """Groups apart, several lines, a sign for a word, a part of what stands in an area, a telephone number from abroad."""
    page = document(
        "Order 77\n1234 Leeds\nPhone: (870)-931-0505\nfrom 1 to 31 March 2026\nTotal €12.00\nRemarks:\nPaid in two\nparts.\n"
        "Thank you.\nYours"
    )
    found = extract(page, template(tmp_path, f"{{x: {rule}}}"))
    assert found.problem is None
    assert _text(found.fields["x"]) == value
    assert found.fields["x"].evidence[0].box is not None


def _text(field: FieldResult) -> str:
    return field.value.reveal() if isinstance(field.value, Personal) else str(field.value)


def test_a_word_that_means_nothing_known_is_one_for_a_person(tmp_path: Path) -> None:
    """A currency that nobody listed is never passed on as it stands."""
    rule = "{type: text, patterns: ['([€$£])[0-9]'], means: {€: EUR, $: USD}}"
    found = extract(document("Total £12.00"), template(tmp_path, f"{{x: {rule}}}"))
    assert found.fields["x"].problem is Code.CHECK_FAILED


@pytest.mark.parametrize("number", ["12 34", "1234567890123456", "12345x67", "(870-931-0505"])
def test_not_any_digits_are_a_telephone_number_abroad(tmp_path: Path, number: str) -> None:
    """Too few, too many, with letters, or half a parenthesis."""
    found = extract(document(f"Phone: {number}"), template(tmp_path, "{x: {type: phone, labels: [Phone]}}"))
    assert found.fields["x"].problem is Code.CHECK_FAILED


def test_amounts_may_be_written_in_another_way_than_dates(tmp_path: Path) -> None:
    """A French invoice with points before its cents says so in its template; nobody guesses."""
    fields = "{day: {type: date, labels: [Date]}, amount: {type: amount, labels: [Total]}}"
    page = document("Date: 2 juillet 2026\nTotal: 1,029.99 €")
    french = template(tmp_path, fields).model_copy(update={"locale": "fr"})
    assert extract(page, french).fields["amount"].problem is Code.CHECK_FAILED
    found = extract(page, french.model_copy(update={"amounts": "en-GB"}))
    assert {name: str(each.value) for name, each in found.fields.items()} == {"day": "2026-07-02", "amount": "1029.99"}


@pytest.mark.parametrize(("wide", "words", "problem"), [(0, "", None), (5, "", "note"), (0, "Afvist", "note")])
def test_a_stamp_that_nobody_can_see_is_no_note(tmp_path: Path, wide: float, words: str, problem: str | None) -> None:
    """Some programs leave an empty stamp of no size behind; one with a size or with words is a person's."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf([(60, 700, "Invoice")]))))
    picture = StreamObject()
    picture[NameObject("/BBox")] = ArrayObject(FloatObject(each) for each in (0, 0, wide, wide))
    stamp = DictionaryObject(
        {
            NameObject("/Subtype"): NameObject("/Stamp"),
            NameObject("/Contents"): TextStringObject(words),
            NameObject("/Rect"): ArrayObject(FloatObject(each) for each in (0, 0, 5, 5)),
            NameObject("/AP"): DictionaryObject({NameObject("/N"): writer._add_object(picture)}),
        }
    )
    writer.pages[0][NameObject("/Annots")] = ArrayObject([writer._add_object(stamp)])
    writer.write(tmp_path / "stamped.pdf")
    expected = Code.DOCUMENT_TRACKED_CHANGES if problem else None
    assert read_document(tmp_path / "stamped.pdf").problem is expected
