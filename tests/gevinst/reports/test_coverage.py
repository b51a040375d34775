"""Every completed case has entries or a recorded reason, and whatever hasn't shows."""

from datetime import UTC, date, datetime
from fractions import Fraction
from itertools import count

from sqlalchemy import Connection, Engine, insert

from gevinst.codes import Code
from gevinst.reports.coverage import Uncountable, coverage_of
from gevinst.store.clock import from_datetime
from gevinst.store.tables import items, ledger_exceptions
from tests.gevinst.reports.conftest import Post, item_of

NUMBERS = count(1)
OCTOBER, NOVEMBER = (from_datetime(datetime(2026, month, 15, tzinfo=UTC)) for month in (10, 11))


def finished(
    connection: Connection, at: int, outcome: str, code: Code | None = None, potential: str | None = "P-042"
) -> int:
    """A completed case; its number."""
    values = {"state": "completed", "outcome": outcome, "code": code, "potential_id": potential, "finished_at": at}
    fixed = {"queue": "q", "content_hash": "c", "payload": {}, "created_at": 1, "updated_at": 1}
    number: int = connection.execute(
        insert(items).values(**values, **fixed, reference=f"x{next(NUMBERS)}").returning(items.c.id)
    ).scalar_one()
    return number


def listed(connection: Connection, item: int, activity: str, reason: str, potential: str | None = "P-042") -> None:
    """An activity on the exceptions list."""
    connection.execute(
        insert(ledger_exceptions).values(
            item_id=item,
            activity=activity,
            units=1,
            robot_ms=0,
            potential_id=potential,
            reason=reason,
            occurred_at=NOVEMBER,
            recorded_at=NOVEMBER,
        )
    )


def test_each_case_is_counted_once_and_the_sum_is_checked(ledger: Engine, post: Post) -> None:
    """With entries, for a reason, on the list, without a potential: together all; one with none of it breaks the sum."""
    with ledger.begin() as connection:
        for at in (OCTOBER, NOVEMBER, NOVEMBER):
            post_on = finished(connection, at, "by robot")
        for code, outcome in (
            (Code.AUTO_REPLY, "set aside"),
            (Code.AUTO_REPLY, "set aside"),
            (Code.DUPLICATE_MAIL, "duplicate"),
        ):
            finished(connection, OCTOBER, outcome, code)
        listed(connection, finished(connection, NOVEMBER, "by robot"), "read", "no baseline")
        listed(connection, post_on, "file", "not in operation")
        finished(connection, NOVEMBER, "by robot", potential=None)
    for number in range(post_on - 2, post_on + 1):
        post(date(2026, 11, 3), 60, item_id=number)
    with ledger.begin() as connection:
        found = coverage_of(connection, "2026-11")
        assert (found.ever.completed, found.ever.with_entries, found.ever.partly) == (8, 3, 1)
        assert found.ever.by_reason == ((Code.AUTO_REPLY, 2), (Code.DUPLICATE_MAIL, 1))
        assert (found.ever.listed, found.ever.without_potential, found.ever.unexplained) == (1, 1, 0)
        assert found.ever.adds_up
        assert (found.ever.counting, found.ever.covered_share) == (5, Fraction(2, 5))
        assert (found.month.completed, found.month.with_entries, found.month.with_reason) == (4, 2, 2)
        assert found.exceptions == (
            Uncountable("no baseline", "P-042", 1, 1),
            Uncountable("not in operation", "P-042", 1, 1),
        )
        assert [each.activity for each in found.oldest] == ["read", "file"]
        finished(connection, NOVEMBER, "by robot")
        broken = coverage_of(connection, "2026-11").ever
    assert (broken.adds_up, broken.unexplained) == (False, 1)


def test_a_case_of_which_only_peoples_time_is_posted_has_entries(ledger: Engine, post: Post) -> None:
    """A caseworker did it: what it took is posted, and nothing was saved."""
    item = item_of(ledger, post(date(2026, 11, 3), 60))
    post(date(2026, 11, 3), 60, kind="human time", item_id=item, baseline_id=None, source="band")
    with ledger.begin() as connection:
        other = finished(connection, NOVEMBER, "by person", Code.DONE_BY_PERSON)
    post(date(2026, 11, 3), 60, kind="human time", item_id=other, baseline_id=None, source="band")
    with ledger.connect() as connection:
        assert coverage_of(connection, "2026-11").ever.with_entries == 2
