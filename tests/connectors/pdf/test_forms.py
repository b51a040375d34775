"""A form is filled as a person would have filled it, and what it doesn't take is an error that names the field."""

from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, BooleanObject, DictionaryObject, NameObject, NumberObject, TextStringObject

from connectors.documents.reading import read_document
from connectors.pdf.writing import fill_form
from gevinst.codes import Code
from gevinst.errors import BusinessError, ProcessError
from sandbox.people import ORDINARY
from tests.connectors.pdf.samples import changed, field, form, text_of

NAME = ORDINARY[0].name
LONG = "Første linje, som er så lang, at den må brydes over flere linjer i feltet.\nAnden linje"
VALUES: dict[str, str | bool] = {
    "navn": f"{NAME} Æ & Ø (ApS) \\",
    "postnr": "4400",
    "bemærkning": LONG,
    "tolk": True,
    "art": "Prisoverslag",
    "enig": "Ja, delvist",
    "fra": "Tandlæge",
}


def test_every_kind_of_field_is_filled_stored_and_shown(tmp_path: Path) -> None:
    """What is stored is what the form stores for the word; what is shown is the word, by a picture no viewer need draw."""
    fill_form(form(tmp_path), VALUES, tmp_path / "ud.pdf")
    document = read_document(tmp_path / "ud.pdf")
    assert document.problem is None
    stored = {"bemærkning": " ".join(LONG.split()), "tolk": "Yes", "art": "2"}
    assert dict(document.form_fields) == VALUES | stored
    reader = PdfReader(tmp_path / "ud.pdf")
    assert reader.root_object["/AcroForm"]["/NeedAppearances"] == False  # noqa: E712 (pypdf's own boolean)
    boxes = {str(box.get("/T", "fra")): box for box in (each.get_object() for each in reader.pages[0]["/Annots"])}
    assert (boxes["tolk"]["/AS"], boxes["art"]["/I"]) == ("/Yes", [1])


def test_a_flat_form_is_a_page_with_text_on_it(tmp_path: Path) -> None:
    """Nobody writes over it, and whoever reads the page reads the values: long ones broken, a list by what was chosen."""
    fill_form(form(tmp_path), VALUES, tmp_path / "ud.pdf", flat=True)
    assert PdfReader(tmp_path / "ud.pdf").get_fields() is None
    (text,) = text_of(tmp_path / "ud.pdf")
    told = ["Ansøgning", VALUES["navn"], "4400", " ".join(LONG.split()), "Prisoverslag", "Ja, delvist"]
    assert text == " ".join(map(str, told))


def test_fields_that_are_not_named_stay_as_they_are(tmp_path: Path) -> None:
    """Also when the same form is filled in twice, bit by bit; a list takes the stored value as well as the word."""
    fill_form(form(tmp_path), {"navn": NAME, "tolk": True, "art": "2"}, tmp_path / "en.pdf")
    fill_form(tmp_path / "en.pdf", {"postnr": "4450", "tolk": False, "fra": "Læge"}, tmp_path / "to.pdf")
    values = dict(read_document(tmp_path / "to.pdf").form_fields)
    assert values == {"navn": NAME, "postnr": "4450", "bemærkning": "", "art": "2", "enig": "Ja", "fra": "Læge"}


def test_a_field_may_be_emptied_and_a_box_without_a_sign_is_never_ticked_unseen(tmp_path: Path) -> None:
    """An empty text is a value here; a box that shows nothing when it is ticked is left to a person."""
    fill_form(form(tmp_path), {"navn": NAME}, tmp_path / "en.pdf")
    fill_form(tmp_path / "en.pdf", {"navn": "", "bemærkning": ""}, tmp_path / "to.pdf")
    assert dict(read_document(tmp_path / "to.pdf").form_fields)["navn"] == ""
    with pytest.raises(BusinessError) as refused:
        fill_form(changed(form(tmp_path), lambda w: field(w, "tolk").pop("/AP")), {"tolk": True}, tmp_path / "ud.pdf")
    assert refused.value.code is Code.DOCUMENT_DYNAMIC_FORM


