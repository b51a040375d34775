"""Danish amounts, strictly: `1.234,56`, `1.234,-`, `1234,50 kr.`, a minus before or after, parentheses. `9.99` is refused.

A lost minus makes a bill of a credit note, so every sign there may be is read, and two of them are refused. A dash after
whole kroner is refused as well: `500-` is a credit note's minus, or `500,-` that lost its comma.
"""

import re
from decimal import Decimal

from gevinst.values.errors import UnreadableValue

# A hyphen, every dash, the minus sign, and the soft hyphen: fonts in PDF files say that of the hyphen they draw.
MINUS = "-\u00ad\u2010-\u2015\u2212\ufe63\uff0d"
_SPACES = str.maketrans(dict.fromkeys("\u00a0\u2007\u2009\u202f\t", " "))
_CURRENCY = r"kr\.?|DKK"
_SIGN = f"[{MINUS}]?"
# Ten digits in a row are somebody's number (a CPR number without its dash), and so much money is nobody's.
_FORM = re.compile(
    rf"(?P<open>\(?)(?P<a>{_SIGN}) ?(?P<before>{_CURRENCY})? ?(?P<inner>\(?)(?P<b>{_SIGN}) ?"
    r"(?P<whole>[1-9][0-9]{0,2}(?:\.[0-9]{3}){1,3}|[1-9][0-9]{0,8}|0)"
    rf"(?:,(?:(?P<part>[0-9]{{2}})|(?P<dash>[{MINUS}]{{1,2}})))?"
    rf"(?P<inner_end>\)?) ?(?P<c>{_SIGN}) ?(?P<after>{_CURRENCY})? ?(?P<d>{_SIGN})(?P<close>\)?)",
    re.IGNORECASE | re.ASCII,
)


def read_amount(text: str) -> Decimal:
    """The amount in kroner, with its sign.

    Raises:
        UnreadableValue: Not one of the declared Danish forms; a decimal point is never taken for a comma.
    """
    match = _FORM.fullmatch(text.translate(_SPACES).strip())
    if match is None or not _is_plain(match):
        raise UnreadableValue("Danish amount", "kroner with comma before the øre and points between thousands")
    value = Decimal(f"{match['whole'].replace('.', '')}.{match['part'] or '00'}")
    return -value if _signs(match) else value


def _is_plain(match: re.Match[str]) -> bool:
    """At most one sign and one currency, parentheses in pairs, and a minus at the end only after the øre."""
    balanced = _count(match, "open", "inner") == _count(match, "inner_end", "close")
    minus_is_plain = bool(match["part"]) or not _count(match, "c", "d")
    return balanced and minus_is_plain and _signs(match) <= 1 and _count(match, "before", "after") <= 1


def _signs(match: re.Match[str]) -> int:
    return _count(match, "open", "inner", "a", "b", "c", "d")


def _count(match: re.Match[str], *places: str) -> int:
    return sum(bool(match[place]) for place in places)


def format_amount(amount: Decimal) -> str:
    """`1.234,56`, as it is written in Danish."""
    return f"{amount:,.2f}".translate(str.maketrans(",.", ".,"))
