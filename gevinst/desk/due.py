"""How pressing a case is: a badge beside its due date."""

from datetime import timedelta
from enum import StrEnum

from gevinst.store.clock import local_date

SOON = timedelta(days=3)


class Badge(StrEnum):
    """What stands beside the date, in Danish."""

    OVERDUE = "overskredet"
    TODAY = "i dag"
    SOON = "snart"


def badge_of(due_at: int | None, now: int) -> Badge | None:
    """The badge; None where there is time, or no date. Its last day is today until that day's own hour has passed."""
    if due_at is None:
        return None
    if due_at < now:
        return Badge.OVERDUE
    day, today = local_date(due_at), local_date(now)
    if day == today:
        return Badge.TODAY
    return Badge.SOON if day <= today + SOON else None
