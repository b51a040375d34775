"""Cells as people fill them in, each read strictly: what a field takes, and in Danish what is wrong with anything else."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import BeforeValidator

from gevinst.potentials.words import stored
from gevinst.potentials.workbook import Unreadable
from gevinst.redaction import redact
from gevinst.values.dates import read_date
from gevinst.values.errors import UnreadableValue

Reader = Callable[[Any], Any]

_DANISH_NUMBER = re.compile(r"-?(\d{1,3}(\.\d{3})+(,\d+)?|\d+(,\d+)?)")
_WITH_A_UNIT = re.compile(r"(-?[\d.]+(?:,\d+)?)\s*(?:%|[^\W\d_]+\.?)")


def wrong(reason: str) -> ValueError:
    """A complaint about one cell."""
    return ValueError(reason)


def _text(cell: Any) -> str:  # noqa: ANN401 (whatever a spreadsheet holds)
    """Text as people see it; 42.0 is 42."""
    if isinstance(cell, Unreadable):
        raise wrong(cell.reason)
    if cell is None or cell == "":
        raise wrong("skal udfyldes")
    said = str(int(cell)) if isinstance(cell, float) and cell.is_integer() else " ".join(str(cell).split())
    if redact(said) != said:
        raise wrong("ligner et CPR-nummer; persondata hører ikke hjemme i listen")
    return said


def _number(cell: Any) -> Decimal:  # noqa: ANN401
    if isinstance(cell, bool):
        raise wrong("skal være et tal")
    if isinstance(cell, int | float | Decimal):
        return Decimal(str(cell))
    said = _text(cell)
    if unit := _WITH_A_UNIT.fullmatch(said):
        raise wrong(f"'{said}' er ikke et tal; skriv kun tallet, uden enhed: {unit[1]}")
    if not _DANISH_NUMBER.fullmatch(said):
        raise wrong(f"'{said}' er ikke et tal; skriv decimaler med komma, fx 4,5")
    return Decimal(said.replace(".", "").replace(",", "."))


def _share(cell: Any) -> Decimal:  # noqa: ANN401
    number = _number(cell)
    if not 0 <= number <= 100:
        raise wrong("skal være mellem 0 og 100")
    return number.quantize(Decimal("0.01"), ROUND_HALF_UP)


def _day(cell: Any) -> date:  # noqa: ANN401
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    said = _text(cell)
    try:
        return read_date(said)
    except UnreadableValue:
        raise wrong(f"'{said}' er ikke en dato; skriv fx 01-03-2026") from None


def _month(cell: Any) -> date:  # noqa: ANN401
    """Any day of it in Excel, or 2026-03."""
    if isinstance(cell, date):
        return _day(cell).replace(day=1)
    said = _text(cell)
    if not re.fullmatch(r"20\d\d-(0[1-9]|1[0-2])", said):
        raise wrong(f"'{said}' er ikke en måned; skriv fx 2026-03")
    return date.fromisoformat(f"{said}-01")


def scaled(factor: int, lowest: int, highest: int, reason: str, *, rounds: bool = False) -> BeforeValidator:
    """A number as whole units of a smaller kind: minutes as seconds, kroner as øre.

    Args:
        factor: How many of the smaller go into one that is written.
        lowest: The least there may be, in the smaller.
        highest: The most.
        reason: What is said of anything else, in Danish.
        rounds: Whether a part of the smaller is rounded, half up; else it is refused.
    """

    def read(cell: Any) -> int:  # noqa: ANN401
        exact = _number(cell) * factor
        whole = exact.to_integral_value(ROUND_HALF_UP)
        if not lowest <= whole <= highest or (whole != exact and not rounds):
            raise wrong(reason)
        return int(whole)

    return BeforeValidator(read)


def _links(cell: Any) -> tuple[str, ...]:  # noqa: ANN401
    """Addresses of the web, one a line or with spaces between; each is told once."""
    said = "" if cell in (None, "") else _text(cell)
    found = tuple(dict.fromkeys(said.split()))
    for link in found:
        if not is_link(link):
            raise wrong(
                f"'{link}' er ikke et link; skriv hele adressen, fx https://www.eksempel.dk, og ét link pr. linje"
            )
    if len(found) > MOST_LINKS:
        raise wrong(f"har {len(found)} links; der kan stå {MOST_LINKS}")
    return found


def is_link(link: str) -> bool:
    """Whether it is a whole address on the web, without anybody's password in it."""
    try:
        address = urlsplit(link)
        return (
            address.scheme in ("http", "https")
            and bool(address.hostname)
            and "@" not in address.netloc  # a name and a password of somebody's
            and len(link) <= LONGEST_LINK
        )
    except ValueError:
        return False


def form(pattern: str, example: str) -> BeforeValidator:
    """Text of one form only."""

    def read(cell: Any) -> str:  # noqa: ANN401
        said = _text(cell)
        if not re.fullmatch(pattern, said):
            raise wrong(f"'{said}' har ikke formen {example}")
        return said

    return BeforeValidator(read)


def one_of(words: Mapping[Any, str]) -> BeforeValidator:
    """One of these Danish words, as it is stored."""
    return BeforeValidator(lambda cell: stored(_text(cell), words))


def optional(of: BeforeValidator) -> BeforeValidator:
    """The same, and an empty cell is nothing."""
    read: Reader = of.func  # type: ignore[assignment]
    return BeforeValidator(lambda cell: None if cell in (None, "") else read(cell))


MOST_LINKS, LONGEST_LINK = 20, 1000
DAY_SECONDS = 8 * 3600
"""A working day: nobody uses more on one case."""

TEXT = BeforeValidator(_text)
SHARE = BeforeValidator(_share)
DAY = BeforeValidator(_day)
LINKS = BeforeValidator(_links)
MONTH = BeforeValidator(_month)
WHOLE = scaled(1, 0, 10**9, "skal være et helt tal på 0 eller mere")
VOLUME = scaled(1, 1, 10**7, "skal være et helt tal mellem 1 og 10.000.000")
SECONDS = scaled(1, 1, DAY_SECONDS, "skal være hele sekunder mellem 1 og 28800 (8 timer)")
SECONDS_OF_MINUTES = scaled(60, 1, DAY_SECONDS, "skal være mere end 0 og højst 480 minutter", rounds=True)
SECONDS_OF_HOURS = scaled(3600, 0, 10_000 * 3600, "skal være mellem 0 og 10.000 timer", rounds=True)
ORE = scaled(100, 0, 10**10, "skal være 0 eller flere kroner med højst to decimaler, fx 1.250,50")
KRONER = scaled(1, 0, 10**9, "skal være hele kroner, 0 eller mere")
HUNDREDTHS = scaled(100, 0, 10**5, "skal være 0 eller flere årsværk med højst to decimaler, fx 0,50")

Text = Annotated[str, TEXT]
PotentialId = Annotated[str, form(r"[A-ZÆØÅ]{1,4}-\d{1,6}", "P-042")]
Day = Annotated[date, DAY]
