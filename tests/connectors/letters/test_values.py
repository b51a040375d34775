"""What may go into a letter; and a value is only ever text, whatever it holds."""

from datetime import date
from pathlib import Path

import pytest
from markupsafe import Markup

from connectors.letters.values import Value, plain
from gevinst.errors import ProcessError
from gevinst.values.cpr import Cpr
from sandbox.people import ORDINARY
from tests.connectors.letters.template_files import control, letter_of, paragraph, run


@pytest.mark.parametrize(
    "value",
    [
        "Æ & Ø <ApS> æøåÆØÅ é €",
        "</w:t></w:r></w:p><w:p>",
        "&amp; &#65; &lt;",
        "{{ 7*7 }} {% if x %} {# y #}",
        "{_{ 7*7 }_} {_% x %_}",
        "[andet] [[dobbelt]] [",
        "__subclasses__ ''.__class__",
        '\\o "x" \' ` $',
        "[v] {{ v }}",
        "🙂 \ue000",
        Markup("<w:p>&amp;"),
    ],
)
def test_a_value_reads_as_it_was_given(tmp_path: Path, value: str) -> None:
    """It is neither markup nor a mark nor a placeholder, by whichever way it comes in, and beside one that is."""
    way = paragraph("([v]) ({{ v }}) (", control(run("x"), tag="v"), ") ([andet]) ({{ andet }})")
    text = letter_of(tmp_path, way, v=value, andet="a")
    assert text == f"({value}) ({value}) ({value}) (a) (a) v: {value}"


@pytest.mark.parametrize(
    "character",
    ["\0", "\x07", "\x0b", "\x0c", "\x1b", "\x85", "\ud800", "\ufdd0", "\uffff", chr(0xFFFD), "\U0001ffff", "\u202e"],
)
def test_a_character_no_letter_can_show_is_refused(character: str) -> None:
    """Word refuses some, hides others and turns the text round at the last; the message tells the character only."""
    with pytest.raises(ProcessError, match=f"the value 'v' holds the character U\\+{ord(character):04X}") as caught:
        plain("v", f"hemmelig{character}")
    assert "hemmelig" not in str(caught.value)


@pytest.mark.parametrize(
    "way", ["[v]", "{{ v }}", "{% for r in v.r %}{{ r }}{% endfor %}", paragraph(control(run("x"), tag="v"))]
)
def test_it_is_refused_whichever_way_it_comes_in(tmp_path: Path, way: str) -> None:
    """And inside a row."""
    value: Value = {"r": ["\x07"]} if "for" in way else "\x07"
    with pytest.raises(ProcessError, match="U\\+0007"):
        letter_of(tmp_path, way, v=value)


@pytest.mark.parametrize("value", [1234.5, 7, date(2026, 11, 26), b"bytes", Cpr(ORDINARY[0].cpr)])
def test_what_is_no_text_is_refused(value: object) -> None:
    """An amount, a day or a CPR number is written in Danish first; Python's own spelling, or a hidden one, is none."""
    with pytest.raises(ProcessError, match=f"'v.1' is of the type {type(value).__name__}") as caught:
        plain("v", [value])
    assert ORDINARY[0].cpr not in str(caught.value)


def test_a_value_nobody_asks_for_is_left_alone(tmp_path: Path) -> None:
    """Steps give every letter the same values; what one has no use for may be empty, or anything."""
    spare = {"tom": "", "grim": "\0", "ingen": []}
    assert letter_of(tmp_path, "[v]", v="tekst", **spare) == "tekst"
