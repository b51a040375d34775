"""Danish dates from a closed list of forms: `3. marts 2026`, `03-03-2026`, `3/3-2026`, `3.3.2026`, `2026-03-03`."""

import re
from datetime import date

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
_LEAD = re.compile(r"^(?:(?:man|tirs|ons|tors|fre|lør|søn)dag,?\s+)?(?:den\s+|d\.\s*)?", re.IGNORECASE)
_FORMS = (
    re.compile(r"(?P<day>\d{1,2})\.?\s+(?P<name>[a-zæøå]+)\.?\s+(?P<year>\d{4})", re.IGNORECASE),
    re.compile(r"(?P<day>\d{1,2})[-./](?P<month>\d{1,2})[-./](?P<year>\d{4})"),
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})"),
)


def read_date(text: str) -> date:
    """The calendar day.

    Raises:
        UnreadableValue: Not one of the declared forms, or no such day. Two-digit years are refused.
    """
    rest = _LEAD.sub("", text.strip(), count=1)
    for form in _FORMS:
        if match := form.fullmatch(rest):
            parts = match.groupdict()
            month = _BY_NAME.get(parts["name"].lower(), 0) if "name" in parts else int(parts["month"])
            try:
                return date(int(parts["year"]), month, int(parts["day"]))
            except ValueError:
                break
    raise UnreadableValue("Danish date", "a day such as 3. marts 2026, 03-03-2026 or 2026-03-03")


def format_date(day: date) -> str:
    """`3. marts 2026`, for letters."""
    return f"{day.day}. {MONTHS[day.month - 1][0]} {day.year}"


def format_date_short(day: date) -> str:
    """`03-03-2026`, for the screens of old systems."""
    return day.strftime("%d-%m-%Y")
