"""Danish dates from a closed list of forms: `3. marts 2026`, `03-03-2026`, `3/3-2026`, `3.3.2026`, `2026-03-03`."""

import re
from datetime import date

from gevinst.values.characters import DASH, SPACE
from gevinst.values.errors import UnreadableValue

MONTHS = (
    ("januar", "jan"),
    ("februar", "feb"),
    ("marts", "mar"),
    ("april", "apr"),
    ("maj", "maj"),
    ("juni", "jun"),
    ("juli", "jul"),
    ("august", "aug"),
    ("september", "sep"),
    ("oktober", "okt"),
    ("november", "nov"),
    ("december", "dec"),
)
_BY_NAME = {name: number for number, names in enumerate(MONTHS, 1) for name in names} | {"sept": 9}
_WEEKDAYS = ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag")
_LEAD = re.compile(
    rf"(?:(?P<weekday>{'|'.join(_WEEKDAYS)}),?{SPACE}+)?(?:den{SPACE}+|d\.{SPACE}*)?(?P<rest>.*)", re.IGNORECASE
)
# Years outside these are slips of the pen.
_YEAR = "(?P<year>(?:19|20)[0-9]{2})"
# The same mark twice, or the Danish `3/3-2026`: `3-4/2026` may be two months, or a number in a series of that year.
_BETWEEN = ((DASH, DASH), ("/", "/"), (r"\.", r"\."), ("/", DASH))
_FORMS = (
    re.compile(rf"(?P<day>[0-9]{{1,2}})\.?{SPACE}*(?P<name>[A-Za-z]+)\.?{SPACE}+{_YEAR}"),
    *(re.compile(rf"(?P<day>[0-9]{{1,2}}){one}(?P<month>[0-9]{{1,2}}){two}{_YEAR}") for one, two in _BETWEEN),
    re.compile(rf"{_YEAR}-(?P<month>[0-9]{{2}})-(?P<day>[0-9]{{2}})"),
)


def read_date(text: str) -> date:
    """The calendar day.

    Raises:
        UnreadableValue: Not one of the declared forms, no such day, or not the weekday it says it is. Two-digit years
            are refused.
    """
    lead = _LEAD.fullmatch(text.strip())
    day = None if lead is None else _day(lead["rest"])
    if lead is None or day is None or (lead["weekday"] and lead["weekday"].lower() != _WEEKDAYS[day.weekday()]):
        raise UnreadableValue("Danish date", "a day such as 3. marts 2026, 03-03-2026 or 2026-03-03")
    return day


def _day(text: str) -> date | None:
    for form in _FORMS:
        if match := form.fullmatch(text):
            parts = match.groupdict()
            month = _BY_NAME.get(parts["name"].lower(), 0) if "name" in parts else int(parts["month"])
            try:
                return date(int(parts["year"]), month, int(parts["day"]))
            except ValueError:
                return None
    return None


def format_date(day: date) -> str:
    """`3. marts 2026`, for letters."""
    return f"{day.day}. {MONTHS[day.month - 1][0]} {day.year}"


def format_date_short(day: date) -> str:
    """`03-03-2026`, for the screens of old systems."""
    return day.strftime("%d-%m-%Y")
