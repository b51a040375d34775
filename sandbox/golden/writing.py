"""The ways Danes write a day, an amount or a number: the same value, drawn by chance."""

import random
from datetime import date
from decimal import Decimal

from gevinst.values.amount import format_amount
from gevinst.values.dates import MONTHS, format_date, format_date_short

_WEEKDAYS = ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag")


def day(chance: random.Random, value: date) -> str:
    """A day: `03-03-2026` most often."""
    short = format_date_short(value)
    forms = (
        short,
        short,
        short,
        f"{value.day}/{value.month}-{value.year}",
        f"{value.day}.{value.month}.{value.year}",
        f"{value:%d.%m.%Y}",
        f"{value:%d/%m/%Y}",
        value.isoformat(),
        format_date(value),
        f"d. {format_date(value)}",
        f"{value.day}. {MONTHS[value.month - 1][1]}. {value.year}",
        f"{_WEEKDAYS[value.weekday()]} den {format_date(value)}",
    )
    return chance.choice(forms)


def amount(chance: random.Random, value: Decimal) -> str:
    """An amount, with its currency before it, after it or not at all; whole kroner also with a dash."""
    whole = value == value.to_integral_value()
    text = format_amount(value)
    if whole and chance.random() < 0.3:
        text = f"{format_amount(value).partition(',')[0]},-"
    elif chance.random() < 0.2:
        text = text.replace(".", "")
    return chance.choice(("{}", "{}", "{} kr.", "kr. {}", "DKK {}", "{} DKK")).format(text)


def cpr(chance: random.Random, digits: str) -> str:
    """A CPR number: with a dash most often."""
    return chance.choice(("{}-{}", "{}-{}", "{}-{}", "{} {}", "{}{}")).format(digits[:6], digits[6:])


def phone(chance: random.Random, digits: str) -> str:
    """Eight digits, whole or in pairs, with the country's code or not."""
    pairs = " ".join(digits[at : at + 2] for at in range(0, 8, 2))
    return chance.choice((digits, pairs, pairs, f"+45 {pairs}", f"+45 {digits}", f"{digits[:4]} {digits[4:]}"))


def cvr(chance: random.Random, digits: str) -> str:
    """Eight digits, whole or in pairs."""
    return chance.choice(
        (digits, digits, digits, " ".join(digits[at : at + 2] for at in range(0, 8, 2)), f"DK{digits}")
    )
