"""What is typed into a latin-1 form arrives as typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.pension.charset import CHARSET, typeable


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("Fodbehandling æøåÆØÅéü ½ §", "Fodbehandling æøåÆØÅéü ½ §"),
        ("A\u030angstro\u0308m", "Ångström"),
        ("Žižek & Łuczak", "Zizek & ?uczak"),
        ("„citat“ – 5 €…", '"citat" - 5 EUR...'),
        ("to\r\n linjer\t og\u00a0mere", "to linjer og mere"),
        ("日本 😀", "?? ?"),
    ],
)
def test_what_latin_1_holds_stays_and_the_rest_is_written_plainly(text: str, typed: str) -> None:
    """Danish letters are untouched, typography becomes plain signs, and nothing is dropped in silence."""
    assert typeable(text) == typed


@given(st.text())
def test_any_text_can_be_typed(text: str) -> None:
    """The result is one printable line of latin-1, and typing it again changes nothing."""
    typed = typeable(text)
    assert typed.encode(CHARSET).decode(CHARSET) == typed
    assert typed.isprintable()
    assert typeable(typed) == typed
