"""What the office must look at: approvals that lack, and measurements that have grown old."""

from datetime import date

import pytest
from sqlalchemy import Engine

from gevinst.potentials.baselines import ApproverRole, Measurement, Method, add_baseline, approve
from gevinst.potentials.review import due
from tests.gevinst.cli.test_cli import answer
from tests.gevinst.core import register_potential


def measured(engine: Engine, activity: str, day: date, *roles: ApproverRole) -> None:
    """A baseline from that day, approved in these roles."""
    with engine.begin() as connection:
        number = add_baseline(connection, Measurement("P-042", activity, 60, Method.STOPWATCH, "MÅL", day, 30))
        for role in roles:
            approve(connection, number, role=role, approved_by=role.name)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_only_what_holds_now_and_needs_a_look_is_listed(database: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    """One unapproved, one a year old to the day; the version that was replaced and the fresh one are left out."""
    register_potential(database, activities=())
    both = tuple(ApproverRole)
    measured(database, "read", date(2024, 1, 1), *both)
    measured(database, "read", date(2026, 3, 2), ApproverRole.UNIT_LEADER)
    measured(database, "file", date(2024, 2, 29), *both)
    measured(database, "register", date(2025, 6, 2), *both)
    with database.connect() as connection:
        found = {each.activity: (each.missing, each.is_old) for each in due(connection, date(2025, 3, 1))}
        assert found["file"] == ((), True)
        assert "register" not in found
        found = {each.activity: (each.missing, each.is_old) for each in due(connection, date(2026, 6, 1))}
    assert found == {"file": ((), True), "read": ((ApproverRole.PROJECT_OFFICE,), False)}
    assert "mangler godkendelse: projektkontor" in " ".join(answer(capsys, "potentials", "review").split())
