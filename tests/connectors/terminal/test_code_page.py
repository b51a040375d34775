"""The Danish code page is the mainframe's, byte by byte, and what it lacks is never typed."""

import pytest

from connectors.terminal.code_page import find_code_page, must_be_typeable
from gevinst.errors import ConfigurationError, ProcessError

# IBM's code page 277 (Denmark, Norway); the C library's own table, a second source, agrees.
NATIONAL = {
    "æ": 0xC0,
    "ø": 0x6A,
    "å": 0xD0,
    "Æ": 0x7B,
    "Ø": 0x7C,
    "Å": 0x5B,
    "@": 0x80,
    "#": 0x4A,
    "$": 0x67,
    "£": 0xB1,
    "{": 0x9C,
    "}": 0x47,
    "[": 0x9E,
    "]": 0x9F,
    "|": 0xBB,
    "\\": 0xE0,
    "~": 0xDC,
    "!": 0x4F,
    "ü": 0xA1,
    "é": 0x51,
}


@pytest.mark.parametrize("name", ["cp277", "cp1142"])
def test_the_national_characters_have_their_own_places(name: str) -> None:
    """The places of @, # and $ are the Danish letters' here: with another code page a name turns into signs."""
    assert {letter: letter.encode(find_code_page(name))[0] for letter in NATIONAL} == NATIONAL


@pytest.mark.parametrize(("name", "letter"), [("cp277", "¤"), ("cp1142", "€")])
def test_the_euro_takes_the_place_of_the_currency_sign(name: str, letter: str) -> None:
    """The one difference between the two."""
    assert letter.encode(find_code_page(name)) == b"\x5a"


@pytest.mark.parametrize("letter", ["Ł", "€", "–", "\n", "\t", "\x00", "\x1d", "a\u0301"])
def test_what_the_code_page_lacks_is_refused_by_its_number(letter: str) -> None:
    """Foreign letters, and controls that would be orders of the data stream; the text itself isn't in the error."""
    with pytest.raises(ProcessError, match=rf"U\+{ord(letter[-1]):04X}") as error:
        must_be_typeable(f"Hemmelig {letter}", find_code_page("cp277"), where="sagsys: the field 'Navn'")
    assert "Hemmelig" not in str(error.value)


@pytest.mark.parametrize("name", ["cp9999", "latin-1", "utf-8", ""])
def test_a_code_page_that_is_none_is_a_setting_to_mend(name: str) -> None:
    """One sentence says what to set."""
    with pytest.raises(ConfigurationError, match="set cp277"):
        find_code_page(name)
