"""Danish bank accounts: two numbers that can't be taken for one another or for something else."""

import pytest
from pydantic import TypeAdapter

from gevinst.values.bank_account import BankAccount, read_bank_account
from gevinst.values.errors import UnreadableValue

ACCOUNT = BankAccount("1234", "0001234567")


@pytest.mark.parametrize(
    "text",
    [
        *("1234 0001234567", "1234-0001234567", "1234 1234567", "1234-1234567", "1234 - 1234567", " 1234\t1234567 "),
        *("1234\u20111234567", "1234–1234567", "1234\u00ad1234567", "1234\u22121234567", "1234\u00a01234567"),
        *("Reg.nr. 1234 Kontonr. 1234567", "Reg. 1234 konto 1234567", "reg.nr.: 1234 kontonr.: 0001234567"),
        *("Reg. nr. 1234, konto nr. 1234567", "Regnr. 1234 Kontonummer 1234567", "Reg-nr. 1234 Konto-nr. 1234567"),
        "Registreringsnummer: 1234, kontonummer: 1234567",
    ],
)
def test_an_account_however_people_set_it(text: str) -> None:
    """Zeros in front are the account's whether they are written or not."""
    assert read_bank_account(text) == ACCOUNT
    assert ACCOUNT.formatted == "1234 0001234567"


def test_with_the_words_a_short_account_number_is_one() -> None:
    """Without them it might be half a telephone number, so it is refused there."""
    assert read_bank_account("Reg. 1234 konto 5678") == BankAccount("1234", "0000005678")
    with pytest.raises(UnreadableValue):
        read_bank_account("1234 5678")


@pytest.mark.parametrize(
    "text",
    [
        *("", "1234", "1234 ", "12341234567", "12340001234567", "123 0001234567", "12345 1234567", "1234 00001234567"),
        *("1234 12 34 567", "1234  1234567", "1234/1234567", "1234.1234567", "1234--1234567", "1234\n1234567"),
        *("2012 3456", "2026-12", "1234 1234567 kr.", "kontonr. 1234567 reg.nr. 1234", "Reg. 1234 1234567"),
        *("Reg. 1234 konto 123", "Reg.nr. Kontonr. 1234567", "1234 konto 1234567", "0000 1234567", "1234 0000000000"),
        *("070250-1234", "\u0661\u0662\u0663\u0664 1234567", "1234 \uff11\uff12\uff13\uff14\uff15\uff16\uff17"),
    ],
)
def test_what_could_be_another_number_is_refused(text: str) -> None:
    """Run together, with blanks inside, in the other order, or with one word only; the text isn't repeated."""
    with pytest.raises(UnreadableValue) as refused:
        read_bank_account(text)
    assert len(text) < 6 or text not in str(refused.value)


def test_an_account_does_not_show_its_number_in_passing() -> None:
    """It may be a citizen's: a log line or a traceback that holds the account says only which bank."""
    assert "1234567" not in repr(ACCOUNT) + str(ACCOUNT) + f"{[ACCOUNT]}"


def test_a_checkpoint_brings_back_the_same_account() -> None:
    """Through Pydantic's JSON, which a checkpoint is."""
    adapter = TypeAdapter(BankAccount)
    assert adapter.validate_json(adapter.dump_json(ACCOUNT)) == ACCOUNT
