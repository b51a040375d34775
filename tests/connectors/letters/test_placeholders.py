"""`[placeholder]`: filled wherever it stands and however Word split it, and no bracket is sent by mistake."""

from pathlib import Path

import pytest

from gevinst.codes import Code
from gevinst.errors import ConfigurationError, ProcessError
from sandbox.people import ORDINARY
from tests.connectors.letters.template_files import (
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


def test_a_placeholder_is_filled_in_the_formatting_of_its_first_run(tmp_path: Path) -> None:
    """Word splits a name where somebody stopped typing; what is bold at its beginning is bold in the letter."""
    split = paragraph(
        "Kære ", run("[Borg", "<w:rPr><w:b/></w:rPr>"), "erens ", run("navn]", "<w:rPr><w:i/></w:rPr>"), "!"
    )
    path = filled(template(tmp_path, split), {"borgerens_navn": NAME})
    assert read(path) == f"Kære {NAME}!"
    from docx import Document

    runs = [(each.text, each.bold, each.italic) for each in Document(str(path)).paragraphs[0].runs if each.text]
    assert runs == [("Kære ", None, None), (NAME, True, None), ("!", None, None)]


def test_placeholders_are_filled_in_every_part_a_reader_sees(tmp_path: Path) -> None:
    """Table, text box, a control without a tag, header, footer and note."""
    path = template(
        tmp_path,
        table(("Navn", "[navn]")),
        paragraph(text_box(paragraph("Boks: [Navn]"))),
        control(paragraph("Felt: [NAVN]")),
        header="Til [navn]",
        footer="Om [navn]",
        note="Note: [navn]",
    )
    text = read(filled(path, {"navn": NAME}))
    assert text.count(NAME) == 6
    assert "[" not in text


def test_danish_names_with_blanks_and_two_in_a_line_are_found(tmp_path: Path) -> None:
    """The value's name has no æ, ø or å; the template's has."""
    text = letter_of(
        tmp_path, "[Beløb i alt] den [Dato for behandling].", beloeb_i_alt="250 kr.", dato_for_behandling="5/9"
    )
    assert text == "250 kr. den 5/9."


def test_every_hole_is_named_in_one_message(tmp_path: Path) -> None:
    """Missing or empty, in any of the three ways; the message holds no value that was given."""
    path = template(
        tmp_path, "[Sagens nr.] {{ dato }} [navn]", paragraph(control(run("x"), tag="Beløb")), header="[Emne]"
    )
    with pytest.raises(ProcessError) as caught:
        filled(path, {"navn": NAME, "emne": " \n", "dato": "", "ubrugt": ""})
    assert caught.value.code is Code.FIELD_MISSING
    assert caught.value.detail == (
        "the letter 'brev': missing or empty: dato, [Emne], [Sagens nr.], content control 'Beløb'"
    )


def test_a_bracket_that_is_meant_is_doubled_and_an_empty_one_stands(tmp_path: Path) -> None:
    """A quotation's omission, a source and a box to tick by hand are what a letter holds besides placeholders."""
    text = letter_of(tmp_path, "»[[sic]]« […] [ ] Ja [] [[[navn]]] {{ rækker[0] }} [[", navn=NAME, rækker=["en"])
    assert text == f"»[sic]« […] [ ] Ja [] [{NAME}] en ["


def test_a_text_in_brackets_that_nobody_gives_is_an_error(tmp_path: Path) -> None:
    """A year or a note to the author would be sent otherwise."""
    for text in ("[2019]", "[husk bilag]"):
        with pytest.raises(ProcessError, match=rf"\{text[:-1]}\]"):
            letter_of(tmp_path, text)


@pytest.mark.parametrize("text", ["Kære [navn", "Kære navn]", "[{{ navn }}]", "[navn [igen]]", "[a]]"])
def test_a_bracket_without_its_other_half_is_an_error_that_shows_where(tmp_path: Path, text: str) -> None:
    """A placeholder that lost a bracket must not reach the citizen."""
    with pytest.raises(ConfigurationError, match="other half"):
        letter_of(tmp_path, text, navn=NAME, igen="x", a="x")


def test_two_values_of_one_name_are_an_error(tmp_path: Path) -> None:
    """Which of the two the author meant can't be known."""
    with pytest.raises(ProcessError, match="beløb and beloeb"):
        letter_of(tmp_path, "[Beløb]", beløb="1", beloeb="2")


def test_only_text_goes_into_a_placeholder(tmp_path: Path) -> None:
    """A condition or list there would print as Python does."""
    for value in (True, ["a"]):
        with pytest.raises(ProcessError, match="'bilag' takes a text"):
            letter_of(tmp_path, "[bilag]", bilag=value)