def test_what_the_form_left_to_the_viewer_to_draw_still_shows(tmp_path: Path) -> None:
    """A filled form says that nothing is left to draw, so what isn't drawn yet is drawn."""

    def leave(writer: PdfWriter) -> None:
        field(writer, "navn", V=TextStringObject("Fra før")).pop("/AP")
        writer.root_object["/AcroForm"][NameObject("/NeedAppearances")] = BooleanObject(True)

    fill_form(changed(form(tmp_path), leave), {"postnr": "4400"}, tmp_path / "ud.pdf")
    fill_form(tmp_path / "ud.pdf", {}, tmp_path / "flad.pdf", flat=True)
    assert text_of(tmp_path / "flad.pdf")[0].startswith("Ansøgning Fra før 4400")


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"nvan": "x"}, "the form has no field 'nvan'; it has: art, bemærkning, enig, fra, navn, postnr, tolk"),
        ({"art": "Faktura"}, "the field 'art' takes one of: Regning, Prisoverslag"),
        ({"enig": "ja"}, "the field 'enig' takes one of: Ja, Ja, delvist, Nej"),
        ({"fra": "Frisør"}, "the field 'fra' takes one of: Læge, Tandlæge"),
        ({"fra": True}, "the field 'fra' takes one of: Læge, Tandlæge"),
        ({"tolk": "ja"}, "the field 'tolk' takes yes or no (True or False)"),
        ({"navn": True}, "the field 'navn' takes a text"),
        ({"postnr": "44000"}, "the field 'postnr' takes at most so many characters: 4"),
        ({"navn": "to\nlinjer"}, "the field 'navn' takes one line of text"),
        ({"navn": "x" * 60}, "the field 'navn' has no room for the text it was given"),
        ({"bemærkning": "ord " * 200}, "the field 'bemærkning' has no room for the text it was given"),
        ({"bemærkning": "x" * 90}, "the field 'bemærkning' has no room for the text it was given"),
        ({"navn": "你好"}, "the field 'navn' can't show every character of the text it was given"),
        ({"navn": "a\x07"}, "the field 'navn' can't show every character of the text it was given"),
    ],
)
def test_what_a_field_doesn_t_take_is_an_error_that_names_field_and_choices(
    tmp_path: Path, values: dict[str, str | bool], told: str
) -> None:
    """And nothing is written: a form with a cut text or an empty choice would pass for a filled one."""
    with pytest.raises(ProcessError) as refused:
        fill_form(form(tmp_path), VALUES | values, tmp_path / "ud.pdf")
    assert refused.value.detail == told
    assert refused.value.code is Code.DOCUMENT_UNKNOWN
    assert not (tmp_path / "ud.pdf").exists()


def test_a_field_in_a_group_is_filled_by_its_full_name_and_alone(tmp_path: Path) -> None:
    """Two people's fields have the same last name; what the group says of its fields counts for them."""

    def group(writer: PdfWriter) -> None:
        fields = writer.root_object["/AcroForm"]["/Fields"]
        inner = field(writer, "postnr", T=TextStringObject("navn"))
        kind = inner.pop("/FT")
        entries = {"/T": TextStringObject("partner"), "/FT": kind, "/Kids": ArrayObject([inner.indirect_reference])}
        parent = writer._add_object(DictionaryObject({NameObject(key): value for key, value in entries.items()}))
        inner[NameObject("/Parent")] = parent
        fields[:] = [*(each for each in fields if each.get_object() is not inner), parent]

    path = changed(form(tmp_path), group)
    fill_form(path, {"navn": NAME}, tmp_path / "ud.pdf")
    assert PdfReader(tmp_path / "ud.pdf").get_fields()["partner.navn"]["/V"] == ""
    fill_form(path, {"partner.navn": "Bo"}, tmp_path / "ud.pdf", flat=True)
    assert "Bo" in text_of(tmp_path / "ud.pdf")[0]


def test_fields_that_share_a_picture_don_t_show_each_other_s_values(tmp_path: Path) -> None:
    """Blank fields of one size often share one blank picture."""
    path = changed(
        form(tmp_path), lambda writer: field(writer, "postnr").update({NameObject("/AP"): field(writer, "navn")["/AP"]})
    )
    fill_form(path, {"navn": NAME, "postnr": "4400"}, tmp_path / "ud.pdf", flat=True)
    assert text_of(tmp_path / "ud.pdf")[0].startswith(f"Ansøgning {NAME} 4400")


def test_a_field_may_show_in_several_places(tmp_path: Path) -> None:
    """A name at the top of each page is one field with a box on each."""

    def twice(writer: PdfWriter) -> None:
        first = field(writer, "navn")
        copy = DictionaryObject(
            {key: first.raw_get(key) for key in first if key not in ("/T", "/FT", "/V", "/Ff", "/DV")}
        )
        second = DictionaryObject(copy)
        second[NameObject("/Rect")] = ArrayObject(map(NumberObject, (150, 400, 350, 420)))
        kids = ArrayObject(writer._add_object(each) for each in (copy, second))
        for kid in kids:
            kid.get_object()[NameObject("/Parent")] = first.indirect_reference
        annotations = writer.pages[0]["/Annots"]
        annotations[:] = [*(each for each in annotations if each.get_object() is not first), *kids]
        for key in [key for key in first if key not in ("/T", "/FT", "/V", "/Ff", "/DV")]:
            del first[key]
        first[NameObject("/Kids")] = kids

    fill_form(changed(form(tmp_path), twice), {"navn": NAME}, tmp_path / "ud.pdf", flat=True)
    assert text_of(tmp_path / "ud.pdf")[0].count(NAME) == 2


def test_a_form_in_two_formats_is_left_in_the_one_that_was_filled(tmp_path: Path) -> None:
    """Adobe Reader would show the other, which is still empty."""

    def both(writer: PdfWriter) -> None:
        writer.root_object["/AcroForm"][NameObject("/XFA")] = ArrayObject()

    fill_form(changed(form(tmp_path), both), {"navn": NAME}, tmp_path / "ud.pdf")
    assert "/XFA" not in PdfReader(tmp_path / "ud.pdf").root_object["/AcroForm"]
