"""Telephone numbers: eight digits of Denmark, personal."""

import pytest

from gevinst.values.errors import UnreadableValue
from gevinst.values.personal import Personal
from gevinst.values.phone import format_phone, read_phone

NUMBER = Personal("20123456")


@pytest.mark.parametrize(
    "text",
    [
        *("20123456", "20 12 34 56", "2012 3456", "201 23 456", "20\u00a012\u00a034\u00a056", " 20123456 "),
        *("+4520123456", "+45 20 12 34 56", "+45 2012 3456", "0045 20123456", "004520123456"),
    ],
)
def test_a_number_however_people_set_it(text: str) -> None:
    """Groups and the country's code are no part of it."""
    assert read_phone(text) == NUMBER
    assert format_phone(NUMBER) == "20 12 34 56"


def test_a_number_may_begin_as_the_country_code() -> None:
    """45 12 34 56 is a whole number, not the end of one."""
    assert read_phone("45 12 34 56") == read_phone("+45 45 12 34 56") == Personal("45123456")


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "2012345",
            "201234567",
            "112",
            "1812",
            "+45",
            "+45 2012345",
            "10 12 34 56",
            "02 12 34 56",
            "+45 01234567",
        ),
        "4520123456",  # 45 and a number, or ten digits of something else?
        *("+46 20123456", "+298 201234", "0046 20123456", "+4545 20123456", "45 45 20 12 34 56", "00 45 20 12 34 56"),
        *(
            "20-12-34-56",
            "20.12.34.56",
            "20/12/34/56",
            "(20) 123456",
            "20  123456",
            "20123456 lokal 12",
            "tlf. 20123456",
        ),
        *(
            "20 12 34 56 / 20 12 34 57",
            "20123456\n20123456",
            "\uff12\uff10\uff11\uff12\uff13\uff14\uff15\uff16",
            "\u0662\u0660\u0661\u0662\u0663\u0664\u0665\u0666",
        ),
    ],
)
def test_what_is_no_danish_number_is_refused(text: str) -> None:
    """Another country's, a short number, one without its plus, or two; the text isn't repeated."""
    with pytest.raises(UnreadableValue) as refused:
        read_phone(text)
    assert len(text) < 4 or text not in str(refused.value)
