"""CVR numbers: eight digits whose check digit fits, however people set them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gevinst.values.cvr import read_cvr
from gevinst.values.errors import UnreadableValue

WEIGHTS = (2, 7, 6, 5, 4, 3, 2, 1)
CVR = "29189846"


@given(st.integers(10_000_000, 99_999_999))
def test_only_numbers_whose_check_digit_fits_are_read(number: int) -> None:
    """Modulus 11 decides, so a wrong digit or two swapped ones are noticed."""
    text = str(number)
    if sum(weight * int(digit) for weight, digit in zip(WEIGHTS, text, strict=True)) % 11 == 0:
        assert read_cvr(text) == text
    else:
        with pytest.raises(UnreadableValue):
            read_cvr(text)


@pytest.mark.parametrize(
    "text",
    [
        *("29189846", "29 18 98 46", "2918 9846", "29.18.98.46", "29\u00a018\u00a098\u00a046", " 29189846 "),
        *("DK29189846", "DK 29189846", "DK-29189846", "CVR 29189846", "CVR-nr. 29189846", "cvr-nr: 29189846"),
        *("CVR nr. 29189846", "CVR-nummer 29189846", "CVR DK29189846"),
        *("CVR\u2011nr.\u00a029189846", "DK\u00ad29189846", "CVR\u2013nr.: DK\u201329189846"),
    ],
)
def test_a_number_however_people_set_it(text: str) -> None:
    """Spaces, points and the usual words before it are no part of the number."""
    assert read_cvr(text) == CVR


@pytest.mark.parametrize(
    "text",
    [
        *("2918984", "291898460", "29189847", "29198846", "0", ""),
        *("SE 29189846", "SE29189849"),  # a SE number is another number
        *("29/18/98/46", "29.189.846,-", "29189846 kr.", "29189846 29189846", "tlf. 29189846", "٢٩١٨٩٨٤٦"),
        "D\u212a29189846",  # a Kelvin sign
    ],
)
def test_what_is_no_cvr_number_is_refused(text: str) -> None:
    """An amount, a telephone number or too few digits isn't taken for one."""
    with pytest.raises(UnreadableValue) as refused:
        read_cvr(text)
    assert not text.strip("0") or text not in str(refused.value)
