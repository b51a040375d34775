"""What the finance system itself checks of an account coding before it saves; it knows no duplicates."""

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal

from gevinst.values.amount import format_amount, read_amount
from gevinst.values.errors import UnreadableValue

_ACCOUNT = re.compile(r"\d{4,10}")
_COST_CENTRE = re.compile(r"\d{4,8}")


def complaint(lines: Iterable[Mapping[str, str]], total: str) -> str:
    """Why it is refused, or nothing."""
    placed = Decimal(0)
    for line in lines:
        if not _ACCOUNT.fullmatch(line["account"]):
            return "Angiv en konto på 4-10 cifre på hver linje."
        if not _COST_CENTRE.fullmatch(line["cost_centre"]):
            return "Angiv et omkostningssted på 4-8 cifre på hver linje."
        try:
            placed += read_amount(line["amount"])
        except UnreadableValue:
            return "Beløb skrives som 1.234,56."
    left = read_amount(total) - placed
    return f"Konteringen stemmer ikke med fakturabeløbet: der mangler {format_amount(left)}." if left else ""
