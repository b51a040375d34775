"""Each item the robot completes has the same chance, and nobody can have it drawn until it pleases."""

import hashlib
import hmac

import pytest
from sqlalchemy import Engine, event, text
from sqlalchemy.exc import DBAPIError

from gevinst.codes import Code
from gevinst.errors import BusinessError, SetAside
from gevinst.items.answers import answer
from gevinst.items.case import Case, Credit
from gevinst.items.choices import Choice
from gevinst.items.closing import close_by_hand
from gevinst.items.loop import Run
from gevinst.items.model import State
from gevinst.items.own import OWN_ERRANDS
from gevinst.items.preview import Preview
from gevinst.items.queues import Queue, resume_queue
from gevinst.ledger.verify import verify
from gevinst.sampling.drawing import lot, settle_months, wins
from gevinst.sampling.figures import sample_figures
from gevinst.sampling.redrawing import redraw
from gevinst.sampling.words import Why
from tests.gevinst.core import QUEUE, entries, put, register_potential, row, run
from tests.gevinst.ledger.held import COMMIT, Held
from tests.gevinst.sampling.sampled import at, completed, put_many, sample_of, says, work

OTHER = Queue("andre", "P-042")


def drawn_of(numbers: range) -> list[int]:
    """Which numbers are drawn, one in fifty."""
    return [number for number in numbers if wins(number, 50)]


def test_one_in_fifty_is_drawn_whatever_the_number() -> None:
    """Of 20,000 numbers 400 come out, give or take four deviations; each half, the even ones and every tenth as well."""
    everything = drawn_of(range(1, 20_001))
    assert abs(len(everything) - 400) < 4 * 19.8
    for part, expected in (
        ([each for each in everything if each <= 10_000], 200),
        ([each for each in everything if each % 2 == 0], 200),
        ([each for each in everything if each % 10 == 0], 40),
    ):
        assert abs(len(part) - expected) < 4 * expected**0.5


def test_a_lot_can_be_computed_again_by_an_auditor_with_the_key_and_by_nobody_without() -> None:
    """It is the first half of an HMAC-SHA-256 of the word `sample`, a zero byte and the number, read as a number."""
    by_hand = hmac.new(b"a key of the tests", b"sample\x001042", hashlib.sha256).hexdigest()[:32]
    assert lot(1042) == int(by_hand, 16)


def test_another_key_draws_others(monkeypatch: pytest.MonkeyPatch) -> None:
    """So who doesn't know it can't foresee which cases will be looked at."""
    mine = drawn_of(range(1, 2001))
    monkeypatch.setenv("GEVINST_SECRET_HASH_KEY", "another key")
    assert set(mine) != set(drawn_of(range(1, 2001)))


