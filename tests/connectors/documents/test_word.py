"""Word files as people leave them: everything that shows is read, nothing that is hidden, and every sign."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path

import pytest
from docx.document import Document as Word
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from connectors.documents.reading import read_document
from gevinst.codes import Code
from tests.connectors.documents.samples import (
    CPR,
    FIELDS,
    NAME,
    OTHER,
    bill,
    control,
    pdf,
    read,
    repacked,
    rows,
    run,
    runs,
    values,
    word,
)

EXPECTED = {
    "cpr": CPR,
    "citizen_name": NAME,
    "treatment": "Tandrensning",
    "amount": Decimal(1250),
    "provider_name": "Tandklinikken Prøvetand",
}


def with_amount(*inner: str) -> bytes:
    """A bill whose amount's paragraph is Word's own XML."""
    return word(bill(I_alt_at_betale=None), also=lambda document: runs(document, *inner))


def table(*lines: Sequence[str], fields: dict[str, str] | None = None) -> bytes:
    """A bill with a table below its lines."""

    def add(document: Word) -> None:
        grid = document.add_table(rows=0, cols=len(lines[0]))
        for line in lines:
            for cell, text in zip(grid.add_row().cells, line, strict=True):
                cell.text = text

    return word(bill() if fields is None else fields, also=add)


def test_a_line_of_a_letter_is_read(tmp_path: Path) -> None:
    """Labels and values in ordinary paragraphs, the same as the same bill in PDF."""
    found = read(tmp_path, word())
    assert found.problem is None
    assert values(found) == values(read(tmp_path, pdf(rows(FIELDS))))


@pytest.mark.parametrize(
    "inner",
    [
        run("I alt at betale: ") + "<w:r><w:noBreakHyphen/></w:r>" + run("1.250,00"),
        run("I alt at betale: ") + '<w:r><w:sym w:font="Symbol" w:char="F02D"/></w:r>' + run("1.250,00"),
        run("I alt at betale: ") + "<m:oMath><m:r><m:t>\u2212</m:t></m:r></m:oMath>" + run("1.250,00"),
        run("I alt at betale: ") + run("\u2212", "<w:b/>") + run("1.250,00"),
        run("I alt at betale: 1.250,00") + "<w:r><w:tab/></w:r>" + run("-"),
        run("I alt at betale: ") + control("beløb_netto", "-") + run("1.250,00"),
    ],
)
def test_no_minus_is_lost(tmp_path: Path, inner: str) -> None:
    """Word writes a minus as an element, a symbol, a formula: a credit note never becomes a bill."""
    found = read(tmp_path, with_amount(inner))
    assert found.fields["amount"].problem is Code.CHECK_FAILED
    assert found.fields["amount"].value is None


@pytest.mark.parametrize(
    "inner",
    [
        run("I alt ") + run("at betale: 1.2") + run("50,00"),
        run("I alt at betale:") + "<w:r><w:tab/></w:r>" + run("1.250,00 kr."),
        run("I alt at betale: ") + control("andet", "1.250,00"),
        run("I alt at betale: ") + f'<w:fldSimple w:instr=" MERGEFIELD x ">{run("1.250,00")}</w:fldSimple>',
        run("I alt at betale: ") + f'<w:hyperlink w:anchor="x">{run("1.250,00")}</w:hyperlink>',
        run("I alt at betale: ") + f'<w:smartTag w:element="x">{run("1.250,00")}</w:smartTag>',
        run("I alt at betale: ") + '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        "<w:r><w:instrText>FORMTEXT 9.999,00</w:instrText></w:r>"
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        + run("1.250,00")
        + '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
        run("I alt at betale: ") + run("1.250,00", '<w:vanish w:val="0"/>'),
        run("I alt at betale: ") + run("1.250,00", '<w:strike w:val="false"/>'),
        run("I alt at betale: 1.250,00") + run(" eller 900,00", "<w:vanish/>"),
    ],
)
def test_whatever_word_wraps_an_amount_in_it_is_read(tmp_path: Path, inner: str) -> None:
    """Split runs, tabs, controls, fields, links: what python-docx' own paragraphs leave out is there, hidden text isn't."""
    found = read(tmp_path, with_amount(inner))
    assert found.problem is None
    assert values(found)["amount"] == Decimal(1250)


def test_a_text_box_is_read(tmp_path: Path) -> None:
    """What stands in a box that floats above the text."""
    vml = 'xmlns:v="urn:schemas-microsoft-com:vml"'
    inner = f"<w:txbxContent><w:p>{run('I alt at betale: 1.250,00')}</w:p></w:txbxContent>"
    box = f"<w:r><w:pict><v:shape {vml}><v:textbox>{inner}</v:textbox></v:shape></w:pict></w:r>"
    found = read(tmp_path, with_amount(box, run("Tak for besøget")))
    assert found.problem is None
    assert values(found)["amount"] == Decimal(1250)


def hidden_by_style(document: Word) -> None:
    """A paragraph of a style that is based on a style that hides."""
    for name, inner in (("Skjult", "<w:rPr><w:vanish/></w:rPr>"), ("Ogsaa", '<w:basedOn w:val="Skjult"/>')):
        style = (
            f'<w:style {nsdecls("w")} w:type="character" w:styleId="{name}"><w:name w:val="{name}"/>{inner}</w:style>'
        )
        document.styles.element.append(parse_xml(style))
    runs(
        document, run("I alt at betale: 900,00", '<w:rStyle w:val="Ogsaa"/>'), run(f" CPR-nr.: {OTHER}", "<w:vanish/>")
    )


def test_hidden_text_is_not_read(tmp_path: Path) -> None:
    """Nobody sees it, so it is no second amount and no second citizen."""
    found = read(tmp_path, word(also=hidden_by_style))
    assert found.problem is None
    assert values(found) | EXPECTED == values(found)


@pytest.mark.parametrize(
    "change",
    [
        f'<w:ins w:id="1" w:author="a">{run("300,00")}</w:ins>',
        '<w:del w:id="1" w:author="a"><w:r><w:delText>300,00</w:delText></w:r></w:del>',
        f'<w:moveFrom w:id="1" w:author="a">{run("300,00")}</w:moveFrom>',
        run("300,00", "<w:strike/>"),
        run("300,00", '<w:dstrike w:val="1"/>'),
    ],
)
def test_corrections_nobody_has_accepted_go_to_a_person(tmp_path: Path, change: str) -> None:
    """Tracked or struck through by hand: which of the two amounts holds is not for a robot to say."""
    found = read(tmp_path, word(also=lambda document: runs(document, run("Rabat: "), change)))
    assert found.problem is Code.DOCUMENT_TRACKED_CHANGES


def test_a_comment_in_the_margin_goes_to_a_person(tmp_path: Path) -> None:
    """Somebody wrote something beside the text that is meant to be read."""

    def comment(document: Word) -> None:
        document.add_comment(document.paragraphs[-1].runs, text="Beløbet er forkert", author="a")

    assert read(tmp_path, word(also=comment)).problem is Code.DOCUMENT_TRACKED_CHANGES


PLACEHOLDER = "<w:showingPlcHdr/>"


def form(*controls: str) -> bytes:
    """The municipality's own Word form: a heading and controls, each in its paragraph."""

    def add(document: Word) -> None:
        for each in controls:
            runs(document, run("Svar: "), each)

    return word({}, title="Skema: regning", also=add)


