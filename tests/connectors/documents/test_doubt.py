"""When two readings of one document are possible, none is taken: the reason says which field, and where it stands."""

from decimal import Decimal
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from connectors.documents.templates import plain_name
from gevinst.codes import Code
from tests.connectors.documents.samples import CPR, FIELDS, NAME, OTHER, bill, pdf, read, rows, values, word


def with_line(text: str, *, fields: dict[str, str] | None = None) -> bytes:
    """The bill with a further line at its foot."""
    return pdf([*rows(FIELDS if fields is None else fields), (60, 300, text)])


def form(values_: dict[str, str], *lines: str) -> bytes:
    """A PDF form with its fields filled in, and text printed on the page."""

    def fill(canvas: Canvas) -> None:
        for number, (name, value) in enumerate(values_.items()):
            y = 700 - 40 * number
            canvas.drawString(60, y, name)
            canvas.acroForm.textfield(name=name, value=value, x=200, y=y, width=280, height=22, fontSize=10)

    return pdf([(60, 770, "Regning", 18), *((60, 200 - 20 * n, line) for n, line in enumerate(lines))], also=fill)


ANSWERS = {
    "Navn": NAME,
    "CPR": CPR,
    "Behandling": "Tandrensning",
    "Behandlingsdato": "03-03-2026",
    "Beløb": "1.250,00",
    "Klinik": "Tandklinikken Prøvetand",
    "CVR": "29189846",
}


def test_two_amounts_are_a_conflict_with_both_and_their_places(tmp_path: Path) -> None:
    """A person chooses between what stands there, in order, and sees where each was read."""
    amount = read(tmp_path, with_line("Samlet pris: 1.400,00 kr.")).fields["amount"]
    assert amount.problem is Code.CONFLICTING_AMOUNTS
    assert amount.value is None
    assert amount.candidates == ("1250.00", "1400.00")
    assert {evidence.source for evidence in amount.evidence} == {"I alt at betale", "Samlet pris"}


def test_the_same_amount_written_twice_is_one(tmp_path: Path) -> None:
    """«1250,-» and «1.250,00 kr.» agree, and both places are evidence."""
    found = read(tmp_path, with_line("Samlet pris: 1250,-"))
    assert found.problem is None
    assert len(found.fields["amount"].evidence) == 2


def test_a_second_amount_that_can_t_be_read_is_still_a_second_amount(tmp_path: Path) -> None:
    """The readable one of two isn't simply taken: the other may be the one that holds."""
    for text in ("Samlet pris: 1,400.00", "Samlet pris: ca. 1.400", "Samlet pris kr. 1.4OO"):
        amount = read(tmp_path, with_line(text)).fields["amount"]
        assert amount.problem is Code.CHECK_FAILED
        assert amount.value is None
        assert [evidence.source for evidence in amount.evidence] == ["Samlet pris"]


@pytest.mark.parametrize(
    "text", ["1,250.00", "9.99", "1.250,5", "EUR 1.250,00", "1.2S0,00", "0,00", "-1.250,00", "(1.250,00)"]
)
def test_an_amount_that_may_be_another_goes_to_a_person(tmp_path: Path, text: str) -> None:
    """English points, other currencies, misread digits, nothing and less than nothing."""
    found = read(tmp_path, pdf(rows(bill(I_alt_at_betale=text))))
    assert found.problem is Code.CHECK_FAILED
    assert found.fields["amount"].value is None


@pytest.mark.parametrize("text", ["03-03-26", "31-06-2026", "3. march 2026", "mandag d. 3. marts 2026", "snarest"])
def test_a_date_that_may_be_another_goes_to_a_person(tmp_path: Path, text: str) -> None:
    """Two-digit years, days that aren't, other languages, a weekday that doesn't fit."""
    assert read(tmp_path, pdf(rows(bill(Dato_for_behandling=text)))).problem is Code.CHECK_FAILED


@pytest.mark.parametrize(
    "text",
    [
        f"Vedr. også {OTHER}",
        "Vedr. også 080352–2345",
        "Vedr. også 080352\u20112345",
        "Vedr. også 080352 - 2345",
        "Vedr. også 080352 2345",
        "Ægtefælle (080352-2345)",
        "CPR-nr.: 0803522345",
        "CPR: 080352/2345",
    ],
)
def test_a_second_citizen_anywhere_is_noticed(tmp_path: Path, text: str) -> None:
    """Two citizens in one document never look like one, however the second one's number is set."""
    found = read(tmp_path, word(also=lambda document: document.add_paragraph(text)))
    assert found.problem in (Code.SEVERAL_CITIZENS, Code.CPR_INVALID)
    assert found.fields["cpr"].value is None
    assert found.fields["cpr"].candidates == ()


