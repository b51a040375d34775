"""Content controls: filled by tag in every place Word has them, and none is sent with its prompt."""

from pathlib import Path

import docx
import pytest

from connectors.documents.reading import read_document
from gevinst.errors import ConfigurationError, ProcessError
from sandbox.people import ORDINARY
from tests.connectors.letters.template_files import (
    BOUND,
    PROMPT,
    control,
    filled,
    letter_of,
    paragraph,
    read,
    run,
    table,
    template,
    text_box,
)

NAME = ORDINARY[0].name
ASKING = run("Klik her for at skrive", PROMPT)
WINGDINGS = (
    '<w14:checkbox><w14:checked w14:val="1"/><w14:checkedState w14:val="00FE" w14:font="Wingdings"/>'
    '<w14:uncheckedState w14:val="00A8" w14:font="Wingdings"/></w14:checkbox>'
)


def test_controls_are_filled_in_line_around_paragraphs_and_around_cells(tmp_path: Path) -> None:
    """By tag, else by title; in a box and a table too. What stood there before is gone, and one line is left of several."""
    cell = control(f"<w:tc>{paragraph(ASKING)}</w:tc>", tag="celle", prompt=True)
    path = template(
        tmp_path,
        paragraph("Kære ", control(ASKING, tag="Borgerens navn", prompt=True), "!"),
        control(paragraph("[Skriv emnet]") + paragraph("på to linjer") + table(("a", "b")), title="Emne"),
        table(("Sag", cell)),
        paragraph(text_box(paragraph(control(run("x"), tag="boks")))),
    )
    written = filled(path, {"borgerens_navn": NAME, "emne": "Briller", "celle": "GEV-1", "boks": "I boksen"})
    document = read_document(written)
    assert dict(document.controls) == {"Borgerens navn": NAME, "Emne": "Briller", "celle": "GEV-1", "boks": "I boksen"}
    assert [" ".join(page.text.split()) for page in document.pages] == [f"Kære {NAME}! Briller Sag GEV-1 I boksen"]


def test_a_filled_control_keeps_its_formatting_and_is_no_prompt_any_more(tmp_path: Path) -> None:
    """Bold stays, grey goes with the prompt's style, and a control formatted by itself gives that to its text."""
    path = template(
        tmp_path,
        paragraph(control(run("Klik", PROMPT.replace("</w:rPr>", "<w:b/></w:rPr>")), tag="a", prompt=True)),
        paragraph(control(ASKING, tag="b", prompt=True, more="<w:rPr><w:i/></w:rPr>")),
        paragraph(control(run("før", "<w:rPr><w:u w:val='single'/></w:rPr>"), tag="c")),
    )
    body = docx.Document(str(filled(path, {"a": "A", "b": "B", "c": "C"}))).element.body
    kinds = [[part.tag.rpartition("}")[2] for part in formatting] for formatting in body.xpath(".//w:r/w:rPr")]
    assert kinds == [["b"], ["i"], ["u"]]
    assert body.xpath(".//w:showingPlcHdr") == []


def test_a_control_bound_to_a_property_shows_our_value(tmp_path: Path) -> None:
    """Word and LibreOffice show what a bound control is bound to, whatever is written in it; so it is bound no more."""
    path = filled(template(tmp_path, paragraph(control(run("x"), title="Titel", more=BOUND))), {"titel": "Vores titel"})
    assert read(path) == "Vores titel Titel: Vores titel"
    assert docx.Document(str(path)).element.body.xpath(".//w:dataBinding") == []


def test_line_breaks_are_words_own(tmp_path: Path) -> None:
    """An address is lines, however the sender's machine ends them."""
    path = template(tmp_path, paragraph(control(run("x"), tag="adresse")), "[adresse]", "{{ adresse }}")
    written = docx.Document(str(filled(path, {"adresse": "Prøvevej 1\r\n4450 Prøverup\rDanmark"})))
    assert len(written.element.body.xpath(".//w:br")) == 6
    assert [each.text for each in written.paragraphs[1:]] == ["Prøvevej 1\n4450 Prøverup\nDanmark"] * 2


