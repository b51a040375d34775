"""With the triggers dropped, each kind of break is made, and `gevinst ledger verify` names each."""

import json

import pytest
from sqlalchemy import Engine, text

from gevinst.cli import run as gevinst
from gevinst.codes import Code
from gevinst.errors import BusinessError
from gevinst.items.answers import answer
from gevinst.items.case import Case
from gevinst.items.choices import Choice
from gevinst.ledger.reversal import reverse
from gevinst.ledger.verify import verify
from gevinst.store.append_only import TABLES
from tests.gevinst.core import entries, put, register_potential, run
from tests.gevinst.ledger.test_closing import at, close, read

BREAKS = {
    "an entry edited in a closed month": (
        "UPDATE ledger_entries SET robot_ms = 7 WHERE id = 2",
        "2026-10: an entry is not",
    ),
    "seconds edited": ("UPDATE ledger_entries SET seconds = 61 WHERE id = 2", "2026-10: summed to"),
    "seconds edited in an open month": (
        "UPDATE ledger_entries SET seconds = 61 WHERE id = 4",
        "seconds are not its baseline's",
    ),
    "a closed month's sum edited": (
        "UPDATE closed_sums SET seconds = 61 WHERE period = '2026-09'",
        "2026-09: its written sums",
    ),
    "a closed month's sum deleted": ("DELETE FROM closed_sums WHERE period = '2026-09'", "2026-09: its written sums"),
    "a sum of a month without entries": (
        "INSERT INTO closed_sums (period, potential_id, unit, kind, activity, occurred_month, seconds, estimated_seconds,"
        " amount_ore) VALUES ('2026-01', 'P-042', 'u', 'cost', 'licence', '2026-01', 0, 0, 100)",
        "2026-01: its written sums",
    ),
    "a sum of an open month": (
        "INSERT INTO closed_sums (period, potential_id, unit, kind, activity, occurred_month, seconds, estimated_seconds,"
        " amount_ore) VALUES ('2026-11', 'P-042', 'u', 'saving', 'read', '2026-11', 60, 0, 0)",
        "2026-11: its written sums",
    ),
    "a closed month's cases edited": (
        "UPDATE closed_cases SET cases = 9 WHERE period = '2026-10'",
        "2026-10: its written number",
    ),
    "an entry deleted from a closed month": ("DELETE FROM ledger_entries WHERE id = 2", "2026-10: held 2 entries"),
    "an entry deleted from an open month": ("DELETE FROM ledger_entries WHERE id = 4", "neither posted nor listed"),
    "human time deleted": ("DELETE FROM ledger_entries WHERE kind = 'human time'", "time spent on question 1"),
    "an entry inserted into a closed month": (
        "INSERT INTO ledger_entries (kind, role, potential_id, source, source_key, activity, units, seconds, unit,"
        " potential_kind, occurred_at, recorded_at, period)"
        " VALUES ('saving','original','P-042','manual','1','read',1,60,'u','robot',1,1,'2026-10')",
        "2026-10: held 2 entries",
    ),
    "an entry without origin": (
        "UPDATE ledger_entries SET item_id = NULL, source = NULL WHERE id = 4",
        "neither an item nor a source",
    ),
    "an item taken back": (
        "UPDATE items SET state = 'new', outcome = NULL WHERE id = 4",
        "rests on an item that is new",
    ),
    "another potential": ("UPDATE items SET potential_id = 'P-043' WHERE id = 4", "its potential say otherwise"),
    "a reversal that is no mirror": (
        "UPDATE ledger_entries SET seconds = -59 WHERE role = 'reversal'",
        "no mirror image",
    ),
    "a double reversal": (
        "INSERT INTO ledger_entries (kind, role, potential_id, item_id, activity, units, seconds, baseline_id, unit,"
        " potential_kind, occurred_at, recorded_at, period, reverses)"
        " SELECT kind, role, potential_id, item_id, activity, units, seconds, baseline_id, unit, potential_kind,"
        " occurred_at, recorded_at, period, reverses FROM ledger_entries WHERE role = 'reversal'",
        "is reversed 2 times",
    ),
    "a reversal of a reversal": (
        "UPDATE ledger_entries SET reverses = id WHERE role = 'reversal'",
        "no mirror image",
    ),
    "a saving posted twice": (
        "INSERT INTO ledger_entries (kind, role, potential_id, item_id, activity, units, seconds, baseline_id, unit,"
        " potential_kind, occurred_at, recorded_at, period)"
        " SELECT kind, role, potential_id, item_id, activity, units, seconds, baseline_id, unit, potential_kind,"
        " occurred_at, recorded_at, period FROM ledger_entries WHERE id = 4",
        "posted more than once",
    ),
    "a month reopened": (
        "UPDATE periods SET closed_at = NULL, hash = NULL WHERE period = '2026-09'",
        "not chained",
    ),
    "a completed item without a reason": (
        "UPDATE items SET outcome = 'set aside', code = NULL WHERE id = 4",
        "without a recorded reason",
    ),
}


