"""GLN (EAN) numbers: thirteen digits whose check digit fits, however people set them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gevinst.values.errors import UnreadableValue
from gevinst.values.gln import read_gln

GLN = "5798000000001"


@given(st.from_regex(r"57[0-9]{11}", fullmatch=True))
def test_only_numbers_whose_check_digit_fits_are_read(text: str) -> None:
    """From the right: ones and threes, and a sum that ends in zero (GS1)."""
    if sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(reversed(text))) % 10 == 0:
        assert read_gln(text) == text
    else:
        with pytest.raises(UnreadableValue):
            read_gln(text)


@pytest.mark.parametrize(
    "text",
    [
        *("5798000000001", "5798 0000 00001", "57 98000 000001", "5798\u00a000000\u00a00001", " 5798000000001 "),
        *("EAN 5798000000001", "EAN-nr. 5798000000001", "EAN nr.: 5798000000001", "ean-nummer 5798000000001"),
        *("GLN 5798000000001", "GLN: 5798000000001", "GLN-nr. 5798 0000 00001", "EAN\u2011nr. 5798000000001"),
    ],
)
def test_a_number_however_people_set_it(text: str) -> None:
    """Spaces and the usual words before it are no part of the number."""
    assert read_gln(text) == GLN


@pytest.mark.parametrize(
    "text",
    [
        *("", "579800000000", "57980000000010", "5798000000000", "5789000000000", "EAN", "CVR 5798000000001"),
        *("73513537", "98412345678908"),  # valid as EAN 8 and as EAN 14
        *("5798.0000.00001", "5798-0000-00001", "5798000000001 5798000000001", "5798  000000001"),
        *("0000000000000", "0 000000 000000"),  # nobody filled it in
        "\uff15\uff17\uff19\uff18\uff10\uff10\uff10\uff10\uff10\uff10\uff10\uff10\uff10\uff11",  # digits, but not ours
    ],
)
def test_what_is_no_gln_is_refused(text: str) -> None:
    """Another length, a wrong digit, or another number beside it; the text isn't repeated."""
    with pytest.raises(UnreadableValue) as refused:
        read_gln(text)
    assert not text or text not in str(refused.value)
