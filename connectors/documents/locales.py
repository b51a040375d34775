"""How dates and amounts are written elsewhere. A template declares its country; nobody guesses, since `9.99` is two numbers."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from gevinst.errors import ConfigurationError
from gevinst.values.amount import MINUS, read_amount
from gevinst.values.dates import read_date
from gevinst.values.errors import UnreadableValue
from gevinst.values.personal import Personal
from gevinst.values.phone import read_phone

_SPACES = str.maketrans(dict.fromkeys("\u00a0\u2007\u2009\u202f\t", " "))
_MONTHS = {
    "en": "january february march april may june july august september october november december",
    "de": "januar februar märz april mai juni juli august september oktober november dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
}
_ISO = re.compile(r"((?:19|20)[0-9]{2})-([0-9]{2})-([0-9]{2})(?:[Z+-][0-9:]*)?")
_PHONE = re.compile(r"(?:\+|\([0-9]+\))?[0-9 ./-]*(?:\([0-9]+\))?[0-9 ./-]*[0-9]")
_DECIMAL = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?")


@dataclass(frozen=True)
class Locale:
    """One country's way with amounts, dates and telephone numbers."""

    decimal: str
    amount: Callable[[str], Decimal]
    day: Callable[[str], date]
    phone: Callable[[str], Personal]


def locale_of(name: str) -> Locale:
    """The locale of a template.

    Raises:
        ConfigurationError: Nobody has described that one.
    """
    if name not in LOCALES:
        raise ConfigurationError(f"there is no locale '{name}'; known: {', '.join(LOCALES)}")
    return LOCALES[name]


def _amounts(decimal: str, thousands: str) -> Callable[[str], Decimal]:
    """A reader of amounts with one sign at most, of thousands in threes, and two decimals or none."""
    group = f"[{re.escape(thousands)}]"
    currency = r"(?:[A-Z]{3}|[$€£]|Rs\.?|kr\.?)?"
    form = re.compile(
        rf"(?P<open>\()?(?P<first>[{MINUS}])? ?{currency} ?(?P<second>[{MINUS}])? ?"
        rf"(?P<whole>[1-9][0-9]{{0,2}}(?:{group}[0-9]{{3}})+|[1-9][0-9]*|0)(?:{re.escape(decimal)}(?P<part>[0-9]{{2}}))?"
        rf" ?{currency} ?(?P<last>[{MINUS}])?(?P<close>\))?"
    )

    def read(text: str) -> Decimal:
        match = form.fullmatch(text.translate(_SPACES).strip())
        signs = [] if match is None else [match[name] for name in ("open", "first", "second", "last") if match[name]]
        if match is None or len(signs) > 1 or bool(match["open"]) != bool(match["close"]):
            raise UnreadableValue("amount", f"a '{decimal}' before two decimals, '{thousands}' between thousands")
        value = Decimal(f"{re.sub(group, '', match['whole'])}.{match['part'] or '00'}")
        return -value if signs else value

    return read


def _days(language: str, *, month_first: bool = False) -> Callable[[str], date]:
    """A reader of days in one order, or with the month's name, whole or its first three letters or more."""
    names = {name: number for number, name in enumerate(_MONTHS[language].split(), 1)}
    order = (
        r"(?P<month>[0-9]{1,2})[-./](?P<day>[0-9]{1,2})"
        if month_first
        else r"(?P<day>[0-9]{1,2})[-./](?P<month>[0-9]{1,2})"
    )
    year = r"(?P<year>(?:19|20)[0-9]{2})"
    forms = (
        re.compile(rf"{order}[-./]{year}"),
        re.compile(rf"(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th|er)?\.?[ -](?P<name>[^\W\d_]+)\.?,?[ -]{year}"),
        re.compile(rf"(?P<name>[^\W\d_]+)\.? ?(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)? ?,? ?{year}"),
        re.compile(rf"{year}-(?P<month>[0-9]{{2}})-(?P<day>[0-9]{{2}})"),
    )

    def month(name: str) -> int:
        found = [number for full, number in names.items() if len(name) >= 3 and full.startswith(name.casefold())]
        return found[0] if len(found) == 1 else 0

    def read(text: str) -> date:
        for form in forms:
            if match := form.fullmatch(" ".join(text.split())):
                parts = match.groupdict()
                number = month(parts["name"]) if "name" in parts else int(parts["month"])
                try:
                    return date(int(parts["year"]), number, int(parts["day"]))
                except ValueError:
                    break
        raise UnreadableValue("date", f"a day as it is written in '{language}', with a year of four digits")

    return read


def _phone_abroad(text: str) -> Personal:
    """A telephone number as it is printed: no country's plan is known here, only how many digits there may be (E.164)."""
    digits = sum(letter.isdigit() for letter in text)
    if not _PHONE.fullmatch(text.strip()) or not 6 <= digits <= 15:
        raise UnreadableValue("telephone number", "6 to 15 digits, with blanks, dashes and parentheses between them")
    return Personal(" ".join(text.split()))


def _iso_day(text: str) -> date:
    match = _ISO.fullmatch(text.strip())
    try:
        return date(*map(int, match.groups())) if match else read_compact(text)
    except ValueError:
        raise UnreadableValue("date", "a day such as 2026-03-03") from None


def read_compact(text: str) -> date:
    """A day of eight digits, `20260303`, as the CII format writes it."""
    if not re.fullmatch(r"(?:19|20)[0-9]{6}", text.strip()):
        raise UnreadableValue("date", "a day such as 2026-03-03 or 20260303")
    digits = text.strip()
    return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))


def _iso_amount(text: str) -> Decimal:
    if not _DECIMAL.fullmatch(text.strip()):
        raise UnreadableValue("amount", "digits with a decimal point")
    return Decimal(text.strip())


MACHINE = Locale(".", amount=_iso_amount, day=_iso_day, phone=read_phone)
"""How XML writes them, whatever the template's country."""

LOCALES = {
    "da": Locale(",", amount=read_amount, day=read_date, phone=read_phone),
    "en-GB": Locale(".", amount=_amounts(".", ","), day=_days("en"), phone=_phone_abroad),
    "en-US": Locale(".", amount=_amounts(".", ","), day=_days("en", month_first=True), phone=_phone_abroad),
    "de": Locale(",", amount=_amounts(",", "."), day=_days("de"), phone=_phone_abroad),
    "fr": Locale(",", amount=_amounts(",", " ."), day=_days("fr"), phone=_phone_abroad),
    "nl": Locale(",", amount=_amounts(",", "."), day=_days("nl"), phone=_phone_abroad),
}