ANSWERS = {
    "navn": NAME,
    "cpr": CPR,
    "behandling": "Tandrensning",
    "behandlingsdato": "3. marts 2026",
    "beløb": "1.250,00 kr.",
    "klinik": "Tandklinikken Prøvetand",
    "cvr": "29189846",
}


def filled(**changes: str) -> list[str]:
    """The form's controls with other content."""
    return [control(tag, text) for tag, text in (ANSWERS | changes).items()]


def test_an_empty_control_s_own_words_are_no_answer(tmp_path: Path) -> None:
    """«Klik her for at angive tekst» is what an empty field shows, by Word's mark or without it."""
    for text, mark in (("Klik her for at angive tekst.", PLACEHOLDER), ("[behandling]", ""), ("Skriv her", "")):
        controls = [*filled(), control("ydelse", "")]
        controls[2] = control("behandling", text, mark)
        found = read(tmp_path, form(*controls))
        assert found.fields["treatment"].problem is Code.FIELD_MISSING
        assert found.fields["treatment"].value is None
    assert read(tmp_path, form(*filled())).problem is None


def test_an_empty_control_takes_nothing_from_the_next_line(tmp_path: Path) -> None:
    """The label stands there, the control is empty, and what follows belongs to something else."""

    def add(document: Word) -> None:
        runs(document, run("Behandling:"), control("behandling", "Vælg", PLACEHOLDER))
        runs(document, run("Haster meget"))

    found = read(tmp_path, word(bill(Behandling=None), also=add))
    assert found.fields["treatment"].problem is Code.FIELD_MISSING


def test_a_control_that_is_there_twice_counts_twice(tmp_path: Path) -> None:
    """A form with two citizens, or two amounts, in fields of one name."""
    assert read(tmp_path, form(*filled(), control("cpr", OTHER))).problem is Code.SEVERAL_CITIZENS
    assert read(tmp_path, form(*filled(), control("beløb", "900,00"))).problem is Code.CONFLICTING_AMOUNTS
    assert read(tmp_path, form(*filled(), control("beløb", "1250,-"))).problem is None


def test_a_control_for_one_field_doesn_t_hide_the_others(tmp_path: Path) -> None:
    """A letter template whose case number alone is a control is read by its labels all the same."""
    found = read(tmp_path, word(also=lambda document: runs(document, control("sagsnr", "27.03.00-G01-12-24"))))
    assert found.problem is None
    assert values(found) | EXPECTED == values(found)


def test_a_control_and_a_line_that_differ_are_a_conflict(tmp_path: Path) -> None:
    """The form says one amount, the text below it another."""

    def add(document: Word) -> None:
        for each in filled():
            runs(document, each)
        document.add_paragraph("I alt at betale: 1.300,00 kr.")

    assert read(tmp_path, word({}, title="Regning", also=add)).problem is Code.CONFLICTING_AMOUNTS


