"""Amounts: every Danish way of writing them is read with its sign, and everything else is refused."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gevinst.values.amount import MINUS, format_amount, read_amount
from gevinst.values.errors import UnreadableValue

EVERY_MINUS = "-\u00ad\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63\uff0d"
amounts = st.decimals(min_value=-99_999_999, max_value=99_999_999, places=2, allow_nan=False)


@given(amounts)
def test_what_is_written_is_read_again(amount: Decimal) -> None:
    """The product's own writing of an amount comes back as the same amount, minus included."""
    assert read_amount(format_amount(amount)) == amount


@given(
    amounts.filter(bool),
    st.sampled_from(EVERY_MINUS),
    st.sampled_from(["{m}{n}", "{m} {n}", "kr. {m}{n}", "{m}kr. {n}", "{n}{m}", "{n} {m}", "{n}{m} kr.", "{n} kr.{m}"]),
)
def test_no_minus_is_lost_wherever_and_however_it_is_written(amount: Decimal, minus: str, written: str) -> None:
    """A credit note never becomes a bill: any dash, before or after, inside or outside the currency, is a minus."""
    text = written.format(m=minus, n=format_amount(abs(amount)))
    assert read_amount(text) == -abs(amount)


@given(st.text(alphabet="0123456789.,-–()kr DKK\u00a0", max_size=14))
def test_whatever_is_accepted_means_what_it_says(text: str) -> None:
    """Of any jumble the reader takes only one number: its own digits, and negative only where something says so."""
    try:
        amount = read_amount(text)
    except UnreadableValue:
        return
    digits = "".join(character for character in text if character.isdigit())
    assert str(abs(amount)).replace(".", "") in (digits, f"{digits}00")
    if amount < 0:
        assert any(sign in text for sign in "-–(")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1.234,56", "1234.56"),
        ("1234,56", "1234.56"),
        ("1.234.567,00", "1234567"),
        ("1234", "1234"),
        ("1.234", "1234"),
        ("0,50", "0.50"),
        ("kr. 1.234,56", "1234.56"),
        ("Kr 1.234,56", "1234.56"),
        ("1.234,56 kr.", "1234.56"),
        ("1.234,56kr", "1234.56"),
        ("DKK 1.234,56", "1234.56"),
        ("1.234,56\u00a0kr.", "1234.56"),
        ("1.234,-", "1234"),
        ("1.234,--", "1234"),
        ("1.234,–", "1234"),
        ("kr. 1.234,- ", "1234"),
        ("-1.234,-", "-1234"),
        ("(1.234,56)", "-1234.56"),
        ("(1.234,56 kr.)", "-1234.56"),
        ("kr. (1.234,56)", "-1234.56"),
        ("(500)", "-500"),
        ("- 500", "-500"),
        ("500,50-", "-500.50"),
        ("123456789", "123456789"),
        ("-999.999.999.999,99", "-999999999999.99"),
    ],
)
def test_danish_ways_of_writing_amounts(text: str, expected: str) -> None:
    """What clinics and programs print: points or none between thousands, `,-` for no øre, currency on either side."""
    assert read_amount(text) == Decimal(expected)


@pytest.mark.parametrize(
    "text",
    [
        "1,234.56",  # English
        "9.99",
        "12.34",
        "1.23.456",
        "1.2345",
        "1,234",  # three decimals, or English thousands?
        "1.234,5",
        "1.234,567",
        "1 234,56",  # may be two columns
        "0.500",
        "01.250,00",
        "1.250,- -",  # which dash is the minus?
        *("500-", "500 -", "1.250 –", "500 - kr.", "500 kr.-"),  # a minus, or `,-` that lost its comma?
        "kr. 500 kr.",
        *("1302501234", "1302501234,00", "1.000.000.000.000"),  # somebody's number, or nobody's money
        "500 \u212ar",  # a Kelvin sign
        "--5",
        "-5-",
        "(-5)",
        "(5",
        "5)",
        "500 - 600",
        "500/600",
        "ca. 500",
        "500 kr. pr. stk.",
        "EUR 500",
        "500 €",
        "$500",
        "٣٣",  # digits, but not ours
        "5¹",  # a footnote mark
        "1e3",
        "kr.",
        "-",
        "",
        "1.234,56\n789,00",
    ],
)
def test_what_could_mean_something_else_is_refused(text: str) -> None:
    """A value a person would have to think about is never guessed, and the error doesn't repeat it."""
    with pytest.raises(UnreadableValue) as refused:
        read_amount(text)
    assert not text.strip() or text not in str(refused.value)


def test_the_tests_know_every_minus() -> None:
    """A sign added to the reader is tried here too."""
    dashes = {chr(code) for code in range(0x2010, 0x2016)}
    assert set(EVERY_MINUS) == (set(MINUS) | dashes)
