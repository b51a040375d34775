"""What an address asks for: the month, the period, the filters and the page, each checked before anything is read."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar
from urllib.parse import quote, urlencode

from starlette.exceptions import HTTPException
from starlette.requests import Request

from gevinst.ledger.closing import is_month
from gevinst.web.rows import Filters, Period

A_PAGE = 100
LONGEST_SEARCH = 80
T = TypeVar("T")


def not_there(sentence: str) -> HTTPException:
    """What is raised when an address leads nowhere; the sentence is shown, in Danish."""
    return HTTPException(404, sentence)


def til_in(request: Request) -> str:
    """The month an address reports on, unchecked; empty where it names none."""
    return request.query_params.get("til", "")


def month_in(text: str, *, latest: str) -> str:
    """A month of an address.

    Raises:
        HTTPException: It is none, or hasn't begun.
    """
    if not is_month(text) or text > latest:
        raise not_there("Måneden findes ikke. En måned skrives som 2026-11 og skal være begyndt.")
    return text


def period_in(request: Request) -> Period:
    """The period of an address; the last twelve months where it names none."""
    try:
        return Period(request.query_params.get("periode") or Period.YEAR)
    except ValueError:
        raise not_there("Perioden findes ikke.") from None


def filters_in(request: Request) -> Filters:
    """The filters of an address."""
    asked = request.query_params
    return Filters(
        unit=asked.get("enhed", ""),
        kind=asked.get("art", ""),
        agent=asked.get("agent", ""),
        phase=asked.get("fase", ""),
        words=asked.get("soeg", "")[:LONGEST_SEARCH],
    )


def page_in(request: Request) -> int:
    """The page of a long list, from 1.

    Raises:
        HTTPException: It is no such number.
    """
    text = request.query_params.get("side") or "1"
    if not (text.isascii() and text.isdigit() and len(text) <= 7 and int(text)):
        raise not_there("Siden i listen findes ikke.")
    return int(text)


@dataclass(frozen=True)
class Sheet(Generic[T]):
    """One page of a long list. `first` and `last` are the places of its rows in the whole, from 1."""

    rows: Sequence[T]
    number: int
    count: int

    @property
    def pages(self) -> int:
        """How many there are; one, though it be empty."""
        return max(1, -(-self.count // A_PAGE))

    @property
    def first(self) -> int:
        """The place of its first row."""
        return min(self.count, offset(self.number) + 1)

    @property
    def last(self) -> int:
        """The place of its last row."""
        return offset(self.number) + len(self.rows)


def offset(page: int) -> int:
    """How many rows stand before a page."""
    return (page - 1) * A_PAGE


def address(*parts: str, **asked: str | int | None) -> str:
    """An address on this page, its parts and what it asks for written as addresses must be; what is empty is left out."""
    path = "/" + "/".join(quote(part, safe="") for part in parts)
    wanted = {name: value for name, value in asked.items() if value not in ("", None)}
    return f"{path}?{urlencode(wanted)}" if wanted else path
