"""CPR numbers: read by the office's rules, served without modulus 11, and shown nowhere."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel
from stdnum.dk import cpr as stdnum_cpr
from stdnum.exceptions import ValidationError

from gevinst.codes import Code
from gevinst.values.cpr import Cpr
from gevinst.values.errors import UnreadableValue
from sandbox.people import never_issued
from tests.gevinst.values.hiding import assert_errors_hide, assert_hidden, through_json

DIGITS = "0702501234"


class Citizen(BaseModel):
    """A model as ours are."""

    cpr: Cpr


@pytest.mark.parametrize(
    ("year", "seventh", "expected"),
    [
        *((50, 0, 1950), (50, 3, 1950), (5, 0, 1905), (99, 3, 1999)),
        *((0, 4, 2000), (20, 4, 2020), (37, 4, 1937), (99, 4, 1999)),
        *((0, 5, 2000), (20, 8, 2020), (0, 7, 2000)),
        *((10, 9, 2010), (37, 9, 1937), (99, 9, 1999)),
    ],
)
def test_the_seventh_digit_tells_the_century(year: int, seventh: int, expected: int) -> None:
    """The table of "Personnummeret i CPR", at its edges."""
    assert Cpr.parse(f"0702{year:02d}-{seventh}234").birth_date == date(expected, 2, 7)


@pytest.mark.parametrize(
    "text", ["070236-4234", "070236-9234", "070257-5234", "070258-5234", "070299-8234", "070204-0234"]
)
def test_births_to_come_or_before_1905_are_no_ones(text: str) -> None:
    """By the century rule these were born in 2036, 2057, 18xx or 1904: nobody's number today."""
    with pytest.raises(UnreadableValue):
        Cpr.parse(text)


@given(st.dates(min_value=date(1905, 1, 1), max_value=date(1999, 12, 31)), st.integers(0, 3999))
def test_the_birth_date_is_the_one_it_was_made_of(birth: date, serial: int) -> None:
    """For every day of the last century: number → date → the same day."""
    number = Cpr.parse(f"{birth:%d%m%y}-{serial:04d}")
    assert number.birth_date == birth
    assert number.formatted == f"{birth:%d%m%y}-{serial:04d}"


@given(st.from_regex(r"[0-3][0-9][01][0-9]{7}", fullmatch=True))
def test_the_reader_agrees_with_python_stdnum(digits: str) -> None:
    """A second, older reader of the same rules finds the same births; ours refuses before 1905."""
    try:
        ours: date | None = Cpr.parse(digits).birth_date
    except UnreadableValue:
        ours = None
    try:
        theirs: date | None = stdnum_cpr.get_birth_date(digits)
    except ValidationError:
        theirs = None
    if theirs is not None and not date(1905, 1, 1) <= theirs <= date.today():  # noqa: DTZ011 (a birthday)
        theirs = None
    assert ours == theirs


@given(st.dates(min_value=date(1930, 1, 2), max_value=date(1957, 12, 30)), st.integers(1000, 2999))
def test_numbers_without_modulus_11_are_served(birth: date, serial: int) -> None:
    """They have been issued since 2007: such a citizen isn't turned away, the number is only trusted less."""
    number = Cpr.parse(never_issued(birth, serial))
    assert not number.passes_modulus_11
    assert number.birth_date == birth


def test_modulus_11_is_known_where_it_holds() -> None:
    """Of the nine hundred numbers in a row, about one in eleven passes."""
    passing = sum(Cpr.parse(f"0702501{serial:03d}").passes_modulus_11 for serial in range(900))
    assert 70 < passing < 95


def test_a_replacement_number_is_read_and_known_as_one() -> None:
    """Sixty is added to the day: it has a birth date, and says that a person must look it up."""
    number = Cpr.parse("670250-1234")
    assert number.is_replacement
    assert number.birth_date == date(1950, 2, 7)
    assert not Cpr.parse(DIGITS).is_replacement


@given(st.dates(min_value=date(1930, 1, 2), max_value=date(1957, 12, 30)), st.integers(1000, 2999))
def test_every_replacement_number_is_known_as_one(birth: date, serial: int) -> None:
    """On each day of the month: 61 to 91, and never without the sixty."""
    digits = never_issued(birth, serial)
    replacement = Cpr.parse(f"{birth.day + 60}{digits[2:6]}-{digits[6:]}")
    assert replacement.is_replacement
    assert replacement.birth_date == birth
    assert not Cpr.parse(digits).is_replacement
    assert replacement != Cpr.parse(digits)


@pytest.mark.parametrize("day", ["00", "32", "40", "59", "60", "92", "99"])
def test_no_other_day_is_a_replacement(day: str) -> None:
    """Neither below 61 nor above 91 is there a day."""
    with pytest.raises(UnreadableValue):
        Cpr.parse(f"{day}0150-1234")


@pytest.mark.parametrize(
    "text",
    [
        *("070250-1234", "0702501234", "070250 1234", "070250 - 1234", " 070250-1234 ", "070250\u00a01234"),
        *("070250\u20101234", "070250\u20111234", "070250–1234", "070250—1234", "070250\u22121234", "070250\u00ad1234"),
    ],
)
def test_a_number_however_people_and_programs_set_it(text: str) -> None:
    """With any dash, a space or nothing between; what a font in a PDF file says of its hyphen included."""
    assert Cpr.parse(text) == Cpr.parse(DIGITS)


@pytest.mark.parametrize(
    "text",
    [
        *("", "070250", "070250-123", "070250-12345", "07025-01234", "0702-50-1234", "070250--1234", "070250/1234"),
        *("320250-1234", "000250-1234", "071350-1234", "290251-1234", "610250-12a4", "920250-1234", "070250-XXXX"),
        *("cpr 070250-1234", "070250-1234 og 080250-1234", "٠٧٠٢٥٠-1234"),
    ],
)
def test_what_is_no_cpr_number_is_refused_without_repeating_it(text: str) -> None:
    """The error has the code a caseworker understands, and not the text."""
    with pytest.raises(UnreadableValue) as refused:
        Cpr.parse(text)
    assert refused.value.code is Code.CPR_INVALID
    assert not text or text not in str(refused.value)


def test_a_number_born_tomorrow_is_refused() -> None:
    """Today's newborn is a citizen, tomorrow's isn't yet."""
    today = date.today()  # noqa: DTZ011 (a birthday)
    Cpr.parse(f"{today:%d%m%y}-4234")
    with pytest.raises(UnreadableValue):
        Cpr.parse(f"{today + timedelta(days=1):%d%m%y}-4234")


def test_a_number_shows_itself_nowhere() -> None:
    """Not printed, formatted, in an exception, in JSON or in a pickle; neither whole nor its birth date or serial."""
    assert_hidden(Cpr.parse(DIGITS), DIGITS, "070250", "1234")


def test_a_model_that_holds_a_number_hides_it_too() -> None:
    """Neither the model's repr nor what a validation error says of a wrong number shows it."""
    assert DIGITS not in repr(Citizen(cpr=Cpr.parse(DIGITS)))
    assert_errors_hide(Citizen, {"cpr": "390250-1234"}, "390250", "1234")
    assert_errors_hide(Citizen, {"cpr": 3902501234}, "3902501234")


def test_a_checkpoint_brings_back_the_same_number() -> None:
    """Pydantic's JSON holds the digits, on purpose: a retry must read them."""
    number = Cpr.parse(DIGITS)
    assert through_json(number) == number
    assert len({number, Cpr.parse("070250-1234")}) == 1
    assert number != DIGITS