def test_exactly_the_drawn_are_in_the_sample_of_a_long_run(database: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """None is missed and none comes twice; the share that held is kept with each, and a later one changes nothing."""
    register_potential(database)
    monkeypatch.setenv("GEVINST_SAMPLE_ONE_IN", "5")
    numbers = put_many(database, 20)
    run(database, work)
    expected = {number for number in numbers if wins(number, 5)}
    sample = sample_of(database)
    assert set(sample) == expected
    assert {(each.why, each.one_in, each.waits) for each in sample.values()} == {(Why.CHANCE, 5, True)}
    monkeypatch.setenv("GEVINST_SAMPLE_ONE_IN", "1")
    assert set(sample_of(database)) == expected
    [later] = completed(database, "later")
    assert set(sample_of(database)) == {*expected, later}
    with database.connect() as connection:
        assert verify(connection) == []


def test_only_what_the_robot_completed_is_drawn(database: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither what a person closed, nor what was set aside, nor what failed, nor a dry run."""
    monkeypatch.setenv("GEVINST_SAMPLE_ONE_IN", "1")
    first, second, third, fourth, fifth = put_many(database, 5)
    ends = iter((None, BusinessError(Code.NO_GRANT), SetAside(Code.BOUNCE), ZeroDivisionError()))

    def end(_case: Case) -> None:
        error = next(ends)
        if error is not None:
            raise error

    run(database, end, limit=4)
    with database.begin() as connection:
        answer(connection, f"{second}-1", Choice.DONE_BY_ME, initials="ABC")
        close_by_hand(connection, fourth, done=True, initials="ABC", note="klaret")
    for case in Preview(database, QUEUE.name, limit=1):
        with case:
            pass
    assert [row(database, number).state for number in (first, second, third, fourth, fifth)] == [
        *[State.COMPLETED] * 4,
        State.NEW,
    ]
    assert set(sample_of(database)) == {first}


def test_a_completion_that_comes_to_nothing_draws_nothing(database: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both are one transaction: after a cut before the commit the item is drawn once, when it is completed after all."""
    monkeypatch.setenv("GEVINST_SAMPLE_ONE_IN", "1")
    register_potential(database)
    number = put(database)

    def cut(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith("INSERT INTO samples"):
            raise OSError("cut")

    event.listen(database, "before_cursor_execute", cut)
    with pytest.raises(OSError, match="cut"):
        run(database, work)
    event.remove(database, "before_cursor_execute", cut)
    assert (sample_of(database), entries(database)) == ({}, [])
    at("2030-01-01")
    run(database, work)
    assert (set(sample_of(database)), len(entries(database))) == ({number}, 2)


def test_without_the_key_a_case_is_not_completed_and_not_lost(
    database: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The queue waits with a sentence that says what to set; no attempt is used, and what was done isn't done again."""
    register_potential(database)
    number = put(database)
    monkeypatch.delenv("GEVINST_SECRET_HASH_KEY")
    turn = run(database, work)
    assert "GEVINST_SECRET_HASH_KEY" in turn.tally.notices[0]
    assert (row(database, number).state, row(database, number).attempts_used, entries(database)) == (State.NEW, 0, [])
    monkeypatch.setenv("GEVINST_SECRET_HASH_KEY", "found again")
    with database.begin() as connection:
        resume_queue(connection, QUEUE.name)
    again: list[str] = []

    def once_more(case: Case) -> None:
        case.checkpoint("read", str, lambda: again.append("read") or "", Credit("read"))

    run(database, once_more)
    assert (row(database, number).state, again, len(entries(database))) == (State.COMPLETED, [], 2)


def test_the_houses_own_errands_are_nobodys_to_check(database: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """A report that was mailed is no case: neither by lot nor because its queue had none."""
    at("2026-10-10")
    for name, one_in in zip(sorted(OWN_ERRANDS), ("1", "1000"), strict=True):
        monkeypatch.setenv("GEVINST_SAMPLE_ONE_IN", one_in)
        errand = Queue(name, None)
        put_many(database, 2, errand)
        run_of(database, errand)
    at("2026-11-05")
    settle(database)
    assert sample_of(database) == {}
    with database.connect() as connection:
        assert (redraw(connection), sample_figures(connection, "2026-10", "2026-10").total.completed) == ([], 0)


@pytest.mark.parametrize("table", ["samples", "sample_checks"])
@pytest.mark.parametrize(
    "verb",
    [
        "UPDATE {table} SET {column} = 0",
        "DELETE FROM {table}",
        "TRUNCATE {table} CASCADE",
        "INSERT OR REPLACE INTO {table} SELECT * FROM {table}",
        "REPLACE INTO {table} SELECT * FROM {table}",
    ],
)
def test_no_verb_takes_an_item_out_of_the_sample(
    database: Engine, monkeypatch: pytest.MonkeyPatch, table: str, verb: str
) -> None:
    """What is drawn stays drawn, and what was found stays found: the database itself says no."""
    monkeypatch.setenv("GEVINST_SAMPLE_ONE_IN", "1")
    [number] = completed(database, "a")
    says(database, number)
    column = {"samples": "drawn_at", "sample_checks": "checked_at"}[table]
    with pytest.raises(DBAPIError), database.begin() as connection:
        connection.execute(text(verb.format(table=table, column=column)))
    assert sample_of(database)[number].result is not None


def test_a_queue_of_which_nothing_was_drawn_gives_one_when_the_month_is_over(
    database: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The lowest lot of its month, so it can't be chosen either; a queue of which one was drawn gives no more."""
    monkeypatch.setenv("GEVINST_SAMPLE_ONE_IN", "1000")
    at("2026-10-10")
    quiet = put_many(database, 4)
    run(database, lambda _case: None)
    monkeypatch.setenv("GEVINST_SAMPLE_ONE_IN", "1")
    busy = put_many(database, 1, OTHER)
    run_of(database, OTHER)
    assert set(sample_of(database)) == set(busy)
    settle(database)
    assert set(sample_of(database)) == set(busy), "the month isn't over"
    at("2026-11-01")
    settle(database)
    chosen = min(quiet, key=lot)
    assert {number: each.why for number, each in sample_of(database).items()} == {
        busy[0]: Why.CHANCE,
        chosen: Why.ONE_A_MONTH,
    }
    settle(database)
    assert len(sample_of(database)) == 2


def test_months_that_nobody_looked_at_are_settled_later_but_not_those_before_there_was_a_sample(
    database: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a quarter without a run each of its months gives one; the first time only the last month does."""
    monkeypatch.setenv("GEVINST_SAMPLE_ONE_IN", "1000")
    made = {}
    for month in ("2026-05", "2026-06"):
        at(f"{month}-10")
        made[month] = completed_plainly(database, month)
    at("2026-07-02")
    settle(database)
    assert set(sample_of(database)) == set(made["2026-06"])
    for month in ("2026-07", "2026-08"):
        at(f"{month}-10")
        made[month] = completed_plainly(database, month)
    at("2026-10-05")
    settle(database)
    assert set(sample_of(database)) == {*made["2026-06"], *made["2026-07"], *made["2026-08"]}


def test_two_who_settle_a_month_at_once_draw_it_once(database: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second waits for the first and finds the month settled."""
    monkeypatch.setenv("GEVINST_SAMPLE_ONE_IN", "1000")
    at("2026-10-10")
    [number] = completed_plainly(database, "only")
    at("2026-11-10")
    with Held(database, settle, before=COMMIT) as first, Held(database, settle) as second:
        second.wait_until_it_waits()
        first.finish()
        second.finish()
    assert set(sample_of(database)) == {number}


def settle(engine: Engine) -> None:
    """As each run does at its start."""
    with engine.begin() as connection:
        settle_months(connection)


def completed_plainly(engine: Engine, reference: str) -> list[int]:
    """One item without steps."""
    number = put(engine, reference)
    run(engine, lambda _case: None)
    return [number]


def run_of(engine: Engine, queue: Queue) -> None:
    """Complete a queue's items."""
    for case in Run(engine, queue, flow_run="run-2"):
        with case:
            pass