@pytest.fixture
def books(database: Engine) -> Engine:
    """August and October closed; in November an open entry, one reversed, and one item closed by a person."""
    register_potential(database)
    at("2026-09-10T10:00:00")
    put(database, "sep")
    run(database, read)
    at("2026-10-10T10:00:00")
    for name in ("a", "b"):
        put(database, name)
    run(database, read)
    at("2026-11-10T10:00:00")
    put(database, "c")
    run(database, read)
    put(database, "d")

    def hand_over(case: Case) -> None:
        read(case)
        raise BusinessError(Code.NO_GRANT)

    run(database, hand_over)
    with database.begin() as connection:
        answer(connection, "5-1", Choice.DONE_BY_ME, initials="ABC")
        reverse(connection, 4, reason="forkert", initials="PRO")
    at("2026-11-15T10:00:00")
    close(database, "2026-09")
    close(database, "2026-10")
    return database


def without_guards(engine: Engine) -> None:
    """Drop every trigger, unique index, check and foreign key, as somebody with the owner's rights could."""
    with engine.begin() as connection:
        if engine.dialect.name == "sqlite":
            kinds = "SELECT type, name FROM sqlite_master WHERE type = 'trigger' OR (type = 'index' AND sql LIKE '%UNIQUE%')"
            for kind, name in connection.execute(text(kinds)).all():
                connection.execute(text(f'DROP {kind} "{name}"'))
            return
        for table in (*TABLES, "closed_cases", "closed_sums", "periods"):
            connection.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER ALL"))
        indexes = "SELECT indexname FROM pg_indexes WHERE indexname LIKE 'uq_ledger_entries%'"
        for (name,) in connection.execute(text(indexes)).all():
            connection.execute(text(f'DROP INDEX "{name}"'))
        checks = (
            "SELECT conrelid::regclass::text, conname FROM pg_constraint WHERE contype = 'c' AND conname LIKE 'ck_%'"
        )
        for table, name in connection.execute(text(checks)).all():
            connection.execute(text(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"'))


def break_it(engine: Engine, statement: str) -> None:
    """Carry the statement out without any guard."""
    without_guards(engine)
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("COMMIT")  # the pragmas take effect outside a transaction only
            connection.exec_driver_sql("PRAGMA ignore_check_constraints = ON")
            connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
            connection.exec_driver_sql("BEGIN")
        connection.execute(text(statement))
        connection.commit()
    engine.dispose()


def test_untouched_books_hold(books: Engine) -> None:
    """The starting point of every break below: nothing is wrong, with corrections and closed months in it."""
    assert len(entries(books)) == 6
    with books.connect() as connection:
        assert verify(connection) == []


@pytest.mark.parametrize(("statement", "named"), BREAKS.values(), ids=BREAKS.keys())
def test_each_kind_of_break_is_named(
    books: Engine, statement: str, named: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """The command says what is wrong and where, and ends with 1."""
    break_it(books, statement)
    assert gevinst(["ledger", "verify"]) == 1
    assert named in capsys.readouterr().err


def test_a_rewritten_chain_is_told_by_the_paper(books: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    """Who rewrites a month and all hashes after it passes every check but one: the hash that was printed is gone."""
    with books.connect() as connection:
        printed = connection.execute(text("SELECT hash FROM periods WHERE period = '2026-10'")).scalar_one()
    assert gevinst(["ledger", "verify", "--against", printed, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["last_hash"] == printed
    break_it(books, "UPDATE ledger_entries SET robot_ms = 7 WHERE id = 2")
    break_it(books, "UPDATE periods SET closed_at = NULL, hash = NULL, closed_by = NULL WHERE period = '2026-10'")
    close(books, "2026-10")
    assert gevinst(["ledger", "verify"]) == 0
    assert gevinst(["ledger", "verify", "--against", printed]) == 1
    assert "no closed month has this hash" in capsys.readouterr().err
