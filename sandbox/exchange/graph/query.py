"""What a listing asks for: the few filters, orders and pages that a mail robot uses, with Exchange's own restrictions."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sandbox.exchange.entries import Item
from sandbox.exchange.graph.refusals import Refused

_DEFAULT_TOP = 10
_MOST = 1000
_AND = re.compile(r"\s+and\s+(?=[a-zA-Z/]+(?:\s+(?:eq|ge|le|gt|lt)\s|\())")
_TERM = re.compile(r"(\w+) (eq|ge|gt|le|lt) (.+)", re.DOTALL)
_ANY = re.compile(r"categories/any\((\w+):\1 eq '(.*)'\)", re.DOTALL)
_ORDER = re.compile(r"receivedDateTime(?: (asc|desc))?", re.IGNORECASE)
_COMPARED: dict[str, Callable[[datetime, datetime], bool]] = {
    "ge": lambda one, other: one >= other,
    "gt": lambda one, other: one > other,
    "le": lambda one, other: one <= other,
    "lt": lambda one, other: one < other,
    "eq": lambda one, other: one == other,
}


@dataclass(frozen=True)
class Page:
    """One page of items, and where the next begins; None on the last."""

    items: list[Item]
    following: int | None


def page_of(items: list[Item], params: Mapping[str, str]) -> Page:
    """Filter, sort and cut: `items` come the newest first, which is Exchange's order where none is asked for."""
    terms = _AND.split(params["$filter"]) if params.get("$filter") else []
    order = params.get("$orderby", "")
    if order and terms and not terms[0].startswith("receivedDateTime"):
        raise Refused(400, "InefficientFilter", "The restriction or sort order is too complex for this operation.")
    for each in map(_test, terms):
        items = [item for item in items if each(item)]
    if order:
        items = _sorted(items, order)
    first, most = _number(params, "$skip", 0), min(_number(params, "$top", _DEFAULT_TOP), _MOST)
    following = first + most
    return Page(items[first:following], following if following < len(items) else None)


def _sorted(items: list[Item], order: str) -> list[Item]:
    asked = _ORDER.fullmatch(order)
    if asked is None:
        raise Refused(400, "RequestBroker--ParseUri", "The stand-in sorts by receivedDateTime alone.")
    # the newest come first as they are: reversed before a stable sort, mails of one moment stay in order of arrival
    descending = (asked.group(1) or "asc").lower() == "desc"
    return sorted(items if descending else items[::-1], key=lambda item: item.received_at, reverse=descending)


def _test(term: str) -> Callable[[Item], bool]:
    if within := _ANY.fullmatch(term):
        wanted = _unquoted(f"'{within.group(2)}'").casefold()
        return lambda item: wanted in {each.casefold() for each in item.categories}
    if (parts := _TERM.fullmatch(term)) is None:
        raise Refused(400, "RequestBroker--ParseUri", "Invalid filter clause.")
    name, operator, value = parts.groups()
    if name == "receivedDateTime":
        moment, compare = datetime.fromisoformat(value), _COMPARED[operator]
        return lambda item: compare(item.received_at, moment)
    if name == "isRead" and operator == "eq":
        return lambda item: item.is_read is (value == "true")
    if name == "internetMessageId" and operator == "eq":
        message_id = _unquoted(value).casefold()
        return lambda item: item.message_id.casefold() == message_id
    raise Refused(400, "ErrorInvalidUrlQueryFilter", "The stand-in doesn't filter by that.")


def _unquoted(text: str) -> str:
    if len(text) < len("''") or text[0] != "'" or text[-1] != "'":
        raise Refused(400, "RequestBroker--ParseUri", "There is an unterminated literal.")
    return text[1:-1].replace("''", "'")


def _number(params: Mapping[str, str], name: str, default: int) -> int:
    text = params.get(name, "")
    if text and not text.isdecimal():
        raise Refused(400, "RequestBroker--ParseUri", f"Invalid value for {name}.")
    return int(text) if text else default
