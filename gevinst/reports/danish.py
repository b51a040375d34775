"""Numbers, months and times as they are written in Danish; each exact value is rounded here, once, when it is shown."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

from gevinst.settings import settings
from gevinst.store.clock import to_datetime
from gevinst.values.dates import MONTHS, format_date

Exact = int | Fraction
_TO_DANISH = str.maketrans(",.", ".,")
MINUS = "\u2212"


def number(value: Exact, decimals: int = 0) -> str:
    """`1.234,5`, rounded half up; something too small to see is `< 0,1` and not nothing."""
    return english_number(value, decimals).translate(_TO_DANISH)


def english_number(value: Exact, decimals: int = 0) -> str:
    """The same as `1,234.5`."""
    exact = Fraction(value)
    step = Decimal(1).scaleb(-decimals)
    shown = (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(step, ROUND_HALF_UP)
    if shown == 0 and exact > 0:
        return f"< {step:,}"
    return f"{shown:,}".replace("-", MINUS) if shown else f"{abs(shown):,}"


def hours(seconds: Exact) -> str:
    """Seconds as hours with one decimal."""
    return number(Fraction(seconds) / 3600, 1)


def fte(value: Exact) -> str:
    """Årsværk with two decimals."""
    return number(value, 2)


def month_name(month: str) -> str:
    """`2026-11` as `november 2026`."""
    return f"{MONTHS[int(month[5:]) - 1][0]} {month[:4]}"


def short_month(month: str) -> str:
    """`2026-11` as `nov. 2026`."""
    long, short = MONTHS[int(month[5:]) - 1]
    return f"{short}{'' if short == long else '.'} {month[:4]}"


def moment(instant_us: int) -> str:
    """An instant where the municipality is: `24. november 2026 kl. 14.26`."""
    local = to_datetime(instant_us).astimezone(ZoneInfo(settings().timezone))
    return f"{format_date(local.date())} kl. {local:%H.%M}"


def minutes(seconds: int) -> str:
    """Seconds as a caseworker says them: `1 minut`, `1.204 minutter`."""
    whole = (seconds + 30) // 60
    if whole == 0 and seconds > 0:
        return "under 1 minut"
    return "1 minut" if whole == 1 else f"{whole:,} minutter".replace(",", ".")
