"""What must hold between fields: sums, shares, order of days. An amount that isn't there is none."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from connectors.documents.invoice_lines import InvoiceLine
from connectors.documents.templates import Check, Template
from gevinst.values.cpr import Cpr
from gevinst.values.fields import Value

Values = Mapping[str, Value | None]


def broken_checks(template: Template, values: Values, lines: tuple[InvoiceLine, ...]) -> list[Check]:
    """The template's checks that don't hold."""
    return [check for check in template.checks if not _holds(check, values, lines)]


def _holds(check: Check, values: Values, lines: tuple[InvoiceLine, ...]) -> bool:
    if check.first:
        first, then = values[check.first], values[check.not_after]
        return not (isinstance(first, date) and isinstance(then, date)) or first <= then
    if check.birthday:
        number, born = values[check.birthday], values[check.equals]
        return not (isinstance(number, Cpr) and isinstance(born, date)) or number.birth_date == born
    expected = values[check.equals]
    reckoned = _reckoned(check, values, lines)
    return reckoned is None or not isinstance(expected, Decimal) or abs(reckoned - expected) <= check.within


def _reckoned(check: Check, values: Values, lines: tuple[InvoiceLine, ...]) -> Decimal | None:
    if check.total:
        signed = [(values[name.removeprefix("-")], -1 if name.startswith("-") else 1) for name in check.total]
        return None if signed[0][0] is None else _sum((value, sign) for value, sign in signed)
    if check.lines:
        return _sum((line.values.get(check.lines), 1) for line in lines) if lines else None
    whole = values[check.of]
    return whole * check.share / 100 if isinstance(whole, Decimal) and check.share is not None else None


def _sum(amounts: Iterable[tuple[Value | None, int]]) -> Decimal:
    return sum((sign * each for each, sign in amounts if isinstance(each, Decimal)), Decimal(0))
