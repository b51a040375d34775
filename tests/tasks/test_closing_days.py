"""The days a scheduled run takes nothing: public holidays as they are now, and the days the town hall is shut."""

from datetime import UTC, date, datetime

import pytest

from gevinst.store import clock
from tasks.closing_days import is_closing_day, is_working_day, working_day, working_day_after


@pytest.mark.parametrize(
    "day",
    [
        date(2027, 1, 1),
        date(2027, 3, 25),  # skærtorsdag
        date(2027, 3, 26),  # langfredag
        date(2027, 3, 28),
        date(2027, 3, 29),  # anden påskedag
        date(2027, 5, 6),  # Kristi himmelfartsdag
        date(2027, 5, 17),  # anden pinsedag
        date(2027, 6, 5),  # grundlovsdag
        date(2026, 12, 24),
        date(2026, 12, 25),
        date(2026, 12, 26),
        date(2026, 12, 31),
    ],
)
def test_the_town_hall_is_shut(day: date) -> None:
    """Holidays that move with Easter, Christmas, and the three days no law makes a holiday."""
    assert is_closing_day(day)


@pytest.mark.parametrize(
    "day",
    [
        date(2024, 4, 26),
        date(2027, 4, 23),
        date(2026, 12, 23),
        date(2026, 12, 30),
        date(2027, 5, 1),
        date(2027, 5, 7),
        date(2027, 6, 4),
        date(2026, 11, 25),
    ],
)
def test_work_goes_on(day: date) -> None:
    """Store bededag is no holiday since 2024; 1 May and the Friday after Ascension Day are for each to decide."""
    assert not is_closing_day(day)


def test_store_bededag_was_a_holiday_until_2023() -> None:
    """A look back counts as it was then."""
    assert is_closing_day(date(2023, 5, 5))


@pytest.mark.parametrize(("hour", "closed"), [(22, False), (23, True)])
def test_today_is_the_day_where_the_municipality_is(monkeypatch: pytest.MonkeyPatch, hour: int, closed: bool) -> None:
    """An hour before midnight UTC it is Christmas Eve in Denmark already."""
    moment = clock.from_datetime(datetime(2026, 12, 23, hour, 30, tzinfo=UTC))
    monkeypatch.setattr(clock.offset, "microseconds", moment - clock.host_now_us())
    assert is_closing_day() is closed


@pytest.mark.parametrize(
    ("month", "third"),
    [
        (date(2026, 11, 30), date(2026, 11, 4)),  # a Sunday first
        (date(2027, 1, 1), date(2027, 1, 6)),  # New Year's Day, then a weekend
        (date(2026, 4, 15), date(2026, 4, 8)),  # Easter
    ],
)
def test_the_third_working_day_of_a_month(month: date, third: date) -> None:
    """Weekends, holidays and the days the town hall is shut don't count."""
    assert working_day(3, month) == third
    assert is_working_day(third)


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        (date(2026, 11, 27), 1, date(2026, 11, 30)),  # a Friday
        (date(2026, 11, 27), 14, date(2026, 12, 17)),
        (date(2026, 12, 23), 4, date(2027, 1, 4)),  # over Christmas, New Year and a weekend
        (date(2027, 3, 24), 1, date(2027, 3, 30)),  # over Easter
    ],
)
def test_working_days_are_those_somebody_is_there(day: date, count: int, expected: date) -> None:
    """A promise in working days counts neither weekends nor the days the town hall is shut."""
    assert working_day_after(day, count) == expected
