"""The ledger and the journal can only be added to, whatever verb is tried."""

import pytest
from sqlalchemy import Engine, insert, text
from sqlalchemy.exc import DBAPIError

from gevinst.items.case import Case, Credit
from gevinst.ledger.closed_sums import write_sums
from gevinst.ledger.reversal import reverse
from gevinst.store.tables import periods
from tests.gevinst.core import ON_SQLITE, OutsideSystem, Register, entries, put, register_potential, run


@pytest.fixture
def posted(database: Engine) -> Engine:
    """A database with one entry and a journal."""
    register_potential(database)
    put(database)
    outside = OutsideSystem()

    def work(case: Case) -> None:
        case.checkpoint("read", str, lambda: "", Credit("read"))
        case.guarded(Register(outside, case.item.label))

    run(database, work)
    assert len(entries(database)) == 1
    return database


@pytest.mark.parametrize("table", ["ledger_entries", "journal", "closed_sums", "closed_cases"])
@pytest.mark.parametrize(
    "verb",
    [
        "UPDATE {table} SET id = id + 1",
        "DELETE FROM {table}",
        "TRUNCATE {table} CASCADE",
        "INSERT OR REPLACE INTO {table} SELECT * FROM {table}",
        "REPLACE INTO {table} SELECT * FROM {table}",
        "UPDATE OR REPLACE {table} SET id = id + 1",
    ],
)
def test_no_verb_changes_what_was_written(posted: Engine, table: str, verb: str) -> None:
    """Every verb that could change or remove a row is refused by the database itself."""
    month = entries(posted)[0].period
    with posted.begin() as connection:
        write_sums(connection, month)
        before = connection.execute(text(f"SELECT * FROM {table}")).all()
    with pytest.raises(DBAPIError), posted.begin() as connection:
        connection.execute(text(verb.format(table=table)))
    with posted.connect() as connection:
        assert before
        assert connection.execute(text(f"SELECT * FROM {table}")).all() == before


@ON_SQLITE
def test_a_foreign_tool_without_our_pragmas_is_refused_too(posted: Engine) -> None:
    """SQLite's INSERT OR REPLACE on a business key is stopped even where `recursive_triggers` is off."""
    columns = (
        "kind, role, potential_id, item_id, activity, units, unit, potential_kind, occurred_at, recorded_at, period"
    )
    raw = posted.raw_connection()
    try:
        raw.driver_connection.execute("PRAGMA recursive_triggers = OFF")
        with pytest.raises(Exception, match="holds this already"):
            raw.driver_connection.execute(
                f"INSERT OR REPLACE INTO ledger_entries ({columns}, seconds) SELECT {columns}, 1 FROM ledger_entries"
            )
    finally:
        raw.driver_connection.execute("PRAGMA recursive_triggers = ON")
        raw.close()
    assert [entry.seconds for entry in entries(posted)] == [60]


def test_a_second_saving_for_the_same_activity_is_refused(posted: Engine) -> None:
    """Two potentials can't claim one activity of one item, and neither can one potential twice."""
    columns = (
        "kind, role, potential_id, item_id, activity, units, unit, potential_kind, occurred_at, recorded_at, period"
    )
    with pytest.raises(DBAPIError), posted.begin() as connection:
        connection.execute(
            text(f"INSERT INTO ledger_entries ({columns}, seconds) SELECT {columns}, seconds FROM ledger_entries")
        )


def test_a_reversal_cancels_exactly_and_only_once(posted: Engine) -> None:
    """An entry is taken back by its mirror image; a second reversal, or one of a reversal, is refused."""
    (entry,) = entries(posted)
    with posted.begin() as connection:
        reversal = reverse(connection, entry.id, reason="forkert", initials="PRO")
    assert sum(each.seconds for each in entries(posted)) == 0
    for number in (entry.id, reversal):
        with pytest.raises(Exception, match=r"reversal|reversed"), posted.begin() as connection:
            reverse(connection, number, reason="igen", initials="PRO")


def test_a_closed_month_takes_nothing_and_the_next_open_one_does(posted: Engine) -> None:
    """What occurred in a closed month is posted in the earliest open one; a direct insert into it is refused."""
    (entry,) = entries(posted)
    with posted.begin() as connection:
        connection.execute(text("UPDATE periods SET closed_at = 1, hash = 'h' WHERE period = :p"), {"p": entry.period})
    put(posted, "second")
    run(posted, lambda case: case.checkpoint("read", str, lambda: "", Credit("read")))
    later = entries(posted)[-1]
    assert later.period > entry.period
    columns = (
        "kind, role, potential_id, source, source_key, activity, units, seconds, unit, potential_kind, occurred_at"
    )
    with pytest.raises(DBAPIError, match="the month is closed"), posted.begin() as connection:
        connection.execute(
            text(
                f"INSERT INTO ledger_entries ({columns}, recorded_at, period) "
                "VALUES ('saving','original','P-042','manual','1','read',1,1,'u','robot',1,1,:p)"
            ),
            {"p": entry.period},
        )
    with posted.begin() as connection:
        connection.execute(insert(periods).values(period="2000-01"))
