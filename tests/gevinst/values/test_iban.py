"""IBAN: read only with the check digits and the length of its country."""

import pytest

from gevinst.values.errors import UnreadableValue
from gevinst.values.iban import format_iban, read_iban

IBAN = "DK5000400440116243"


@pytest.mark.parametrize(
    "text",
    [
        *("DK5000400440116243", "DK50 0040 0440 1162 43", "dk50 0040 0440 1162 43", " DK5000400440116243 "),
        *("IBAN DK5000400440116243", "IBAN: DK50 0040 0440 1162 43", "IBAN-nr. DK50 0040 0440 1162 43"),
        "DK50\u00a00040\u00a00440\u00a01162\u00a043",
    ],
)
def test_an_iban_however_it_is_printed(text: str) -> None:
    """Blanks and the word before it are no part of it, and small letters are capitals."""
    assert read_iban(text) == IBAN
    assert format_iban(IBAN) == "DK50 0040 0440 1162 43"


@pytest.mark.parametrize(
    "text", ["FO6264600001631634", "GL8964710001000206", "NO9386011117947", "GB29NWBK60161331926819"]
)
def test_accounts_of_other_countries_are_read_too(text: str) -> None:
    """Each with its own length and letters."""
    assert read_iban(text) == text


@pytest.mark.parametrize(
    "text",
    [
        *("", "DK", "IBAN", "DK500040044011624", "DK50004004401162430", "DK5100400440116243", "DK5000400440116234"),
        *("ZZ5000400440116243", "5000400440116243", "DK50-0040-0440-1162-43", "DK50 0040  0440 1162 43"),
        *("DK50004O0440116243", "GB29NWBK6016133192681O"),  # the letter O
        *("DK5000400440116243 DK5000400440116243", "DK50 0040 0440 1162 43\n0", "0040 0440116243"),
        *("D\u212a5000400440116243", "DK\uff15\uff1000400440116243"),  # a Kelvin sign, and digits that are not ours
    ],
)
def test_what_is_no_iban_is_refused(text: str) -> None:
    """Not its country's form, or check digits that don't fit; the text isn't repeated."""
    with pytest.raises(UnreadableValue) as refused:
        read_iban(text)
    assert len(text) < 5 or text not in str(refused.value)


@pytest.mark.parametrize(("given_by_a_bank", "same_remainder"), [("97", "00"), ("98", "01"), ("02", "99")])
def test_one_account_has_one_iban(given_by_a_bank: str, same_remainder: str) -> None:
    """Check digits that no bank gives are refused though modulus 97 lets them pass."""
    account = next(
        f"{number:014d}" for number in range(10_000, 100_000) if _is_read(f"DK{given_by_a_bank}{number:014d}")
    )
    with pytest.raises(UnreadableValue):
        read_iban(f"DK{same_remainder}{account}")


def _is_read(text: str) -> bool:
    try:
        read_iban(text)
    except UnreadableValue:
        return False
    return True
