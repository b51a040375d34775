"""On PostgreSQL flows run under a role that works the queue and adds to the ledger, and can change neither it nor itself."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import DBAPIError, ProgrammingError

from gevinst.codes import Code
from gevinst.errors import BusinessError, Refused
from gevinst.items.answers import answer
from gevinst.items.case import Case, Credit
from gevinst.items.choices import Choice
from gevinst.items.model import Outcome
from gevinst.ledger.closing import close_month
from gevinst.ledger.verify import verify
from gevinst.store import clock
from gevinst.store.engine import open_engine
from gevinst.store.roles import grant_application, owns_the_ledger
from tests.gevinst.core import (
    ON_POSTGRESQL,
    ON_SQLITE,
    OutsideSystem,
    Register,
    entries,
    put,
    register_potential,
    row,
    run,
)
from tests.gevinst.potentials.proposals import put_forward, reply

ROLE = "gevinst_app"


@pytest.fixture
def as_application(database: Engine) -> Iterator[Engine]:
    """An engine of the role that flows run under."""
    admin = create_engine(database.url, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        if not connection.execute(text("SELECT 1 FROM pg_roles WHERE rolname = :r"), {"r": ROLE}).first():
            connection.execute(text(f"CREATE ROLE {ROLE} LOGIN"))
    with database.begin() as connection:
        grant_application(connection, ROLE)
    engine = open_engine(database.url.set(username=ROLE).render_as_string(hide_password=False))
    yield engine
    engine.dispose()
    admin.dispose()


@ON_POSTGRESQL
def test_the_role_can_do_all_that_flows_do(database: Engine, as_application: Engine) -> None:
    """Register, claim, checkpoint, write outside, ask, answer, complete, post and close a month: nothing is refused.

    Neither is an idea, which locks the register for its number, nor its answer.
    """
    register_potential(as_application)
    number = put(as_application)
    outside = OutsideSystem()

    def work(case: Case) -> None:
        case.checkpoint("read", str, lambda: "", Credit("read"))
        if not outside.traces:
            case.guarded(Register(outside, case.item.label))
            raise BusinessError(Code.NO_GRANT)

    run(as_application, work)
    with as_application.begin() as connection:
        answer(connection, f"{number}-1", Choice.RETRY, initials="ABC")
    run(as_application, work)
    assert row(database, number).outcome == Outcome.BY_ROBOT
    assert reply(as_application, put_forward(as_application).idea.potential_id).answered_by == "PRO"
    month = entries(database)[0].period
    clock.offset.microseconds = 40 * 86_400 * clock.MICROSECONDS
    with as_application.begin() as connection:
        close_month(connection, month, initials="PRO")
        assert verify(connection) == []


@ON_POSTGRESQL
@pytest.mark.parametrize("table", ["ledger_entries", "journal", "access_log"])
@pytest.mark.parametrize("verb", ["UPDATE {} SET recorded_at = 1", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_no_verb_of_the_role_changes_what_is_written_once(as_application: Engine, table: str, verb: str) -> None:
    """PostgreSQL itself says no, before any trigger is asked."""
    with pytest.raises(ProgrammingError, match="permission denied"), as_application.begin() as connection:
        connection.execute(text(verb.format(table)))


@ON_POSTGRESQL
@pytest.mark.parametrize(
    "statement", ["UPDATE ideas SET title = ''", "DELETE FROM idea_answers", "UPDATE idea_answers SET reason = ''"]
)
def test_what_was_proposed_and_answered_can_not_be_rewritten(as_application: Engine, statement: str) -> None:
    """Ideas and answers are only added to; another answer is another row."""
    with pytest.raises(ProgrammingError, match="permission denied"), as_application.begin() as connection:
        connection.execute(text(statement))


@ON_POSTGRESQL
@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE ledger_entries DISABLE TRIGGER ALL",
        "DROP TRIGGER ledger_entries_rows ON ledger_entries",
        "DROP TABLE ledger_entries",
        "SET session_replication_role = replica",
    ],
)
def test_the_role_can_take_no_guard_away(as_application: Engine, statement: str) -> None:
    """It owns nothing, so it can neither drop nor disable what guards the ledger."""
    with pytest.raises(DBAPIError), as_application.begin() as connection:
        connection.execute(text(statement))
    with as_application.connect() as connection:
        assert not owns_the_ledger(connection)


@ON_POSTGRESQL
@pytest.mark.parametrize(("role", "complaint"), [("nobody", "no role 'nobody'"), ("postgres", "superuser")])
def test_a_grant_that_would_bind_nobody_is_refused(database: Engine, role: str, complaint: str) -> None:
    """An unknown role and the owner are told apart."""
    with pytest.raises(Refused, match=complaint), database.begin() as connection:
        grant_application(connection, role)


@ON_SQLITE
def test_sqlite_says_that_it_has_no_roles(database: Engine) -> None:
    """There the file's permissions are what protects it, and whoever has the file owns the ledger."""
    with pytest.raises(Refused, match="SQLite has no roles"), database.begin() as connection:
        grant_application(connection, "x")
    with database.connect() as connection:
        assert owns_the_ledger(connection)
