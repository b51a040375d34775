"""The days nobody is at work: Danish public holidays, and the local days a municipality is closed."""

from datetime import date, timedelta

import holidays

from gevinst.store.clock import host_now_us, local_date

_LOCAL = {(6, 5), (12, 24), (12, 31)}
"""Grundlovsdag, juleaften and nytårsaftensdag. (Store bededag is no holiday since 2024; the library knows.)"""
_SATURDAY = 5


def is_closing_day(day: date | None = None) -> bool:
    """Whether the municipality is closed on that day (default: today, where it is)."""
    day = day or local_date(host_now_us())
    return (day.month, day.day) in _LOCAL or day in holidays.country_holidays("DK", years=day.year)


def is_working_day(day: date) -> bool:
    """Whether people are at work on that day."""
    return day.weekday() < _SATURDAY and not is_closing_day(day)


def working_day(number: int, month: date) -> date:
    """The month's first, second, third … working day; `month` is any day of it."""
    day = month.replace(day=1)
    while True:
        number -= is_working_day(day)
        if number == 0:
            return day
        day += timedelta(days=1)


def working_day_after(day: date, count: int) -> date:
    """The day by which `count` working days have passed: neither weekends nor closing days count."""
    while count:
        day += timedelta(days=1)
        count -= is_working_day(day)
    return day