@pytest.mark.parametrize(("value", "sign"), [(True, "☒"), (False, "☐")])
def test_a_check_box_is_ticked_or_empty(tmp_path: Path, value: bool, sign: str) -> None:
    """By yes or no; what the box says of itself is what it shows."""
    box = control(run("?"), tag="Ønsker tolk", more="<w14:checkbox/>")
    path = filled(template(tmp_path, paragraph(box, " Jeg ønsker tolk")), {"oensker_tolk": value})
    assert f"{sign} Jeg ønsker tolk" in read(path)
    (state,) = docx.Document(str(path)).element.body.iter(
        "{http://schemas.microsoft.com/office/word/2010/wordml}checked"
    )
    assert state.values() == [str(int(value))]


def test_a_check_box_shows_the_signs_its_author_chose(tmp_path: Path) -> None:
    """Those of Wingdings are no text: the font has pictures where others have letters."""
    path = filled(template(tmp_path, paragraph(control(run("?"), tag="ja", more=WINGDINGS))), {"ja": False})
    (sign,) = docx.Document(str(path)).element.body.xpath(".//w:sym")
    assert sorted(sign.values()) == ["F0A8", "Wingdings"]


def test_a_check_box_takes_yes_or_no_and_a_text_control_takes_text(tmp_path: Path) -> None:
    """The other way round is a mistake of the process, and is named."""
    box = paragraph(control(run("?"), tag="ja", more="<w14:checkbox/>"))
    with pytest.raises(ProcessError, match="the check box 'ja' takes yes or no"):
        letter_of(tmp_path, box, ja="ja")
    with pytest.raises(ProcessError, match="'ja' takes a text"):
        letter_of(tmp_path, paragraph(control(run("?"), tag="ja")), ja=True)


def test_a_control_around_controls_is_a_frame_and_what_is_in_it_is_filled(tmp_path: Path) -> None:
    """As is a group, and one around table rows: their own text stands, with each place in it filled."""
    inner = paragraph("Navn: ", control(ASKING, tag="navn", prompt=True), " [navn] {{ navn }}")
    rows = control(f"<w:tr><w:tc>{paragraph('Sag: [navn]')}</w:tc></w:tr>", tag="rækker")
    path = template(
        tmp_path,
        control(inner, tag="Modtager", prompt=True),
        control(paragraph("{{ navn }}"), tag="gruppe", more="<w:group/>"),
        table(("a",)).replace("</w:tbl>", f"{rows}</w:tbl>"),
    )
    assert read_document(filled(path, {"navn": "N"})).pages[0].text.split() == ["Navn:", *"NNNNa", "Sag:", "N"]


def test_a_control_without_a_tag_that_asks_to_be_filled_in_is_an_error(tmp_path: Path) -> None:
    """Nobody would fill it, and the citizen would read *Klik her*."""
    with pytest.raises(ConfigurationError, match="shows its prompt"):
        letter_of(tmp_path, paragraph(control(ASKING, prompt=True)))
    text = letter_of(tmp_path, paragraph(control(run("[navn]", PROMPT), prompt=True)), navn=NAME)
    assert text == NAME


def test_a_control_is_filled_by_its_tag_or_by_the_mark_in_it_and_not_by_both(tmp_path: Path) -> None:
    """The author says which: the error names the control."""
    both = paragraph(control(run("{{ navn }}"), tag="borger"))
    with pytest.raises(ConfigurationError, match=r"'borger' has a \{\{ \}\} in it"):
        letter_of(tmp_path, both, navn=NAME, borger=NAME)
    assert letter_of(tmp_path, paragraph(control(run("{{ navn }}"))), navn=NAME) == NAME


def test_words_own_repeating_section_is_refused_with_the_way_to_repeat(tmp_path: Path) -> None:
    """A list given for it would silently be printed as one row."""
    section = control(paragraph("x"), tag="bilag", more="<w15:repeatingSection/>")
    with pytest.raises(ConfigurationError, match=r"repeat by \{%tr for"):
        letter_of(tmp_path, section, bilag=["a"])
