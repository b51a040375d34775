"""What the sample found can't be lost from the books, or put into them by another way: `gevinst ledger verify` names it."""

import json

import pytest
from sqlalchemy import Engine, insert, text
from sqlalchemy.exc import ProgrammingError

from gevinst.cli import run as gevinst
from gevinst.ledger.human_time import TimeBand
from gevinst.ledger.verify import verify
from gevinst.sampling.drawing import settle_months, wins
from gevinst.sampling.words import ErrorKind, Result, Why
from gevinst.store.clock import now_us
from gevinst.store.tables import samples
from tests.gevinst.core import ON_POSTGRESQL, register_potential
from tests.gevinst.ledger.test_verify import break_it
from tests.gevinst.sampling.sampled import at, completed, sample_of, says
from tests.gevinst.store.test_roles import as_application  # noqa: F401 (a fixture)

BREAKS = {
    "its time deleted": ("DELETE FROM ledger_entries WHERE activity = 'rework'", "its check found 'forkert felt'"),
    "its time counted for another question": (
        "UPDATE ledger_entries SET question_id = 4711 WHERE activity = 'rework'",
        "the sample says 'no check'",
    ),
    "a case that the robot did not do": (
        "UPDATE items SET outcome = 'by person', code = 'done-by-person' WHERE id = 1",
        "and it is 'by person'",
    ),
}


@pytest.fixture
def checked(database: Engine, monkeypatch: pytest.MonkeyPatch) -> Engine:
    """Two cases, both drawn; in the first an error was put right, the second was in order."""
    monkeypatch.setenv("GEVINST_SAMPLE_ONE_IN", "1")
    register_potential(database)
    completed(database, "a", "b")
    says(database, 1, Result.CORRECTED, ErrorKind.WRONG_FIELD, time=TimeBand.UNDER_5)
    says(database, 2)
    with database.connect() as connection:
        assert verify(connection) == []
    return database


@pytest.mark.parametrize(("statement", "named"), BREAKS.values(), ids=BREAKS.keys())
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_each_kind_of_break_is_named(
    checked: Engine, statement: str, named: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """With every guard dropped, as somebody with the owner's rights could, the proof still finds it."""
    break_it(checked, statement)
    assert gevinst(["ledger", "verify"]) == 1
    assert named in capsys.readouterr().err


@ON_POSTGRESQL
def test_the_role_of_the_flows_draws_and_checks_and_can_take_nothing_out(
    database: Engine,
    as_application: Engine,  # noqa: F811 (the fixture)
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It may read and add; PostgreSQL itself says no to the rest, before any trigger is asked."""
    monkeypatch.setenv("GEVINST_SAMPLE_ONE_IN", "1")
    register_potential(database)
    at("2026-10-10")
    completed(as_application, "a")
    at("2026-11-10")
    with as_application.begin() as connection:
        settle_months(connection)
    says(as_application, 1, Result.CORRECTED, ErrorKind.OTHER)
    assert sample_of(database)[1].result is Result.CORRECTED
    for statement in (
        "DELETE FROM samples",
        "UPDATE samples SET drawn_at = 1",
        "UPDATE sample_checks SET result = 'i orden'",
        "DELETE FROM sample_months",
    ):
        with pytest.raises(ProgrammingError, match="permission denied"), as_application.begin() as connection:
            connection.execute(text(statement))


def test_whoever_draws_again_finds_what_is_missing_and_what_is_too_much(
    database: Engine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A share that was lowered for a while, and a case somebody put in by hand, are both named; a fair draw isn't."""
    monkeypatch.setenv("GEVINST_SAMPLE_ONE_IN", "2")
    register_potential(database)
    at("2026-10-10")
    assert gevinst(["sample", "verify"]) == 0
    completed(database, *"abcdef")
    assert gevinst(["sample", "verify"]) == 0
    monkeypatch.setenv("GEVINST_SAMPLE_ONE_IN", "1000")
    hidden = [number for number in completed(database, *"ghijkl") if wins(number, 2)]
    assert hidden, "the lots of the tests' key"
    loser = min(set(range(1, 7)) - set(sample_of(database)))
    with database.begin() as connection:
        connection.execute(insert(samples).values(item_id=loser, why=Why.CHANCE, one_in=2, drawn_at=now_us()))
    capsys.readouterr()
    assert gevinst(["sample", "verify", "--json"]) == 1
    named = {each["about"]: each["detail"] for each in json.loads(capsys.readouterr().out)}
    assert set(named) == {f"GEV-{number}" for number in (loser, *hidden)}
    assert "its lot is not among" in named[f"GEV-{loser}"]
    assert "is not in the sample" in named[f"GEV-{hidden[0]}"]