def test_a_second_citizen_broken_over_two_lines_is_noticed(tmp_path: Path) -> None:
    """The line ended after the hyphen."""
    lines = [*rows(FIELDS), (60, 300, "Behandlingen omfatter også 080352-"), (60, 288, "2345 som aftalt.")]
    assert read(tmp_path, pdf(lines)).problem is Code.SEVERAL_CITIZENS


@pytest.mark.parametrize("text", ["Konto 0803 0803522345", "EAN 5798000123456", "Tlf. 99990011", "Faktura 123456-7890"])
def test_other_numbers_are_no_citizens(tmp_path: Path, text: str) -> None:
    """Account, telephone and invoice numbers of ten digits don't make two citizens of one."""
    found = read(tmp_path, word(also=lambda document: document.add_paragraph(text)))
    assert found.problem is None
    assert values(found)["cpr"] == CPR


def test_a_form_s_number_and_another_in_its_text_are_two_citizens(tmp_path: Path) -> None:
    """The field says one, the remark below says another; also where the remark is a field."""
    assert read(tmp_path, form(ANSWERS)).problem is None
    assert read(tmp_path, form(ANSWERS, f"Bemærk: gælder {OTHER}")).problem is Code.SEVERAL_CITIZENS
    assert read(tmp_path, form(ANSWERS | {"Bemærkning": f"gælder {OTHER}"})).problem is Code.SEVERAL_CITIZENS


def test_a_form_s_amount_and_another_in_its_text_conflict(tmp_path: Path) -> None:
    """What is printed beside a filled form counts too."""
    assert read(tmp_path, form(ANSWERS, "I alt at betale: 1.400,00 kr.")).problem is Code.CONFLICTING_AMOUNTS
    assert read(tmp_path, form(ANSWERS, "I alt at betale: 1.250,00 kr.")).problem is None


def test_an_empty_form_field_is_missing_not_its_neighbour(tmp_path: Path) -> None:
    """On the page of a form labels stand among labels: none of them is an answer."""
    found = read(tmp_path, form(ANSWERS | {"Behandling": ""}))
    assert found.fields["treatment"].problem is Code.FIELD_MISSING
    del (fewer := dict(ANSWERS))["Klinik"]
    assert read(tmp_path, form(fewer, "Klinik", "Underskrift")).fields["provider_name"].problem is Code.FIELD_MISSING


def test_forms_name_their_fields_in_many_ways(tmp_path: Path) -> None:
    """A path and a number around the name are the program's, not the form's; two of them are two values."""
    for name in ("form1[0].#side[0].Beløb[0]", "Skema.beløb", "BELØB", "Beløb 1"):
        assert plain_name(name) == "beløb"
    assert read(tmp_path, form(ANSWERS | {"Beløb 2": "900,00"})).problem is Code.CONFLICTING_AMOUNTS
    assert read(tmp_path, form(ANSWERS | {"CPR-2": OTHER})).problem is Code.SEVERAL_CITIZENS


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", Code.CPR_MISSING),
        ("070250-XXXX", Code.CPR_INVALID),
        ("310271-1234", Code.CPR_INVALID),
        ("670250-1234", Code.CPR_REPLACEMENT),
    ],
)
def test_a_cpr_number_that_is_none_has_its_own_reason(tmp_path: Path, text: str, code: Code) -> None:
    """Missing, masked, impossible, or a replacement number that a person must look up."""
    assert read(tmp_path, pdf(rows(bill(CPRnr=text)))).problem is code


@pytest.mark.parametrize(
    "name", ["100234", "Agnes Ahornblad 070250-1234", "[navn]", "Klik her for at angive tekst.", "-"]
)
def test_a_name_that_is_none_is_not_taken(tmp_path: Path, name: str) -> None:
    """A customer number, two fields run into one, a form's own words."""
    found = read(tmp_path, pdf(rows(bill(Patientens_navn=name))))
    assert found.fields["citizen_name"].problem in (Code.CHECK_FAILED, Code.FIELD_MISSING)


