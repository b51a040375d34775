"""A field's value from text and back, by its type: what documents are read with is what a colleague's correction is read with."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from gevinst.values.address import Address, read_address
from gevinst.values.amount import format_amount, read_amount
from gevinst.values.bank_account import BankAccount, read_bank_account
from gevinst.values.case_number import read_case_number
from gevinst.values.cpr import Cpr
from gevinst.values.cvr import read_cvr
from gevinst.values.dates import format_date, read_date
from gevinst.values.email_address import read_email_address
from gevinst.values.errors import UnreadableValue
from gevinst.values.field_types import FieldType
from gevinst.values.fik import Fik, read_fik
from gevinst.values.gln import read_gln
from gevinst.values.iban import read_iban
from gevinst.values.personal import Personal
from gevinst.values.phone import format_phone, read_phone
from gevinst.values.pnumber import read_p_number
from gevinst.values.texts import LONGEST_OF_LONG, read_code, read_name, read_number, read_reference, read_text

Value = Cpr | Personal | Address | BankAccount | Fik | date | Decimal | str

READERS: Mapping[FieldType, Callable[[str], Value]] = {
    FieldType.CPR: Cpr.parse,
    FieldType.NAME: read_name,
    FieldType.TEXT: read_text,
    FieldType.DATE: read_date,
    FieldType.AMOUNT: read_amount,
    FieldType.NUMBER: read_number,
    FieldType.CVR: read_cvr,
    FieldType.PNUMBER: read_p_number,
    FieldType.GLN: read_gln,
    FieldType.IBAN: read_iban,
    FieldType.ACCOUNT: read_bank_account,
    FieldType.FIK: read_fik,
    FieldType.ADDRESS: read_address,
    FieldType.CASE: read_case_number,
    FieldType.EMAIL: read_email_address,
    FieldType.PHONE: read_phone,
    FieldType.CODE: read_code,
    FieldType.REFERENCE: read_reference,
}
"""Each type's reader, as Danes write such values."""


class Form(NamedTuple):
    """How one field is written: its type, and what its template asks besides.

    Attributes:
        type: The strict reader's.
        long: Whether a text may have several lines.
        pattern: A case number's own pattern; empty for KLE's.
        words: The only texts there are; none where any will do.
    """

    type: FieldType
    long: bool = False
    pattern: str = ""
    words: tuple[str, ...] = ()


def read_field(text: str, form: Form) -> Value:
    """What a colleague typed, as the value it is; in Danish, whatever the document's country.

    Raises:
        UnreadableValue: It is none of the field's type.
    """
    if form.words:
        return _one_of(text, form.words)
    if form.type is FieldType.TEXT and form.long:
        return read_text(text, longest=LONGEST_OF_LONG)
    if form.type is FieldType.CASE and form.pattern:
        return read_case_number(text, form.pattern)
    return READERS[form.type](text)


def _one_of(text: str, words: tuple[str, ...]) -> str:
    for word in words:
        if " ".join(text.split()).casefold() == word.casefold():
            return word
    raise UnreadableValue("text", f"one of {len(words)} that the template knows")


def written(value: Value, field: FieldType) -> str:
    """A value as a colleague reads it, which `read_field` reads back; whoever asks is responsible for where it goes."""
    match value:
        case Cpr() | BankAccount() | Fik():
            return value.formatted
        case Personal() if field is FieldType.PHONE and value.reveal().isdigit():
            return format_phone(value)
        case Personal() | Address():
            return value.reveal()
        case Decimal():
            return format_amount(value) if field is FieldType.AMOUNT else str(value).replace(".", ",")
        case date():
            return format_date(value)
        case _:
            return value


EXAMPLES: Mapping[FieldType, str] = {
    FieldType.CPR: "010203-4567",
    FieldType.NAME: "Anna Jensen",
    FieldType.TEXT: "Tandbehandling",
    FieldType.DATE: "3. marts 2026",
    FieldType.AMOUNT: "1.250,00",
    FieldType.NUMBER: "2,5",
    FieldType.CVR: "10000009",
    FieldType.PNUMBER: "1234567890",
    FieldType.GLN: "5798000000001",
    FieldType.IBAN: "DK50 0040 0440 1162 43",
    FieldType.ACCOUNT: "1234 0001234567",
    FieldType.FIK: "+71<000000000000018+81234567<",
    FieldType.ADDRESS: "Skolegade 1, 4000 Roskilde",
    FieldType.CASE: "27.00.00-A00-1-26",
    FieldType.EMAIL: "navn@firma.example",
    FieldType.PHONE: "20 12 34 56",
    FieldType.CODE: "FA-1042",
    FieldType.REFERENCE: "Faktura 1042",
}
"""What each looks like, for whoever typed something else."""
