"""Case numbers: the one pattern a system has, KLE's unless another is given."""

import re

import pytest

from gevinst.values.case_number import read_case_number
from gevinst.values.errors import UnreadableValue

NUMBER = "27.03.00-G01-12-24"


@pytest.mark.parametrize(
    "text",
    [
        *(NUMBER, f" {NUMBER} ", "27.03.00–G01–12–24", "27.03.00\u2011G01\u201112\u201124"),
        *("27.03.00\u00adG01\u00ad12\u00ad24", "27.03.00\u2212G01\u221212\u221224"),
    ],
)
def test_a_number_with_any_dash_is_the_number_its_system_knows(text: str) -> None:
    """What a font makes of the dashes isn't searched for in the system."""
    assert read_case_number(text) == NUMBER


def test_facets_may_begin_with_a_danish_letter() -> None:
    """The facets of economy begin with Ø."""
    assert read_case_number("32.03.12-Ø54-1-26") == "32.03.12-Ø54-1-26"


@pytest.mark.parametrize(
    "text",
    [
        *("", "27.03.00", "27.03.00-G01", "27.03.00-G01-12", "27.03.00-G01-12-2024", "27.3.0-G01-12-24"),
        *("27.03.00-g01-12-24", "27.03.00-G1-12-24", "27-03-00-G01-12-24", "27.03.00-G01-0-24", "27.03.00-G01-012-24"),
        *("27.03.00 - G01 - 12 - 24", "27.03.00-G01-12-24-1", "Sagsnr. 27.03.00-G01-12-24", "27.03.00-G01-1\n2-24"),
        *(
            "27.03.00--G01-12-24",
            "27.03.00/G01/12/24",
            "27.03.0O-G01-12-24",
            "27.03.00-G01-\u0661\u0662-24",
            "27.03.00-\uff2701-12-24",
        ),
    ],
)
def test_what_is_no_case_number_is_refused(text: str) -> None:
    """Parts of one, other lengths, or words around it; the text isn't repeated."""
    with pytest.raises(UnreadableValue) as refused:
        read_case_number(text)
    assert len(text) < 5 or text not in str(refused.value)


def test_a_system_has_a_pattern_of_its_own() -> None:
    r"""It is held against the whole text, any dash is one, and `\d` means our digits."""
    own = r"S\d{4}-\d+"
    assert read_case_number(" S2026\u201117 ", own) == "S2026-17"
    for text in (NUMBER, "S2026-17x", "xS2026-17", "S2026-", "S\u0662\u0660\u0662\u0666-17"):
        with pytest.raises(UnreadableValue):
            read_case_number(text, own)


def test_a_pattern_that_is_none_is_an_error_of_its_own() -> None:
    """Not a refusal, which would send every case to a person."""
    with pytest.raises(re.error):
        read_case_number(NUMBER, "[")
