"""The strict reader of each type of field. Free text and names have rules too: a form's own words are no answer."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal

from connectors.documents.cleaning import UNREADABLE
from connectors.documents.locales import MACHINE, locale_of
from connectors.documents.templates import FieldRule, FieldType
from connectors.documents.trust import Trust
from gevinst.codes import Code
from gevinst.redaction import redact
from gevinst.values.address import Address, read_address
from gevinst.values.bank_account import BankAccount, read_bank_account
from gevinst.values.case_number import read_case_number
from gevinst.values.cpr import Cpr
from gevinst.values.cvr import read_cvr
from gevinst.values.email_address import read_email_address
from gevinst.values.errors import UnreadableValue
from gevinst.values.fik import Fik, read_fik
from gevinst.values.gln import read_gln
from gevinst.values.iban import read_iban
from gevinst.values.personal import Personal
from gevinst.values.pnumber import read_p_number

Value = Cpr | Personal | Address | BankAccount | Fik | date | Decimal | str

_LONGEST, _LONGEST_OF_LONG = 200, 3000
_PLACEHOLDER = re.compile(
    r"\[.*\]|<.*>|«.*»|\{.*\}|(?:klik|tryk) .*|(?:skriv|indtast|angiv|vælg) .*|.*\bklik (?:eller tryk )?her\b.*",
    re.IGNORECASE,
)
_LETTERS = re.compile(r"[^\W\d_].*[^\W\d_]")
# Marks that turn the order of characters round: what a person sees isn't what is stored.
_TURNING = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_CODE = re.compile(r"[A-ZÆØÅ0-9#](?:[A-ZÆØÅ0-9 ./_#+:-]{0,38}[A-ZÆØÅ0-9])?", re.IGNORECASE)
_NUMBER = re.compile(r"(-?[0-9]{1,12})(?:([.,])([0-9]{1,8}))?")


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
                return read_text(text, longest=_LONGEST_OF_LONG)
            case FieldType.CASE:
                return read_case_number(text, rule.pattern) if rule.pattern else read_case_number(text)
            case _:
                return READERS[rule.type](text)


def read_text(text: str, *, longest: int = _LONGEST) -> str:
    """A text somebody wrote: some letters, and not a form's own "Klik her …" or "[behandling]".

    Raises:
        UnreadableValue: Nothing was written there, or not all of it can be read.
    """
    words = " ".join(text.split())
    if _PLACEHOLDER.fullmatch(words) or _LETTERS.search(words) is None:
        raise UnreadableValue("text", "some words", code=Code.FIELD_MISSING)
    if UNREADABLE in words or _TURNING.search(words) or len(words) > longest:
        raise UnreadableValue("text", f"at most {longest} readable characters")
    if redact(words) != words:
        raise UnreadableValue("text", "no citizen's number among the words: two fields run into one")
    return words


def read_meaning(text: str, means: Mapping[str, str]) -> str:
    """What one of a few texts means.

    Raises:
        UnreadableValue: It is none of them.
    """
    known = {_plain(each): meaning for each, meaning in means.items()}
    if _plain(text) not in known:
        raise UnreadableValue("text", f"one of {len(known)} that the template knows")
    return known[_plain(text)]


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


def read_name(text: str) -> Personal:
    """A person's name; a number is none.

    Raises:
        UnreadableValue: Nothing was written there, or it holds a digit or a colon: two fields run into one.
    """
    words = read_text(text)
    if re.search(r"[\d:@]", words):
        raise UnreadableValue("name", "letters only")
    return Personal(words)


def read_code(text: str) -> str:
    """A number that is none to reckon with: an invoice's, an order's.

    Raises:
        UnreadableValue: No digit in it, or more than letters, digits and marks between them.
    """
    words = " ".join(text.split())
    if _CODE.fullmatch(words) is None or not any(letter in "0123456789" for letter in words):
        raise UnreadableValue("number of a document", "letters, digits and marks between them, a digit among them")
    return words


def read_reference(text: str) -> str:
    """What somebody is to recognise something by: words, a number, or both.

    Raises:
        UnreadableValue: Neither a letter nor a digit, too long, or a citizen's number in it.
    """
    words = " ".join(text.split())
    if _PLACEHOLDER.fullmatch(words) or not any(map(str.isalnum, words)):
        raise UnreadableValue("reference", "some words or a number", code=Code.FIELD_MISSING)
    if UNREADABLE in words or _TURNING.search(words) or len(words) > _LONGEST or redact(words) != words:
        raise UnreadableValue("reference", f"at most {_LONGEST} readable characters, no citizen's number among them")
    return words


def read_number(text: str, *, decimal: str = ",") -> Decimal:
    """A quantity or a percentage, with the country's mark before decimals.

    Raises:
        UnreadableValue: Anything else; a mark between thousands is refused, since it may be the other one.
    """
    match = _NUMBER.fullmatch(text.strip().removesuffix("%").strip())
    if match is None or match[2] not in (None, decimal):
        raise UnreadableValue("number", f"digits, and '{decimal}' before decimals")
    return Decimal(f"{match[1]}.{match[3] or '0'}") if match[2] else Decimal(match[1])


def revealed(value: Value) -> str:
    """A value as text, also where it is personal: whoever asks is responsible for where it goes."""
    match value:
        case Cpr() | BankAccount() | Fik():
            return value.formatted
        case Personal() | Address():
            return value.reveal()
        case _:
            return str(value)


READERS: dict[FieldType, Callable[[str], Value]] = {
    FieldType.CPR: Cpr.parse,
    FieldType.NAME: read_name,
    FieldType.TEXT: read_text,
    FieldType.CVR: read_cvr,
    FieldType.PNUMBER: read_p_number,
    FieldType.GLN: read_gln,
    FieldType.IBAN: read_iban,
    FieldType.ACCOUNT: read_bank_account,
    FieldType.FIK: read_fik,
    FieldType.ADDRESS: read_address,
    FieldType.EMAIL: read_email_address,
    FieldType.CODE: read_code,
    FieldType.REFERENCE: read_reference,
}
