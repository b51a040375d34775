"""Months close in order, vouch for all before them, and can be checked from the exported file alone."""

import hashlib
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from gevinst.cli import run as gevinst
from gevinst.errors import Refused
from gevinst.items.case import Case, Credit
from gevinst.ledger.closing import ClosedMonth, close_month, closed_months
from gevinst.ledger.export import COLUMNS, month_as_csv
from gevinst.ledger.verify import verify
from gevinst.store import clock
from tests.gevinst.core import entries, put, register_potential, run


def at(moment: str) -> None:
    """Let the clock stand at a moment (UTC)."""
    clock.offset.microseconds = 0
    wanted = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    clock.offset.microseconds = clock.from_datetime(wanted) - clock.host_now_us()


def read(case: Case) -> None:
    """A step worth a minute."""
    case.checkpoint("read", str, lambda: "", Credit("read"))


def close(engine: Engine, month: str) -> ClosedMonth:
    """Close as the project office does."""
    with engine.begin() as connection:
        return close_month(connection, month, initials="PRO")


@pytest.fixture
def books(database: Engine) -> Engine:
    """One entry in August, two in October, none in September; it is the middle of November."""
    register_potential(database)
    for day, count in (("2026-08-10", 1), ("2026-10-10", 2)):
        at(f"{day}T10:00:00")
        for number in range(count):
            put(database, f"{day}-{number}")
        run(database, read)
    at("2026-11-15T10:00:00")
    return database


def test_a_month_closes_with_its_sum_and_is_chained_to_the_one_before(books: Engine) -> None:
    """Each closed month carries count, seconds and the hash of the month before; an empty one in between is closed too."""
    august, october = close(books, "2026-08"), close(books, "2026-10")
    assert (august.entry_count, august.seconds, august.previous_hash) == (1, 60, "0" * 64)
    assert (october.entry_count, october.seconds) == (2, 120)
    with books.connect() as connection:
        chain = closed_months(connection)
        assert verify(connection, against=august.hash) == []
    assert [month.period for month in chain] == ["2026-08", "2026-09", "2026-10"]
    assert [month.previous_hash for month in chain[1:]] == [month.hash for month in chain[:-1]]


@pytest.mark.parametrize(
    ("month", "complaint"),
    [
        ("2026-11", "has ended"),
        ("2026-13", "has ended"),
        ("oktober", "has ended"),
        ("2026-10", "2026-08 is still open"),
    ],
)
def test_only_an_ended_month_closes_and_only_in_order(books: Engine, month: str, complaint: str) -> None:
    """The current month, no month at all, and one with an open month before it are refused; nothing is closed."""
    with pytest.raises(Refused, match=complaint):
        close(books, month)
    with books.connect() as connection:
        assert closed_months(connection) == []


def test_a_closed_month_stays_closed(books: Engine) -> None:
    """It can't be closed again, reopened or removed, and what is posted for it later goes to the earliest open month."""
    close(books, "2026-08")
    close(books, "2026-10")
    with pytest.raises(Refused, match="closed already"):
        close(books, "2026-10")
    for verb in ("UPDATE periods SET hash = 'x'", "UPDATE periods SET closed_at = NULL", "DELETE FROM periods"):
        with pytest.raises(DBAPIError), books.begin() as connection:
            connection.execute(text(verb))
    at("2026-09-20T10:00:00")
    put(books, "late")
    run(books, read)
    assert entries(books)[-1].period == "2026-11"


def test_anyone_can_compute_the_hash_again_from_the_file(
    books: Engine, capsys: pytest.CaptureFixture[str], house: object
) -> None:
    """The exported bytes behind the previous hash and a line feed give the month's hash; the layout is as specified."""
    close(books, "2026-08")
    month = close(books, "2026-10")
    assert gevinst(["ledger", "export", "2026-10"]) == 0
    assert month.hash in capsys.readouterr().out
    with open("2026-10.csv", "rb") as file:  # noqa: PTH123 (as an auditor would)
        content = file.read()
    with books.connect() as connection:
        previous = closed_months(connection)[-2].hash
        assert content == b"".join(month_as_csv(connection, "2026-10"))
    assert hashlib.sha256(f"{previous}\n".encode() + content).hexdigest() == month.hash
    lines = content.decode().splitlines()
    assert lines[0] == ",".join(COLUMNS)
    assert len(lines) == 3
    assert b"\r" not in content


def test_the_months_are_those_of_copenhagen(database: Engine) -> None:
    """Half past eleven in the evening of 31 October UTC is November there."""
    register_potential(database)
    at("2026-10-31T23:30:00")
    put(database)
    run(database, read)
    assert entries(database)[0].period == "2026-11"
