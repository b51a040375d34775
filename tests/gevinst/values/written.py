"""Every reader beside everything the fuzz tests know of it: what is written in its declared forms, and how it is shown."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st
from stdnum import ean, iban, luhn

from gevinst.values.address import Address, read_address
from gevinst.values.address_form import AddressParts
from gevinst.values.amount import format_amount, read_amount
from gevinst.values.bank_account import BankAccount, read_bank_account
from gevinst.values.case_number import read_case_number
from gevinst.values.cpr import Cpr
from gevinst.values.cvr import read_cvr
from gevinst.values.dates import MONTHS, format_date, read_date
from gevinst.values.email_address import read_email_address
from gevinst.values.fik import Fik, read_fik
from gevinst.values.gln import read_gln
from gevinst.values.iban import format_iban, read_iban
from gevinst.values.personal import Personal
from gevinst.values.phone import format_phone, read_phone
from gevinst.values.pnumber import read_p_number
from sandbox.people import never_issued

DASHES = "-\u00ad\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
BLANKS = " \u00a0\u2007\u2009\u202f"

Written = st.SearchStrategy[tuple[str, Any]]


@dataclass(frozen=True)
class Reader:
    """One reader.

    Attributes:
        read: The reader itself.
        written: A text in one of the declared forms, and the value it stands for.
        write: The value in its canonical form.
        digits: The digits, in their order, of every text that may be read as the value.
    """

    read: Callable[[str], Any]
    written: Written
    write: Callable[[Any], str]
    digits: Callable[[Any], set[str]]


def digits_in(text: str) -> str:
    """Its ASCII digits, in their order."""
    return re.sub(r"[^0-9]", "", text)


def _forms(value: st.SearchStrategy[Any], *forms: Callable[[Any, str, str], str]) -> Written:
    """A value in one of the forms, each of which gets some blank and some dash to set between its parts."""

    def write(value: Any, form: Callable[[Any, str, str], str], blank: str, dash: str) -> tuple[str, Any]:
        return form(value, blank, dash), value

    return st.builds(write, value, st.sampled_from(forms), st.sampled_from(BLANKS), st.sampled_from(DASHES))


def _number(size: int) -> st.SearchStrategy[str]:
    return st.text("0123456789", min_size=size, max_size=size)


def _groups(number: str, size: int, blank: str) -> str:
    return blank.join(number[at : at + size] for at in range(0, len(number), size))


def _cvr(seven: int) -> str:
    """The next number upwards that has a check digit: one in eleven has none."""
    check = -sum(weight * int(digit) for weight, digit in zip((2, 7, 6, 5, 4, 3, 2), str(seven), strict=True)) % 11
    return f"{seven}{check}" if check < 10 else _cvr(seven + 1)


_DAYS = st.dates(min_value=date(1900, 1, 1), max_value=date(2099, 12, 31))
_AMOUNTS = st.decimals(min_value=-99_999_999, max_value=99_999_999, places=2, allow_nan=False)
_WEEKDAYS = ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag")
# The 2nd of January to the 28th of December: nobody with a number without modulus 11 was born on the 1st of January.
_CPR = st.builds(never_issued, st.dates(date(1930, 1, 2), date(1957, 12, 28)), st.integers(1000, 2999)).filter(
    lambda digits: digits[:4] != "0101"
)
_REPLACEMENT = _CPR.map(lambda digits: f"{int(digits[0]) + 6}{digits[1:]}")
_ACCOUNTS = st.builds(BankAccount, _number(4), _number(10)).filter(
    lambda account: int(account.registration) > 0 and int(account.account) > 0
)
_IDS = {"71": 14, "75": 15, "04": 15}
_PAYMENTS = st.one_of(
    st.builds(lambda rest: Fik("73", None, f"8{rest}"), _number(7)),
    *(
        st.builds(
            lambda number, rest, kind: Fik(kind, number + luhn.calc_check_digit(number), f"8{rest}"),
            _number(size).filter(lambda number: int(number) > 0),
            _number(7),
            st.just(kind),
        )
        for kind, size in _IDS.items()
    ),
)
_ADDRESSES = st.builds(
    lambda *parts: Address(AddressParts(parts[0], parts[1], *parts[2], *parts[3:])),
    st.sampled_from(
        ("Prøvevej", "Opdigtet Allé", "Tænkt 10. Plads", "H.C. Prøves Vej", "St. Demogade", "Prøve-Demos Vej")
    ),
    st.builds(
        lambda number, letter: f"{number}{letter}", st.integers(1, 999), st.sampled_from(("", "", "A", "B", "Z"))
    ),
    st.sampled_from((("", ""), ("st", ""), ("kl", "th"), ("k2", "tv"), ("1", ""), ("14", "mf"), ("3", "1203"))),
    st.sampled_from(("", "", "Lille Demosund", "Nr. Prøverup")),
    st.integers(800, 9990).map(lambda number: f"{number:04d}"),
    st.sampled_from(("Eksempelby", "Eksempelby Ø", "Kgs. Prøverup", "Høje-Demosund")),
)
_MAILS = st.builds(
    lambda name, domain: Personal(f"{name}@{domain}"),
    st.lists(st.text("agnesN10_", min_size=1, max_size=9), min_size=1, max_size=3).flatmap(
        lambda words: st.sampled_from(".+-").map(lambda mark: mark.join(words))
    ),
    st.sampled_from(("example.dk", "post.example.com", "e-x-1.example.org")),
)
_CASES = st.builds(
    lambda subject, letter, facet, number, year: f"{_groups(subject, 2, '.')}-{letter}{facet}-{number}-{year}",
    _number(6),
    st.sampled_from("AGKPSØ"),
    _number(2),
    st.integers(1, 99_999),
    _number(2),
)


def _iban(registration_and_account: str) -> str:
    return f"DK{iban.calc_check_digits(f'DK00{registration_and_account}')}{registration_and_account}"


def _amount_digits(amount: Decimal) -> set[str]:
    whole, part = digits_in(f"{amount:.2f}")[:-2], digits_in(f"{amount:.2f}")[-2:]
    return {whole + part, whole} if part == "00" else {whole + part}


def _date_digits(day: date) -> set[str]:
    """Day before month, or ISO; a month by its name has no digits."""
    by_name = {f"{written}{day.year}" for written in (str(day.day), f"{day.day:02d}")}
    months = (str(day.month), f"{day.month:02d}")
    in_digits = {f"{first}{second}{day.year}" for first in (str(day.day), f"{day.day:02d}") for second in months}
    return by_name | in_digits | {day.strftime("%Y%m%d")}


def _account_digits(account: BankAccount) -> set[str]:
    zeros = len(account.account) - len(account.account.lstrip("0"))
    return {account.registration + account.account[at:] for at in range(zeros + 1)}


READERS = {
    "amount": Reader(
        read_amount,
        _forms(
            _AMOUNTS,
            lambda value, blank, dash: format_amount(value).replace("-", dash),
            lambda value, blank, dash: f"kr.{blank}{format_amount(value)}".replace("-", dash),
            lambda value, blank, dash: f"{format_amount(value)}{blank}DKK".replace("-", dash),
            lambda value, blank, dash: f"{format_amount(abs(value))}{dash if value < 0 else ''}",
            lambda value, blank, dash: f"({format_amount(-value)} kr.)" if value < 0 else format_amount(value),
        ),
        format_amount,
        _amount_digits,
    ),
    "whole amount": Reader(
        read_amount,
        _forms(
            st.integers(0, 999_999_999).map(Decimal),
            lambda value, blank, dash: f"{value}",
            lambda value, blank, dash: f"{format_amount(value)[:-3]},{dash}",
            lambda value, blank, dash: f"{dash}{blank}kr. {format_amount(value)[:-3]},{dash}{dash}",
        ).map(lambda pair: (pair[0], -pair[1] if pair[0][0] in DASHES else pair[1])),
        format_amount,
        _amount_digits,
    ),
    "date": Reader(
        read_date,
        _forms(
            _DAYS,
            lambda day, blank, dash: format_date(day).replace(" ", blank),
            lambda day, blank, dash: f"{day.day}.{blank}{MONTHS[day.month - 1][1]}.{blank}{day.year}",
            lambda day, blank, dash: f"{_WEEKDAYS[day.weekday()]}{blank}d.{blank}{format_date(day)}",
            lambda day, blank, dash: day.strftime(f"%d{dash}%m{dash}%Y"),
            lambda day, blank, dash: f"{day.day}/{day.month}{dash}{day.year}",
            lambda day, blank, dash: f"{day.day}.{day.month}.{day.year}",
            lambda day, blank, dash: day.strftime("%d/%m/%Y"),
            lambda day, blank, dash: day.isoformat(),
        ),
        format_date,
        _date_digits,
    ),
    "CPR number": Reader(
        Cpr.parse,
        _forms(
            st.one_of(_CPR, _REPLACEMENT).map(Cpr),
            lambda cpr, blank, dash: cpr.digits,
            lambda cpr, blank, dash: cpr.formatted.replace("-", dash),
            lambda cpr, blank, dash: cpr.formatted.replace("-", blank),
            lambda cpr, blank, dash: cpr.formatted.replace("-", f"{blank}{dash}{blank}"),
        ),
        lambda cpr: cpr.formatted,
        lambda cpr: {cpr.digits},
    ),
    "CVR number": Reader(
        read_cvr,
        _forms(
            st.integers(1_000_000, 9_999_900).map(_cvr),
            lambda number, blank, dash: number,
            lambda number, blank, dash: _groups(number, 2, blank),
            lambda number, blank, dash: f"CVR{dash}nr.:{blank}{number}",
            lambda number, blank, dash: f"DK{dash}{_groups(number, 4, '.')}",
        ),
        str,
        lambda number: {number},
    ),
    "P-number": Reader(
        read_p_number,
        _forms(
            _number(10).filter(lambda number: int(number) > 0),
            lambda number, blank, dash: number,
            lambda number, blank, dash: f"P{dash}nr.{blank}{number}",
            lambda number, blank, dash: f"p{blank}nummer: {number}",
        ),
        str,
        lambda number: {number},
    ),
    "GLN": Reader(
        read_gln,
        _forms(
            _number(12)
            .map(lambda number: number + ean.calc_check_digit(number))
            .filter(lambda number: int(number) > 0),
            lambda number, blank, dash: number,
            lambda number, blank, dash: _groups(number, 4, blank),
            lambda number, blank, dash: f"EAN{dash}nr.{blank}{number}",
            lambda number, blank, dash: f"gln:{blank}{_groups(number, 2, blank)}",
        ),
        str,
        lambda number: {number},
    ),
    "IBAN": Reader(
        read_iban,
        _forms(
            st.one_of(
                _number(14).map(_iban),
                st.sampled_from(("FO6264600001631634", "NO9386011117947", "GB29NWBK60161331926819")),
            ),
            lambda number, blank, dash: number,
            lambda number, blank, dash: _groups(number, 4, blank),
            lambda number, blank, dash: f"IBAN:{blank}{number.lower()}",
        ),
        format_iban,
        lambda number: {digits_in(number)},
    ),
    "bank account": Reader(
        read_bank_account,
        _forms(
            _ACCOUNTS,
            lambda account, blank, dash: f"{account.registration}{blank}{account.account}",
            lambda account, blank, dash: f"{account.registration}{dash}{account.account.lstrip('0').zfill(6)}",
            lambda account, blank, dash: (
                f"Reg.nr.{blank}{account.registration}{blank}Kontonr.{blank}{account.account.lstrip('0').zfill(4)}"
            ),
            lambda account, blank, dash: f"Reg. {account.registration},{blank}konto {account.account}",
        ),
        lambda account: account.formatted,
        _account_digits,
    ),
    "FIK": Reader(
        read_fik,
        _forms(
            _PAYMENTS,
            lambda payment, blank, dash: payment.formatted,
            lambda payment, blank, dash: payment.formatted.replace("<", f"<{blank}").replace("+", f"{blank}+"),
            lambda payment, blank, dash: payment.formatted.replace("<", "<\n", 1),
            lambda payment, blank, dash: f"{payment.formatted[:9]}\r\n{payment.formatted[9:]}",
        ),
        lambda payment: payment.formatted,
        lambda payment: {digits_in(payment.formatted)},
    ),
    "address": Reader(
        read_address,
        _forms(
            _ADDRESSES,
            lambda address, blank, dash: address.reveal(),
            lambda address, blank, dash: address.reveal().replace(" ", blank),
            lambda address, blank, dash: address.reveal().replace(", ", "\n"),
            lambda address, blank, dash: address.reveal().replace(", ", ",\r\n"),
            lambda address, blank, dash: address.reveal().replace("-", dash if dash != "\u00ad" else "-"),
        ),
        Address.reveal,
        lambda address: {digits_in(address.reveal())},
    ),
    "case number": Reader(
        read_case_number,
        _forms(_CASES, lambda number, blank, dash: number.replace("-", dash)),
        str,
        lambda number: {digits_in(number)},
    ),
    "e-mail address": Reader(
        read_email_address,
        _forms(
            _MAILS,
            lambda mail, blank, dash: mail.reveal(),
            lambda mail, blank, dash: mail.reveal().replace("-", dash if dash != "\u00ad" else "-"),
        ),
        Personal.reveal,
        lambda mail: {digits_in(mail.reveal())},
    ),
    "telephone number": Reader(
        read_phone,
        _forms(
            _number(8).filter(lambda number: number[0] not in "01").map(Personal),
            lambda number, blank, dash: number.reveal(),
            lambda number, blank, dash: _groups(number.reveal(), 2, blank),
            lambda number, blank, dash: f"+45{blank}{_groups(number.reveal(), 4, blank)}",
            lambda number, blank, dash: f"0045{number.reveal()}",
        ),
        format_phone,
        lambda number: {number.reveal(), f"45{number.reveal()}", f"0045{number.reveal()}"},
    ),
}
