"""Danish bank accounts: a registration number of four digits and an account number of up to ten, without a check digit.

So a wrong digit can't be noticed here: hold it against a second source before money depends on it. An IBAN's check digits
are that for an account the IBAN names.
"""

import re
from dataclasses import dataclass, field

from gevinst.values.characters import DASH, SPACE
from gevinst.values.errors import UnreadableValue

_NUMBER = rf"(?:{SPACE}|{DASH})?(?:nr\.?|nummer)?:?{SPACE}*"
_FORMS = (
    # Without words, fewer than six digits would rather be a telephone number (2012 3456 has eight) or a year and a number.
    re.compile(rf"(?P<registration>[0-9]{{4}})(?:{SPACE}|{SPACE}?{DASH}{SPACE}?)(?P<account>[0-9]{{6,10}})"),
    re.compile(
        rf"Reg(?:\.|istrerings)?{_NUMBER}(?P<registration>[0-9]{{4}}),?{SPACE}+"
        rf"Konto{_NUMBER}(?P<account>[0-9]{{4,10}})",
        re.IGNORECASE | re.ASCII,
    ),
)


@dataclass(frozen=True)
class BankAccount:
    """An account in Denmark. It may be a citizen's, so `repr` doesn't show the account number.

    Attributes:
        registration: The bank or branch, four digits.
        account: The account there, ten digits, with zeros in front where it is written with fewer.
    """

    registration: str
    account: str = field(repr=False)

    @property
    def formatted(self) -> str:
        """`1234 0001234567`."""
        return f"{self.registration} {self.account}"


def read_bank_account(text: str) -> BankAccount:
    """The account in `1234 0001234567`, `1234-1234567`, `Reg.nr. 1234 Kontonr. 1234567` or `Reg. 1234 konto 1234567`.

    Without the words the account number has at least six digits, with them at least four.

    Raises:
        UnreadableValue: Not one of these forms, blanks inside a number, or zeros only.
    """
    for form in _FORMS:
        match = form.fullmatch(text.strip())
        if match and int(match["registration"]) and int(match["account"]):
            return BankAccount(match["registration"], match["account"].zfill(10))
    raise UnreadableValue("Danish bank account", "four digits of the bank, a space or a dash, and its account number")