def in_header(document: Word) -> None:
    """Another citizen in the letterhead."""
    document.sections[0].header.paragraphs[0].text = f"Vedr. {OTHER}"


def in_footer(document: Word) -> None:
    """Another citizen in the foot."""
    document.sections[0].footer.paragraphs[0].text = f"Journal: {OTHER}"


def in_cell(document: Word) -> None:
    """Another citizen in a table inside a table."""
    document.add_table(1, 1).cell(0, 0).add_table(1, 1).cell(0, 0).text = f"se også {OTHER}"


@pytest.mark.parametrize("place", [in_header, in_footer, in_cell])
def test_a_second_citizen_is_seen_wherever_they_stand(tmp_path: Path, place: Callable[[Word], None]) -> None:
    """In the head, the foot or a table within a table: one document, two citizens, a case for a person."""
    assert read(tmp_path, word(also=place)).problem is Code.SEVERAL_CITIZENS


def test_the_letterhead_counts(tmp_path: Path) -> None:
    """A clinic's number that stands in the foot of its paper only."""

    def foot(document: Word) -> None:
        document.sections[0].footer.paragraphs[0].text = "Prøvevej 1 · CVR-nr. 29189846 · Tlf. 99 99 00 11"

    found = read(tmp_path, word(bill(CVRnr=None), also=foot))
    assert found.problem is None
    assert values(found)["provider_cvr"] == "29189846"


def test_a_power_of_attorney_broken_over_lines_is_noticed(tmp_path: Path) -> None:
    """The words count, not where the line ends."""

    def words(document: Word) -> None:
        document.add_paragraph("Indsendt på vegne").add_run("\n\taf min mor.")

    assert read(tmp_path, word(also=words)).power_of_attorney is True


def test_tables_of_labels_and_tables_of_lines(tmp_path: Path) -> None:
    """Beside the label in a table of labels, below it in a table with headings; never another label."""
    less = bill(Behandling=None, I_alt_at_betale=None)
    beside = table(("Behandling", "Tandrensning"), ("Telefon", "99"), ("I alt", "1.250,00 kr."), fields=less)
    assert read(tmp_path, beside).problem is None
    headed = table(("Behandling", "I alt"), ("Tandrensning", "1.250,00"), fields=less)
    assert values(read(tmp_path, headed)) | EXPECTED == values(read(tmp_path, headed))
    wide = table(("Behandling", "Tandsæt", "I alt"), ("Tandrensning", "Overmund", "1.250,00"), fields=less)
    assert read(tmp_path, wide).fields["treatment"].problem is Code.CONFLICTING_VALUES
    several = table(("Nr.", "I alt", "Stk."), ("1", "1.250,00", "1"), ("2", "900,00", "1"), fields=less)
    assert read(tmp_path, several).fields["amount"].problem is Code.CONFLICTING_AMOUNTS


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (("I alt", "-", "1.250,00"), Code.CHECK_FAILED),
        (("I alt", "1.250,00", "-"), Code.CHECK_FAILED),
        (("I alt", "kr.", "1.250,00"), None),
        (("I alt", ":", "1.250,00"), None),
        (("I alt", "1.250,00", "900,00"), Code.CONFLICTING_AMOUNTS),
        (("I alt", "1.250,00", "Tlf.:"), None),
        (("I alt", "", ""), Code.FIELD_MISSING),
    ],
)
def test_a_row_s_sign_and_its_second_amount_are_seen(
    tmp_path: Path, cells: tuple[str, ...], expected: Code | None
) -> None:
    """A sign in a cell of its own belongs to the amount; a second amount in the row makes it doubtful."""
    content = table(("a", "b", "c"), cells, fields=bill(I_alt_at_betale=None))
    assert read(tmp_path, content).fields["amount"].problem is expected


def test_an_amount_in_a_table_and_another_in_the_text_conflict(tmp_path: Path) -> None:
    """A table doesn't make the robot blind to the lines around it."""
    assert read(tmp_path, table(("Beløb i alt", "900,00"))).problem is Code.CONFLICTING_AMOUNTS
    assert read(tmp_path, table(("Beløb i alt", "1.250,00"))).problem is None


def test_the_reader_s_pieces_are_in_order(tmp_path: Path) -> None:
    """Text, controls and tables of one file, as `Document` shows them."""
    path = tmp_path / "a.docx"
    path.write_bytes(form(*filled()))
    document = read_document(path)
    assert dict(document.controls) == ANSWERS
    assert document.pages[0].segments[0].text == "Skema: regning"
    assert document.problem is None


def test_a_strict_or_foreign_word_file_has_a_reason(tmp_path: Path) -> None:
    """A Word file in another standard's names isn't read as an empty one that is fine."""
    ours, theirs = b"schemas.openxmlformats.org/wordprocessingml/2006", b"purl.oclc.org/ooxml/wordprocessingml"
    strict = repacked(word(), lambda name, content: (name, content.replace(ours, theirs)))
    assert read(tmp_path, strict).problem in (Code.DOCUMENT_SCANNED, Code.DOCUMENT_DAMAGED)
