"""P-numbers: ten digits and nothing else, since there is nothing in them to check."""

import pytest

from gevinst.values.errors import UnreadableValue
from gevinst.values.pnumber import read_p_number

P_NUMBER = "1003388394"


@pytest.mark.parametrize(
    "text",
    [
        *("1003388394", " 1003388394 ", "P-nr. 1003388394", "P-nr.: 1003388394", "p-nr 1003388394", "P nr. 1003388394"),
        *("P-nummer 1003388394", "P-nummer: 1003388394", "Pnr. 1003388394", "P\u2011nr.\u00a01003388394"),
    ],
)
def test_a_number_with_and_without_its_label(text: str) -> None:
    """The usual words before it are no part of the number."""
    assert read_p_number(text) == P_NUMBER


@pytest.mark.parametrize(
    "text",
    [
        *("", "100338839", "10033883940", "P-nr.", "P 1003388394", "CVR 1003388394", "1003388394 stk."),
        *("1003 388 394", "10.03.38.83.94", "1003388394\n1003388394", "0000000000"),
        "070250-1234",  # a CPR number
        "\uff11\uff10\uff10\uff13\uff13\uff18\uff18\uff13\uff19\uff14",  # digits, but not ours
    ],
)
def test_what_is_no_p_number_is_refused(text: str) -> None:
    """Without a check digit only the form protects, so there is only one; the text isn't repeated."""
    with pytest.raises(UnreadableValue) as refused:
        read_p_number(text)
    assert not text or text not in str(refused.value)
