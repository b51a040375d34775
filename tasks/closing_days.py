"""The days nobody is at work: Danish public holidays, and the local days a municipality is closed."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import holidays

from gevinst.settings import settings

_LOCAL = {(6, 5), (12, 24), (12, 31)}
"""Grundlovsdag, juleaften and nytårsaftensdag. (Store bededag is no holiday since 2024; the library knows.)"""


def is_closing_day(day: date | None = None) -> bool:
    """Whether the municipality is closed on that day (default: today, where it is)."""
    day = day or datetime.now(tz=ZoneInfo(settings().timezone)).date()
    return (day.month, day.day) in _LOCAL or day in holidays.country_holidays("DK", years=day.year)
