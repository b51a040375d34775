"""A database that goes away in the middle of a case is waited for; the case is neither lost, failed nor counted twice."""

import pytest
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.exc import OperationalError

from gevinst.items.case import Case, Credit
from gevinst.items.model import State
from gevinst.ledger.verify import verify
from gevinst.store.patience import patiently
from tests.gevinst.core import ON_POSTGRESQL, entries, put, register_potential, row, run


def hang_up(engine: Engine) -> None:
    """End every connection to the database from outside, as a restart does."""
    admin = create_engine(engine.url.set(database="postgres"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(
            text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name"),
            {"name": engine.url.database},
        )
    admin.dispose()


@ON_POSTGRESQL
def test_connections_lost_in_a_case_cost_neither_the_case_nor_an_attempt(database: Engine) -> None:
    """A connection cut inside a transaction gives the item back as it was; the run claims it again and completes it."""
    register_potential(database)
    number = put(database)
    cut = []

    def work(case: Case) -> None:
        if not cut:
            cut.append(True)
            with database.begin() as connection:
                connection.execute(text("SELECT 1"))
                hang_up(database)
                connection.execute(text("SELECT 1"))
        case.checkpoint("read", str, lambda: "", Credit("read"))

    run(database, work)
    item = row(database, number)
    assert (item.state, item.attempts_used, item.claim_no) == (State.COMPLETED, 0, 2)
    assert len(entries(database)) == 1


@ON_POSTGRESQL
def test_a_completion_whose_answer_was_lost_counts_once(database: Engine) -> None:
    """The commit went through and its answer didn't: a new connection finds the item completed under our own claim."""
    register_potential(database)
    number = put(database)
    lost = []

    def lose_the_answer(connection: Connection) -> None:
        if not lost and _is_completed(connection, number):
            lost.append(True)
            connection.connection.driver_connection.commit()  # type: ignore[union-attr]
            raise OperationalError("COMMIT", {}, Exception("the connection went away"))

    event.listen(database, "commit", lose_the_answer)
    turn = run(database, lambda case: case.checkpoint("read", str, lambda: "", Credit("read")))
    assert lost == [True]
    assert [ending.state for _, ending in turn.tally.endings] == [State.COMPLETED]
    assert row(database, number).state == State.COMPLETED
    assert len(entries(database)) == 1
    with database.connect() as connection:
        assert verify(connection) == []


def test_a_database_that_stays_away_ends_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """Patience ends: the error is raised as it was, once the time that is set has passed."""
    monkeypatch.setenv("GEVINST_DATABASE_PATIENCE_SECONDS", "1")
    tries = []

    def away() -> None:
        tries.append(True)
        raise OperationalError("SELECT 1", {}, Exception("no connection"))

    with pytest.raises(OperationalError):
        patiently(away)
    assert len(tries) > 1


def _is_completed(connection: Connection, number: int) -> bool:
    state = connection.execute(text("SELECT state FROM items WHERE id = :id"), {"id": number}).scalar()
    return state == State.COMPLETED
