"""Cells as people fill them in, each read strictly: what a field takes, and in Danish what is wrong with anything else."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Annotated, Any

from pydantic import BeforeValidator

from gevinst.potentials.sheets import Unreadable
from gevinst.potentials.words import stored
from gevinst.redaction import redact
from gevinst.values.dates import read_date
from gevinst.values.errors import UnreadableValue

Reader = Callable[[Any], Any]

_DANISH_NUMBER = re.compile(r"\d{1,3}(\.\d{3})+(,\d+)?|\d+(,\d+)?")


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
    if isinstance(cell, int | float):
        return Decimal(str(cell))
    said = _text(cell)
    if not _DANISH_NUMBER.fullmatch(said):
        raise wrong(f"'{said}' er ikke et tal; skriv decimaler med komma, fx 4,5")
    return Decimal(said.replace(".", "").replace(",", "."))


def _whole(cell: Any) -> int:  # noqa: ANN401
    number = _number(cell)
    if number != number.to_integral_value() or number < 0:
        raise wrong("skal være et helt tal på 0 eller mere")
    return int(number)


def _share(cell: Any) -> Decimal:  # noqa: ANN401
    number = _number(cell)
    if not 0 <= number <= 100:
        raise wrong("skal være mellem 0 og 100")
    return number.quantize(Decimal("0.01"), ROUND_HALF_UP)


def _seconds_of_minutes(cell: Any) -> int:  # noqa: ANN401
    number = _number(cell)
    if not 0 < number <= 480:
        raise wrong("skal være mere end 0 og højst 480 minutter")
    return int((number * 60).to_integral_value(ROUND_HALF_UP))


def _seconds(cell: Any) -> int:  # noqa: ANN401
    number = _whole(cell)
    if not 0 < number <= 28800:
        raise wrong("skal være mellem 1 og 28800 sekunder (8 timer)")
    return number


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


def _seconds_of_hours(cell: Any) -> int:  # noqa: ANN401
    number = _number(cell)
    if not 0 <= number <= 10_000:
        raise wrong("skal være mellem 0 og 10.000 timer")
    return int((number * 3600).to_integral_value(ROUND_HALF_UP))


def _ore(cell: Any) -> int:  # noqa: ANN401
    number = _number(cell)
    if not 0 <= number <= 100_000_000 or number != number.quantize(Decimal("0.01")):
        raise wrong("skal være kroner med højst to decimaler, fx 1.250,50")
    return int(number * 100)


def _kroner(cell: Any) -> int:  # noqa: ANN401
    number = _number(cell)
    if number != number.to_integral_value() or not 0 <= number <= 1_000_000_000:
        raise wrong("skal være hele kroner")
    return int(number)


def _hundredths(cell: Any) -> int:  # noqa: ANN401
    number = _number(cell) * 100
    if number != number.to_integral_value() or not 0 <= number <= 100_000:
        raise wrong("skal være årsværk med højst to decimaler, fx 0,50")
    return int(number)


def _volume(cell: Any) -> int:  # noqa: ANN401
    number = _whole(cell)
    if not 0 < number <= 10_000_000:
        raise wrong("skal være mellem 1 og 10.000.000")
    return number


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


TEXT = BeforeValidator(_text)
NUMBER = BeforeValidator(_number)
WHOLE = BeforeValidator(_whole)
SHARE = BeforeValidator(_share)
SECONDS = BeforeValidator(_seconds)
SECONDS_OF_MINUTES = BeforeValidator(_seconds_of_minutes)
DAY = BeforeValidator(_day)
MONTH = BeforeValidator(_month)
VOLUME = BeforeValidator(_volume)
SECONDS_OF_HOURS = BeforeValidator(_seconds_of_hours)
ORE = BeforeValidator(_ore)
KRONER = BeforeValidator(_kroner)
HUNDREDTHS = BeforeValidator(_hundredths)

Text = Annotated[str, TEXT]
PotentialId = Annotated[str, form(r"[A-ZÆØÅ]{1,4}-\d{1,6}", "P-042")]
Day = Annotated[date, DAY]
