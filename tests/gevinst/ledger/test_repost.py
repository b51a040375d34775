"""A baseline that reaches back replaces what was posted, and what could not be posted is posted later."""

from datetime import date

import pytest
from sqlalchemy import Engine, select

from gevinst.cli import run as gevinst
from gevinst.codes import Code
from gevinst.errors import BusinessError, Refused
from gevinst.items.answers import answer
from gevinst.items.case import Case, Credit
from gevinst.items.choices import Choice
from gevinst.ledger.exceptions import settle, unsettled
from gevinst.ledger.human_time import TimeBand
from gevinst.ledger.repost import Reposted, repost
from gevinst.ledger.reversal import reverse
from gevinst.ledger.verify import verify
from gevinst.potentials.baselines import Measurement, Method, add_baseline
from gevinst.store.tables import baselines, ledger_notes
from tests.gevinst.core import entries, put, register_potential, run
from tests.gevinst.ledger.test_closing import at, close, read

BACK = Measurement("P-042", "read", 90, Method.STOPWATCH, "MÅL", date(2026, 10, 1), 40)


def post_again(engine: Engine, measurement: Measurement = BACK) -> Reposted:
    """Repost as the project office does."""
    with engine.begin() as connection:
        return repost(connection, measurement, reason="målt om", initials="PRO")


@pytest.fixture
def books(database: Engine) -> Engine:
    """A minute in September, October (closed) and November each."""
    register_potential(database)
    for month in ("2026-09", "2026-10", "2026-11"):
        at(f"{month}-10T10:00:00")
        put(database, month)
        run(database, read)
    close(database, "2026-09")
    close(database, "2026-10")
    return database


def test_a_repost_reverses_and_replaces_each_entry_of_its_days(books: Engine) -> None:
    """October's minute is corrected in the open month, November's too, September's is left; the sum moves exactly."""
    done = post_again(books)
    assert (done.entries, done.seconds_before, done.seconds_after) == (2, 120, 180)
    rows = entries(books)[3:]
    assert [(e.role, e.seconds, e.period, e.reverses or e.replaces) for e in rows] == [
        ("reversal", -60, "2026-11", 2),
        ("replacement", 90, "2026-11", 2),
        ("reversal", -60, "2026-11", 3),
        ("replacement", 90, "2026-11", 3),
    ]
    assert [e.robot_ms for e in rows] == [0, 0, 0, 0]
    assert sum(e.seconds for e in entries(books)) == 240
    with books.connect() as connection:
        assert verify(connection) == []
        assert connection.execute(select(ledger_notes.c.reason)).scalars().all() == ["målt om", "målt om"]


def test_a_second_repost_rests_on_the_first(books: Engine) -> None:
    """What was replaced is replaced again; no entry is corrected twice."""
    post_again(books)
    again = Measurement("P-042", "read", 30, Method.SAMPLE, "MÅL", date(2026, 11, 1), 200)
    assert post_again(books, again).entries == 1
    assert sum(e.seconds for e in entries(books)) == 60 + 90 + 30
    with books.connect() as connection:
        assert verify(connection) == []


def test_backdating_without_a_repost_is_refused(books: Engine) -> None:
    """A baseline over days with entries is no silent change: it must say that it replaces them."""
    with pytest.raises(Refused, match="entries already rest"), books.begin() as connection:
        add_baseline(connection, BACK)
    with pytest.raises(Refused, match="must start later"):
        post_again(books, Measurement("P-042", "read", 90, Method.ESTIMATE, "MÅL", date(2022, 1, 1)))
    assert len(entries(books)) == 3


def test_a_dry_run_of_the_command_says_what_would_change(books: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is written, not even the baseline."""
    told = [
        "ledger",
        "repost",
        "P-042",
        "read",
        "--seconds",
        "90",
        "--valid-from",
        "2026-10-01",
        "--method",
        "stopwatch",
    ]
    who = ["--measured-by", "MÅL", "--reason", "målt om", "--initials", "PRO"]
    assert gevinst([*told, *who, "--dry-run"]) == 0
    assert "2 posteringer ville blive erstattet; summen ændres med +1 minutter" in capsys.readouterr().out
    assert len(entries(books)) == 3
    with books.connect() as connection:
        assert len(connection.execute(select(baselines.c.id).where(baselines.c.activity == "read")).all()) == 1


def test_a_reversal_needs_a_reason_without_personal_data(books: Engine) -> None:
    """No reason, or one with a CPR number, is refused; so is an entry that isn't there."""
    for reason, number, complaint in (
        ("", 1, "needs a reason"),
        ("070761-4285", 1, "CPR"),
        ("fejl", 99, "no entry 99"),
    ):
        with pytest.raises(Refused, match=complaint), books.begin() as connection:
            reverse(connection, number, reason=reason, initials="PRO")
    assert len(entries(books)) == 3


def test_what_could_not_be_posted_is_posted_once_the_baseline_is_there(database: Engine) -> None:
    """The exceptions list empties into the ledger by the baseline of the day; asking again posts nothing twice."""
    at("2026-11-10T10:00:00")
    register_potential(database, activities=())
    put(database)
    run(database, read)
    with database.begin() as connection:
        assert [(each.item, each.reason) for each in unsettled(connection)] == [("GEV-1", "no baseline")]
        assert settle(connection) == (0, 1)
        add_baseline(connection, Measurement("P-042", "read", 45, Method.SAMPLE, "MÅL", date(2026, 1, 1), 50))
        assert settle(connection, potential_id="P-043") == (0, 0)
        assert settle(connection) == (1, 0)
        assert settle(connection) == (0, 0)
        assert unsettled(connection) == []
        assert verify(connection) == []
    assert [(e.activity, e.seconds, e.role) for e in entries(database)] == [("read", 45, "original")]


def test_time_people_spent_waits_for_its_potential_too(database: Engine) -> None:
    """Without a potential in the register neither savings nor people's time are lost: both are listed and posted later."""
    put(database)

    def hand_over(case: Case) -> None:
        case.checkpoint("read", str, lambda: "", Credit("read", counts_by_person=True))
        raise BusinessError(Code.NO_GRANT)

    run(database, hand_over)
    with database.begin() as connection:
        answer(connection, "1-1", Choice.DONE_BY_ME, initials="ABC", time_band=TimeBand.UNDER_5)
        assert [each.activity for each in unsettled(connection)] == ["read", "handover"]
        assert verify(connection) == []
    register_potential(database)
    with database.begin() as connection:
        assert settle(connection) == (2, 0)
        assert verify(connection) == []
    assert [(e.kind, e.seconds) for e in entries(database)] == [("saving", 60), ("human time", 150)]
