"""Restrictions: does an item (or folder) match what a client searches for?"""

import operator
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from lxml import etree

from sandbox.exchange.ews.properties import Value, constant
from sandbox.exchange.ews.soap import Element, Refused, is_true

ValueOf = Callable[[Element], Value]
Comparison = Callable[[Any, Any], bool]

_COMPARISONS: dict[str, Comparison] = {
    "IsEqualTo": operator.eq,
    "IsNotEqualTo": operator.ne,
    "IsGreaterThan": operator.gt,
    "IsGreaterThanOrEqualTo": operator.ge,
    "IsLessThan": operator.lt,
    "IsLessThanOrEqualTo": operator.le,
}
_CONTAINS: dict[str, Callable[[str, str], bool]] = {
    "FullString": operator.eq,
    "Prefixed": str.startswith,
    "Substring": operator.contains,
    "PrefixOnWords": lambda text, part: any(word.startswith(part) for word in text.split()),
    "ExactPhrase": operator.contains,
}


def matches(restriction: Element | None, value_of: ValueOf) -> bool:
    """Whether the restriction holds; none always does."""
    return restriction is None or all(_holds(each, value_of) for each in restriction)


def _holds(element: Element, value_of: ValueOf) -> bool:
    name = etree.QName(element).localname
    if name == "And":
        return all(_holds(each, value_of) for each in element)
    if name == "Or":
        return any(_holds(each, value_of) for each in element)
    if name == "Not":
        return not any(_holds(each, value_of) for each in element)
    value = value_of(element[0])
    if name == "Exists":
        return value not in (None, ())
    if name == "Contains":
        return _contains(element, value)
    if name in _COMPARISONS:
        return _compare(_COMPARISONS[name], value, constant(element))
    raise Refused("ErrorUnsupportedQueryFilter", f"{name} is not supported.")


def _compare(compare: Comparison, value: Value, wanted: str) -> bool:
    if value is None:
        return False
    if isinstance(value, tuple):  # a list of words: any of them
        return any(compare(each.casefold(), wanted.casefold()) for each in value)
    if isinstance(value, bool):
        return compare(value, is_true(wanted))
    if isinstance(value, int):
        return compare(value, int(wanted))
    if isinstance(value, datetime):
        return compare(value.replace(microsecond=0), _moment(wanted))
    return compare(value.casefold(), wanted.casefold())


def _contains(element: Element, value: Value) -> bool:
    find = _CONTAINS[element.get("ContainmentMode", "FullString")]
    wanted = constant(element)
    values = value if isinstance(value, tuple) else () if value is None else (str(value),)
    if element.get("ContainmentComparison", "Exact").startswith("Ignore"):
        return any(find(each.casefold(), wanted.casefold()) for each in values)
    return any(find(each, wanted) for each in values)


def _moment(written: str) -> datetime:
    found = datetime.fromisoformat(written)
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).replace(microsecond=0)
