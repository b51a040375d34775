"""Which month a form means."""

from datetime import date
from typing import Any

import pytest

from tasks.month_form import Month, MonthForm


@pytest.mark.parametrize(
    ("form", "month"),
    [
        ({}, "2026-10"),
        ({"maaned": Month.OCTOBER}, "2026-10"),
        ({"maaned": Month.NOVEMBER}, "2025-11"),
        ({"maaned": Month.MARCH, "aar": 2025}, "2025-03"),
    ],
    ids=["the last", "by name", "not over yet", "of a year"],
)
def test_a_month_is_the_last_of_its_name_that_is_over(form: dict[str, Any], month: str) -> None:
    """A form without a year never means a month to come."""
    assert MonthForm(initialer="PRO", **form).month(date(2026, 11, 4)) == month


def test_january_reports_december() -> None:
    """The last month that is over may be of the year before."""
    assert MonthForm(initialer="PRO").month(date(2027, 1, 6)) == "2026-12"
