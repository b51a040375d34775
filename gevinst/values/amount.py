"""Danish amounts, strictly: `1.234,56`, `1.234,-`, `1234,50 kr.`, trailing minus, parentheses. `9.99` is refused."""

import re
from decimal import Decimal

from gevinst.values.errors import UnreadableValue

_NUMBER = re.compile(r"(?P<whole>\d{1,3}(?:\.\d{3})+|\d+)(?:,(?P<part>\d{2}|-|--|–|—))?")
_CURRENCY = re.compile(r"^(?:kr\.?|DKK)\s*|\s*(?:kr\.?|DKK)$", re.IGNORECASE)


def read_amount(text: str) -> Decimal:
    """The amount in kroner, with its sign.

    Raises:
        UnreadableValue: Not one of the declared Danish forms; a decimal point is never taken for a comma.
    """
    rest = text.replace("\u00a0", " ").replace("\u2212", "-").strip()
    rest = _CURRENCY.sub("", rest)
    negative = False
    for opening, closing in (("(", ")"), ("-", ""), ("", "-")):
        bare = rest[len(opening) : len(rest) - len(closing) if closing else None]
        if rest.startswith(opening) and rest.endswith(closing) and not bare.endswith(","):
            rest, negative = bare.strip(), True
            break
    rest = _CURRENCY.sub("", rest)
    match = _NUMBER.fullmatch(rest)
    if match is None:
        raise UnreadableValue("Danish amount", "kroner with comma before the øre and points between thousands")
    part = match["part"] or "00"
    value = Decimal(f"{match['whole'].replace('.', '')}.{part if part.isdigit() else '00'}")
    return -value if negative else value


def format_amount(amount: Decimal) -> str:
    """`1.234,56`, as it is written in Danish."""
    return f"{amount:,.2f}".translate(str.maketrans(",.", ".,"))
