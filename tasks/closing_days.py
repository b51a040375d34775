"""The days nobody is at work: Danish public holidays, and the local days a municipality is closed."""

from datetime import date

import holidays

from gevinst.store.clock import host_now_us, local_date

_LOCAL = {(6, 5), (12, 24), (12, 31)}
"""Grundlovsdag, juleaften and nytårsaftensdag. (Store bededag is no holiday since 2024; the library knows.)"""


def is_closing_day(day: date | None = None) -> bool:
    """Whether the municipality is closed on that day (default: today, where it is)."""
    day = day or local_date(host_now_us())
    return (day.month, day.day) in _LOCAL or day in holidays.country_holidays("DK", years=day.year)