def test_a_text_that_holds_a_number_of_a_citizen_is_not_taken(tmp_path: Path) -> None:
    """A treatment is written into systems and shown to people in clear; two fields run into one don't get there."""
    found = read(tmp_path, pdf(rows(bill(Behandling=f"Tandrensning, {CPR}"))))
    assert found.fields["treatment"].problem is Code.CHECK_FAILED
    assert found.fields["treatment"].value is None


def test_only_amounts_and_days_are_shown_as_choices(tmp_path: Path) -> None:
    """Names, numbers and free text that contradict each other are not copied into a question."""
    found = read(tmp_path, with_line("Kunde: Birthe Birkemose", fields=bill(Behandling="Krone")))
    assert found.fields["citizen_name"].problem is Code.CONFLICTING_VALUES
    assert found.fields["citizen_name"].candidates == ()
    other = read(tmp_path, with_line("Ydelse: Bro til Birthe Birkemose"))
    assert other.fields["treatment"].problem is Code.CONFLICTING_VALUES
    assert other.fields["treatment"].candidates == ()
    assert "Birkemose" not in repr(found) + repr(other)


@pytest.mark.parametrize(
    ("title", "line", "expected"),
    [
        ("Regning", "", "regning"),
        ("FAKTURA", "", "regning"),
        ("Prisoverslag", "", "prisoverslag"),
        ("Regning", "Ifølge vores prisoverslag af 1. februar 2026.", "regning"),
        ("Prisoverslag", "Dette er ikke en regning.", "prisoverslag"),
        ("Prisoverslag", "Beregning og afregning følger.", "prisoverslag"),
        ("Tandklinikken", "Regning ifølge prisoverslag", Code.DOCUMENT_AMBIGUOUS),
        ("Regning ifølge prisoverslag", "", Code.DOCUMENT_AMBIGUOUS),
        ("Kreditnota", "til faktura 123", Code.DOCUMENT_UNKNOWN),
        ("Rykker", "for regning 123", Code.DOCUMENT_UNKNOWN),
        ("Beregning", "", Code.DOCUMENT_UNKNOWN),
        ("Brev", "", Code.DOCUMENT_UNKNOWN),
    ],
)
def test_a_document_is_what_it_calls_itself(tmp_path: Path, title: str, line: str, expected: object) -> None:
    """A bill that mentions its estimate is a bill; a credit note about a bill is none; between two nobody guesses."""
    as_pdf = pdf([(60, 770, title, 18), (60, 250, line), *rows(FIELDS)[1:]])
    as_word = word(title=title, also=lambda document: document.add_paragraph(line))
    for content in (as_pdf, as_word):
        found = read(tmp_path, content)
        assert (found.problem or found.kind) == expected


def test_what_a_paper_needs_depends_on_its_kind(tmp_path: Path) -> None:
    """A referral says whom it is about and no more; a bill without an amount is one for a person."""
    assert read(tmp_path, word({"CPR-nr.": CPR}, title="Henvisning")).problem is None
    assert read(tmp_path, word({"CPR-nr.": CPR}, title="Regning")).problem is Code.FIELD_MISSING
    for label, field in (("I_alt_at_betale", "amount"), ("CVRnr", "provider_cvr"), ("Klinik", "provider_name")):
        assert read(tmp_path, pdf(rows(bill(**{label: None})))).fields[field].problem is Code.FIELD_MISSING


def test_a_wrong_cvr_number_is_noticed(tmp_path: Path) -> None:
    """One digit off, and the check fails."""
    assert read(tmp_path, pdf(rows(bill(CVRnr="29189847")))).problem is Code.CHECK_FAILED


def test_the_words_of_a_form_in_another_case_or_spacing_are_the_same(tmp_path: Path) -> None:
    """«I ALT AT BETALE» and a name with two blanks."""
    lines = [(x, y, text.upper() if x == 60 else text, *rest) for x, y, text, *rest in rows(FIELDS)]
    found = read(tmp_path, pdf(lines))
    assert found.problem is None
    assert values(found)["amount"] == Decimal(1250)
    spaced = read(tmp_path, form(ANSWERS | {"Navn": "Agnes   Ahornblad "}))
    assert values(spaced)["citizen_name"] == NAME
