"""Dates: the closed list of Danish forms, real days only, nothing guessed."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gevinst.values.dates import MONTHS, format_date, format_date_short, read_date
from gevinst.values.errors import UnreadableValue

days = st.dates(min_value=date(1900, 1, 1), max_value=date(2099, 12, 31))
MARCH_3 = date(2026, 3, 3)


@given(days)
def test_what_is_written_is_read_again(day: date) -> None:
    """Both of the product's own ways of writing a day, and ISO, come back as the same day."""
    assert read_date(format_date(day)) == read_date(format_date_short(day)) == read_date(day.isoformat()) == day


@given(st.integers(0, 99), st.integers(0, 99), st.integers(0, 2999), st.sampled_from("-./"))
def test_only_days_that_exist_are_read(day: int, month: int, year: int, between: str) -> None:
    """Day comes first, always; the 31st of June or a month 13 is no date and is never turned round."""
    text = f"{day:02d}{between}{month:02d}{between}{year:04d}"
    try:
        expected = date(year, month, day) if 1900 <= year <= 2099 else None
    except ValueError:
        expected = None
    if expected is None:
        with pytest.raises(UnreadableValue):
            read_date(text)
    else:
        assert read_date(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        *("3. marts 2026", "3 marts 2026", "3.marts 2026", "03. marts 2026", "3. mar. 2026", "3. MARTS 2026"),
        *("d. 3. marts 2026", "den 3. marts 2026", "d.3. marts 2026"),
        *("tirsdag d. 3. marts 2026", "Tirsdag den 3. marts 2026", "tirsdag, 3. marts 2026"),
        *("03-03-2026", "3-3-2026", "3/3-2026", "3.3.2026", "03/03/2026", "2026-03-03"),
        *(
            "03\u201003\u20102026",
            "03\u00ad03\u00ad2026",
            "3/3\u22122026",
            " 3. marts\u00a02026 ",
            "3.\tmarts\u202f2026",
        ),
    ],
)
def test_danish_ways_of_writing_one_day(text: str) -> None:
    """Everything people write for the third of March, also with the dashes that fonts in PDF files give."""
    assert read_date(text) == MARCH_3


@pytest.mark.parametrize("number", range(1, 13))
def test_every_month_by_its_name_and_its_short_name(number: int) -> None:
    """Danish names only; the English ones that differ are refused."""
    for name in MONTHS[number - 1]:
        assert read_date(f"5. {name} 2026") == date(2026, number, 5)


@pytest.mark.parametrize(
    "text",
    [
        *("03-03-26", "3/3-26", "030326", "4. april 26", "4. april"),  # which century, which year?
        *("31-06-2026", "31. juni 2026", "29-02-2025", "00-01-2026", "32. maj 2026", "12/31/2026"),
        *("3. march 2026", "3. may 2026", "april 2026", "12.12", "5", "i dag", "uge 12", ""),
        *("03-03-0226", "03-03-1026", "3/3-3026"),
        *("mandag d. 3. marts 2026", "søndag 3. marts 2026"),  # it was a Tuesday
        *("3-4/2026", "3–4/2026", "3.4/2026", "3.4-2026", "3-4.2026", "3/4.2026"),  # two months, or the 3rd of April?
        *(
            "3. marts\n2026",
            "3.\x0cmarts 2026",
            "tirsdag\nd. 3. marts 2026",
            "3. o\u212atober 2026",
        ),  # two lines, a Kelvin sign
        *("2026-3-3", "2026/03/03", "3. marts 2026 kl. 10", "3.-5. marts 2026", "3. marts 2026 eller senere"),
        "٣-3-2026",
    ],
)
def test_what_could_be_another_day_is_refused(text: str) -> None:
    """No two-digit years, no days that aren't, no weekday that doesn't fit, no ranges; the text isn't repeated."""
    with pytest.raises(UnreadableValue) as refused:
        read_date(text)
    assert not text or text not in str(refused.value)


def test_a_leap_day_is_a_day() -> None:
    """29 February is read in the years that have one."""
    assert read_date("29. februar 2024") == date(2024, 2, 29)
