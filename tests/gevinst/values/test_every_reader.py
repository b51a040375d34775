"""What holds for every reader, tried with whatever Hypothesis makes up: right, refused, and never a third thing."""

from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from gevinst.values.amount import read_amount
from gevinst.values.errors import UnreadableValue
from tests.gevinst.values.written import READERS, Reader, digits_in

every_reader = pytest.mark.parametrize("reader", READERS.values(), ids=READERS)

# Whatever people, programs and fonts put between, before or instead of the characters of a value.
_LETTERS = "krDKPEANregKontovthslabcZØé@\u017f\u212a\u0130\u0131\uff23"
_MARKS = " \u00a0\t\n-\u00ad\u2013\u2212.,:;/+<>()#'\u200b"
_OTHER_DIGITS = "\uff11\u0661\u0967\u00b2\u2460\U0001d7d9"
_NASTY = st.sampled_from("0123456789" + _LETTERS + _MARKS + _OTHER_DIGITS)
_ONES = (0xFF10, 0x0660, 0x0966, 0x1D7D8, 0x07C0)  # zeros of other scripts; their digits follow them


@st.composite
def _edited(draw: st.DrawFn, text: str) -> str:
    """The text after a few slips: characters lost, added, changed, doubled or swapped."""
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, max(len(text) - 1, 0)))
        new = draw(_NASTY)
        text = draw(
            st.sampled_from(
                [
                    text[:at] + text[at + 1 :],
                    text[:at] + new + text[at:],
                    text[:at] + new + text[at + 1 :],
                    text[:at] + text[at : at + 1] + text[at:],
                    text[:at] + text[at + 1 : at + 2] + text[at : at + 1] + text[at + 2 :],
                ]
            )
        )
    return text


def _read(reader: Reader, text: str) -> object:
    """The value, or None for a text that is refused as it should be: by the one error, which doesn't repeat it."""
    try:
        value: object = reader.read(text)
    except UnreadableValue as error:
        refused = error
    else:
        return value
    assert len(text) < 6 or text not in f"{refused!r} {refused}"
    return None


@every_reader
@given(data=st.data())
def test_what_is_written_in_a_declared_form_is_read_as_just_that(reader: Reader, data: st.DataObject) -> None:
    """Whatever blank and dash of the known ones stand in it."""
    text, value = data.draw(reader.written)
    assert reader.read(text) == value
    assert reader.read(f" {text}\n") == value


@every_reader
@given(data=st.data())
def test_any_text_is_refused_or_read_without_loss(reader: Reader, data: st.DataObject) -> None:
    """A value's own text with slips in it, or quite another: refused, or a value that survives being written.

    What is accepted has the very digits of its value, in their order: none is lost, added or moved on the way.
    """
    slips = reader.written.flatmap(lambda pair: _edited(pair[0]))
    text = data.draw(st.one_of(slips, slips, st.text(_NASTY), st.text()))
    value = _read(reader, text)
    if value is not None:
        assert digits_in(text) in reader.digits(value)
        assert reader.read(reader.write(value)) == value
        assert reader.write(reader.read(reader.write(value))) == reader.write(value)


@every_reader
@given(data=st.data())
def test_the_digits_of_other_scripts_are_none(reader: Reader, data: st.DataObject) -> None:
    """Full-width, Arabic, Devanagari and mathematical digits look like ours in some fonts, and are refused."""
    text, _ = data.draw(reader.written)
    places = [at for at, character in enumerate(text) if character.isdigit()]
    assume(places)
    at = data.draw(st.sampled_from(places))
    other = chr(data.draw(st.sampled_from(_ONES)) + int(text[at]))
    assert _read(reader, text[:at] + other + text[at + 1 :]) is None


@every_reader
@given(data=st.data())
def test_two_values_in_one_text_are_none(reader: Reader, data: st.DataObject) -> None:
    """Two fields that ran into one are never read as the first, the second, or a third."""
    (first, _), (second, _) = data.draw(reader.written), data.draw(reader.written)
    between = data.draw(st.sampled_from(("\n", "\n\n", "  ", ";", " og ", " / ", "\x0c", "\u2028")))
    assert _read(reader, f"{first}{between}{second}") is None


@pytest.mark.parametrize("name", ["CVR number", "GLN", "IBAN"])
@given(data=st.data())
def test_one_wrong_digit_is_noticed_where_there_is_a_check_digit(name: str, data: st.DataObject) -> None:
    """Modulus 11, 10 and 97: whichever digit it is, and whatever it becomes."""
    reader = READERS[name]
    text, _ = data.draw(reader.written)
    at = data.draw(st.sampled_from([at for at, character in enumerate(text) if character.isdigit()]))
    wrong = data.draw(st.sampled_from("0123456789").filter(lambda digit: digit != text[at]))
    assert _read(reader, text[:at] + wrong + text[at + 1 :]) is None


@given(data=st.data())
def test_one_wrong_digit_of_a_payment_id_is_noticed(data: st.DataObject) -> None:
    """Luhn's check digit is the id's; the creditor has none."""
    reader = READERS["FIK"]
    _, payment = data.draw(reader.written.filter(lambda pair: pair[1].payment_id is not None))
    at = data.draw(st.integers(4, 3 + len(payment.payment_id)))
    wrong = data.draw(st.sampled_from("0123456789").filter(lambda digit: digit != payment.formatted[at]))
    assert _read(reader, payment.formatted[:at] + wrong + payment.formatted[at + 1 :]) is None


@given(st.decimals(min_value=0, max_value=99_999_999, places=2, allow_nan=False))
def test_a_decimal_point_is_never_taken_for_one_between_thousands(amount: Decimal) -> None:
    """An English amount would be a hundred times itself; with a comma between thousands it would be a thousandth."""
    for text in (f"{amount:.2f}", f"{amount:,.2f}", f"{amount:.1f}", *([f"{amount:,.0f}"] if amount > 1000 else [])):
        with pytest.raises(UnreadableValue):
            read_amount(text)
