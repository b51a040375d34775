"""The strict reader of a field by its template's rule, in the template's country's way."""

from connectors.documents.locales import MACHINE, locale_of
from connectors.documents.templates import FieldRule
from connectors.documents.trust import Trust
from gevinst.values.address import Address
from gevinst.values.bank_account import BankAccount
from gevinst.values.case_number import read_case_number
from gevinst.values.cpr import Cpr
from gevinst.values.field_types import FieldType
from gevinst.values.fields import READERS, Form, Value
from gevinst.values.fik import Fik
from gevinst.values.personal import Personal
from gevinst.values.texts import LONGEST_OF_LONG, read_meaning, read_number, read_text


class Reader:
    """Reads texts by a field's rule, in the template's country's way; what an XML file says, in XML's."""

    def __init__(self, locale: str, amounts: str = "") -> None:
        self._locale = locale_of(locale)
        self._amounts = locale_of(amounts or locale)

    def __call__(self, text: str, rule: FieldRule, trust: Trust) -> Value:
        """The value.

        Raises:
            UnreadableValue: It is none of the field's type.
        """
        locale, amounts = (MACHINE, MACHINE) if trust is Trust.XML else (self._locale, self._amounts)
        match rule.type:
            case FieldType.AMOUNT:
                return amounts.amount(text)
            case FieldType.DATE:
                return locale.day(text)
            case FieldType.PHONE:
                return locale.phone(text)
            case FieldType.NUMBER:
                return read_number(text, decimal=amounts.decimal)
            case FieldType.TEXT if rule.means:
                return read_meaning(text, rule.means)
            case FieldType.TEXT if rule.long:
                return read_text(text, longest=LONGEST_OF_LONG)
            case FieldType.CASE:
                return read_case_number(text, rule.pattern) if rule.pattern else read_case_number(text)
            case _:
                return READERS[rule.type](text)


def form_of(rule: FieldRule) -> Form:
    """How a colleague writes a field of this rule."""
    words = tuple(dict.fromkeys(rule.means.values()))
    return Form(rule.type, long=rule.long, pattern=rule.pattern or "", words=words)


def revealed(value: Value) -> str:
    """A value as text, also where it is personal: whoever asks is responsible for where it goes."""
    match value:
        case Cpr() | BankAccount() | Fik():
            return value.formatted
        case Personal() | Address():
            return value.reveal()
        case _:
            return str(value)
