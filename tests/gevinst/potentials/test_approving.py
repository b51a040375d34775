"""Many baselines are approved at once by the rule of three people, all or none; a yearly review is recorded."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Engine, select, text
from sqlalchemy.exc import DBAPIError

from gevinst.errors import Refused
from gevinst.potentials.baselines import Measurement, Method, add_baseline
from gevinst.potentials.review import due
from gevinst.potentials.terms import terms_on
from gevinst.store import clock
from gevinst.store.tables import baseline_approvals, baseline_reviews, baselines
from tests.gevinst.cli.test_cli import answer, complaint
from tests.gevinst.core import ON_SQLITE, register_potential


def measured(engine: Engine, activity: str, by: str = "MÅL", day: date = date(2026, 1, 1), seconds: int = 60) -> int:
    """A baseline nobody has approved."""
    with engine.begin() as connection:
        return add_baseline(connection, Measurement("P-042", activity, seconds, Method.SAMPLE, by, day, 30))


def approvals(engine: Engine) -> set[tuple[str, str]]:
    """Each as role and initials."""
    with engine.connect() as connection:
        rows = connection.execute(select(baseline_approvals.c.role, baseline_approvals.c.approved_by)).all()
    return {(row.role, row.approved_by) for row in rows}


@ON_SQLITE
def test_all_that_wait_for_a_role_are_approved_together(database: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    """The preview saves nothing; then the leader, then the office; then nothing waits."""
    register_potential(database, activities=())
    measured(database, "read")
    measured(database, "file")
    leader = ("baselines", "approve", "P-042", "--as", "unit-leader", "--initials", "led")
    assert "2 basislinjer ville blive godkendt som leder" in answer(capsys, *leader, "--preview")
    assert approvals(database) == set()
    assert "2 basislinjer er godkendt som leder" in answer(capsys, *leader)
    office = ("baselines", "approve", "--unit", "Pension og Ydelser", "--as", "project-office", "--initials", "PRO")
    assert "2 basislinjer er godkendt" in answer(capsys, *office)
    assert approvals(database) == {("unit leader", "LED"), ("project office", "PRO")}
    assert "0 basislinjer." in answer(capsys, "baselines", "list", "--waiting")
    assert "ingen af dem venter" in complaint(capsys, *office)


@ON_SQLITE
def test_one_of_days_gone_by_waits_and_is_approved_like_the_others(
    database: Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its entries are provisional as long as nobody approves it; once approved it is nobody's to review."""
    register_potential(database, activities=("read",))
    past = measured(database, "read", day=date(2022, 1, 1))
    assert "01-01-2022" in answer(capsys, "baselines", "list", "--waiting")
    for role, who in (("unit-leader", "LED"), ("project-office", "PRO")):
        answer(capsys, "baselines", "approve", "P-042", "--as", role, "--initials", who)
    with database.connect() as connection:
        given = select(baseline_approvals.c.role).where(baseline_approvals.c.baseline_id == past)
        assert len(connection.execute(given).all()) == 2
    assert "01-01-2022" not in answer(capsys, "baselines", "list")


@pytest.mark.parametrize(
    ("initials", "said"),
    [
        ("mål", "P-042 læs: MÅL har selv målt den"),
        ("LED", "P-042 journalisér: LED har allerede godkendt den; der skal to personer til"),
    ],
)
def test_one_that_may_not_be_approved_keeps_the_others_back(
    database: Engine, capsys: pytest.CaptureFixture[str], initials: str, said: str
) -> None:
    """Whoever measured one, however written, or approved it in the other role; each that is in the way is named."""
    register_potential(database, activities=())
    measured(database, "file", by="XYZ")
    answer(capsys, "baselines", "approve", "P-042", "--as", "unit-leader", "--initials", "LED")
    measured(database, "read", by="MÅL")
    before = approvals(database)
    refused = complaint(capsys, "baselines", "approve", "P-042", "--as", "project-office", "--initials", initials)
    assert "intet er godkendt" in refused
    assert said in refused
    assert approvals(database) == before


@ON_SQLITE
def test_what_there_is_not_is_named(database: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    """A potential nobody knows, one without a baseline, and no choice at all."""
    register_potential(database, activities=())
    command = ("baselines", "approve", "--as", "unit-leader", "--initials", "LED")
    assert "skriv hvilke" in complaint(capsys, *command)
    assert "findes ikke i registret: P-999" in complaint(capsys, *command, "P-042", "P-999")
    assert "har ingen basislinje: P-042" in complaint(capsys, *command, "P-042")


def test_a_review_puts_the_next_one_off_a_year(
    database: Engine, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A baseline of 2023 is overdue in June 2026, and once it was looked at not before June 2027; the record stays."""
    moment = clock.from_datetime(datetime(2026, 6, 15, 9, tzinfo=UTC))
    monkeypatch.setattr(clock.offset, "microseconds", moment - clock.host_now_us())
    register_potential(database, activities=("read",))
    assert "gennemgang" in answer(capsys, "baselines", "list", "--overdue")
    assert "er gennemgået den 15-06-2026" in answer(capsys, "baselines", "review", "P-042", "--initials", "PRO")
    with database.connect() as connection:
        assert [each.is_old for each in due(connection, date(2027, 6, 14))] == []
        assert [each.is_old for each in due(connection, date(2027, 6, 15))] == [True]
    for verb in ("UPDATE baseline_reviews SET reviewed_on = NULL", "DELETE FROM baseline_reviews"):
        with pytest.raises(DBAPIError), database.begin() as connection:
            connection.execute(text(verb))
    with database.connect() as connection:
        assert len(connection.execute(select(baseline_reviews)).all()) == 1


def test_a_measurement_of_the_past_fills_the_days_before_the_first(database: Engine) -> None:
    """So that what was saved then can be brought in; in between two versions nothing is put."""
    register_potential(database, activities=())
    measured(database, "read", day=date(2026, 1, 1))
    measured(database, "read", day=date(2026, 4, 1), seconds=50)
    measured(database, "read", day=date(2024, 1, 1), seconds=90)
    with database.connect() as connection:
        found = {day: terms_on(connection, "P-042", day) for day in (date(2025, 12, 31), date(2026, 1, 1))}
        assert [each.baselines["read"].seconds_per_case for each in found.values() if each] == [90, 60]
        assert connection.execute(select(baselines.c.seconds_per_case).where(baselines.c.valid_to.is_(None))).all() == [
            (50,)
        ]
    with pytest.raises(Refused, match="must start later"):
        measured(database, "read", day=date(2025, 1, 1))
