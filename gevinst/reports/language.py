"""The two languages of the report: Danish as it is written, English by a catalogue that a person can maintain.

The Danish sentence is the message; `templates/report.en.yaml` and `report.words.en.yaml` hold its English one, a line each.
Tests hold them complete.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cache
from typing import Literal
from zoneinfo import ZoneInfo

import yaml

from gevinst.reports import danish
from gevinst.reports.danish import Exact
from gevinst.reports.templating import TEMPLATES
from gevinst.settings import settings
from gevinst.store.clock import to_datetime
from gevinst.values.dates import format_date

Code = Literal["da", "en"]
CATALOGUES = (TEMPLATES / "report.en.yaml", TEMPLATES / "report.words.en.yaml")
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_SHORT = 3


@dataclass(frozen=True)
class Language:
    """Danish: every sentence is itself, and numbers and days are written as Danes do."""

    code: Code = "da"

    def text(self, message: str) -> str:
        """A sentence or word, by the Danish one."""
        return message

    def texts(self, one: str, several: str, count: int) -> str:
        """The one for a single thing, or the other."""
        return self.text(one if count == 1 else several)

    def number(self, value: Exact, decimals: int = 0) -> str:
        """`1.234,5`, rounded half up, here and nowhere before."""
        return danish.number(value, decimals)

    def hours(self, seconds: Exact) -> str:
        """Seconds as hours with one decimal."""
        return self.number(Fraction(seconds) / 3600, 1)

    def fte(self, value: Exact) -> str:
        """Årsværk with two decimals."""
        return self.number(value, 2)

    def percent(self, share: Exact | float, decimals: int = 0) -> str:
        """A share as percent, whole unless it takes decimals to tell anything."""
        return f"{self.number(Fraction(share) * 100, decimals)} %"

    def month(self, month: str) -> str:
        """`2026-11` as `november 2026`."""
        return danish.month_name(month)

    def short_month(self, month: str) -> str:
        """`2026-11` as `nov. 2026`."""
        return danish.short_month(month)

    def day(self, day: date) -> str:
        """`24. november 2026`."""
        return format_date(day)

    def moment(self, instant_us: int) -> str:
        """`24. november 2026 kl. 14.26`, where the municipality is."""
        return danish.moment(instant_us)


@dataclass(frozen=True)
class English(Language):
    """The same page for those who read no Danish. A sentence without a translation stands in Danish."""

    code: Code = "en"
    translations: Mapping[str, str] = field(default_factory=dict, repr=False, compare=False)

    def text(self, message: str) -> str:
        """By the catalogue."""
        return self.translations.get(message, message)

    def number(self, value: Exact, decimals: int = 0) -> str:
        """`1,234.5`."""
        return danish.english_number(value, decimals)

    def percent(self, share: Exact | float, decimals: int = 0) -> str:
        """`12%`."""
        return f"{self.number(Fraction(share) * 100, decimals)}%"

    def month(self, month: str) -> str:
        """`November 2026`."""
        return f"{_MONTHS[int(month[5:]) - 1]} {month[:4]}"

    def short_month(self, month: str) -> str:
        """`Nov 2026`."""
        return f"{_MONTHS[int(month[5:]) - 1][:_SHORT]} {month[:4]}"

    def day(self, day: date) -> str:
        """`24 November 2026`."""
        return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"

    def moment(self, instant_us: int) -> str:
        """`24 November 2026 at 14:26`."""
        local = to_datetime(instant_us).astimezone(ZoneInfo(settings().timezone))
        return f"{self.day(local.date())} at {local:%H:%M}"


DANISH = Language()


def language_of(code: Code) -> Language:
    """The language of a code."""
    return DANISH if code == "da" else English(translations=catalogue())


@cache
def catalogue() -> dict[str, str]:
    """Every sentence's English one, by the Danish one."""
    found: dict[str, str] = {}
    for path in CATALOGUES:
        found |= yaml.safe_load(path.read_text(encoding="utf-8"))
    return found
