"""Open posting – close – commit, in real transactions that overlap: no entry slips past a closing, and none into one."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Engine

from gevinst.errors import Refused
from gevinst.items.case import Case, Credit
from gevinst.items.model import State
from gevinst.items.queues import claim, ensure_queue
from gevinst.items.transitions import Ending
from gevinst.ledger.closing import ClosedMonth, close_month
from gevinst.ledger.verify import verify
from gevinst.potentials.baselines import Measurement, Method, add_baseline
from gevinst.store import clock
from tests.gevinst.core import QUEUE, entries, put, register_potential, row, run
from tests.gevinst.ledger.held import COMMIT, Held


class Cut(Exception):
    """The connection is cut before the commit."""


def at(day: str) -> None:
    """Let the clock stand at noon of a day."""
    noon = clock.from_datetime(datetime.fromisoformat(f"{day}T12:00:00").replace(tzinfo=UTC))
    clock.offset.microseconds = 0
    clock.offset.microseconds = noon - clock.host_now_us()


def worked_on(engine: Engine, *days: str) -> Case:
    """A case in hand whose steps, `read` and then `register`, were done on these days; only its end is missing."""
    number = put(engine, f"on {days}")
    at(days[0])
    with engine.begin() as connection:
        ensure_queue(connection, QUEUE)
        item = claim(connection, QUEUE.name, worker="w", flow_run="run-1")
    assert item is not None
    assert item.id == number
    case = Case(engine, item, lambda _case, _ending: None)
    for day, activity in zip(days, ("read", "register"), strict=False):
        at(day)
        case.checkpoint(activity, str, lambda: "", Credit(activity))
    return case


def ends(case: Case) -> Callable[[Engine], Ending]:
    """The end of the case, which completes it and posts, in one transaction."""
    return lambda engine: replace(case, engine=engine).end(None)


def posted_before(engine: Engine, day: str) -> None:
    """An entry that is there already, so that its month has a row."""
    at(day)
    put(engine, f"before {day}")
    run(engine, lambda case: case.checkpoint("read", str, lambda: "", Credit("read")), limit=1)


def months(engine: Engine) -> list[str]:
    """The month of each entry, oldest entry first."""
    return [entry.period for entry in entries(engine)]


def close(engine: Engine, month: str) -> ClosedMonth:
    """Close as the project office does."""
    with engine.begin() as connection:
        return close_month(connection, month, initials="PRO")


def wrong(engine: Engine) -> list[object]:
    """What `gevinst ledger verify` finds."""
    with engine.connect() as connection:
        return list(verify(connection))


@pytest.fixture
def books(database: Engine) -> Engine:
    """A potential in operation, and no month yet."""
    register_potential(database)
    return database


@pytest.mark.parametrize("has_row", [False, True], ids=["the month has no row", "the month has a row"])
def test_closing_waits_for_a_posting_under_way_and_counts_its_entry(books: Engine, has_row: bool) -> None:
    """A closing that begins while a case is being completed sums and hashes that case's entry, too."""
    if has_row:
        posted_before(books, "2026-10-05")
    case = worked_on(books, "2026-10-10")
    at("2026-11-15")
    with (
        Held(books, ends(case), before=COMMIT) as posting,
        Held(books, lambda engine: close(engine, "2026-10")) as closing,
    ):
        closing.wait_until_it_waits()
        assert posting.finish().state is State.COMPLETED
        closed = closing.finish()
    assert (closed.entry_count, closed.seconds) == ((2, 120) if has_row else (1, 60))
    assert wrong(books) == []


def test_a_posting_that_comes_to_nothing_is_not_counted(books: Engine) -> None:
    """The closing that waited for it closes an empty month, and the case is as it was."""
    case = worked_on(books, "2026-10-10")
    at("2026-11-15")
    with (
        Held(books, ends(case), before=COMMIT) as posting,
        Held(books, lambda engine: close(engine, "2026-10")) as closing,
    ):
        closing.wait_until_it_waits()
        posting.let_go(spoilt=Cut())
        closed = closing.finish()
    assert isinstance(posting.error, Cut)
    assert (closed.entry_count, entries(books)) == (0, [])
    assert row(books, case.item.id).state == State.IN_PROGRESS


def test_closing_sees_an_entry_that_gives_an_earlier_month_its_first_row(books: Engine) -> None:
    """A posting under way into a month before the one being closed, which has no row yet, keeps both from closing."""
    case = worked_on(books, "2026-09-10")
    at("2026-11-15")
    with (
        Held(books, ends(case), before=COMMIT) as posting,
        Held(books, lambda engine: close(engine, "2026-10")) as closing,
    ):
        closing.wait_until_it_waits()
        posting.finish()
        with pytest.raises(Refused, match="2026-09 is still open and has entries"):
            closing.finish()
    assert [close(books, month).entry_count for month in ("2026-09", "2026-10")] == [1, 0]
    assert wrong(books) == []


@pytest.mark.parametrize("has_row", [False, True], ids=["the month has no row", "the month has a row"])
def test_a_posting_that_waited_for_a_closing_goes_to_the_next_open_month(books: Engine, has_row: bool) -> None:
    """What was done in a month that closes meanwhile is counted in the next one; the closed one keeps its hash."""
    if has_row:
        posted_before(books, "2026-10-05")
    case = worked_on(books, "2026-10-10")
    at("2026-11-15")
    with (
        Held(books, lambda engine: close(engine, "2026-10"), before=COMMIT) as closing,
        Held(books, ends(case)) as posting,
    ):
        posting.wait_until_it_waits()
        assert closing.finish().entry_count == int(has_row)
        assert posting.finish().state is State.COMPLETED
    assert months(books)[-1] == "2026-11"
    assert wrong(books) == []


def test_a_posting_that_waited_for_a_closing_that_failed_stays_in_its_month(books: Engine) -> None:
    """A closing that is rolled back leaves the month open for whoever waited."""
    case = worked_on(books, "2026-10-10")
    at("2026-11-15")
    with (
        Held(books, lambda engine: close(engine, "2026-10"), before=COMMIT) as closing,
        Held(books, ends(case)) as posting,
    ):
        posting.wait_until_it_waits()
        closing.let_go(spoilt=Cut())
        assert posting.finish().state is State.COMPLETED
    assert months(books) == ["2026-10"]


def test_a_posting_into_two_months_and_a_closing_never_wait_for_each_other(books: Engine) -> None:
    """A case whose second entry needs a new month gets it although a closing waits for its first: no deadlock."""
    posted_before(books, "2026-09-05")
    case = worked_on(books, "2026-09-10", "2026-10-10")
    at("2026-11-15")
    with (
        Held(books, ends(case), before="INSERT INTO PERIODS") as posting,
        Held(books, lambda engine: close(engine, "2026-09")) as closing,
    ):
        closing.wait_until_it_waits()
        assert posting.finish().state is State.COMPLETED
        assert closing.finish().entry_count == 2
    assert months(books) == ["2026-09", "2026-09", "2026-10"]
    assert wrong(books) == []


def measure(engine: Engine, day: str) -> int:
    """A new baseline for `read`, twice the old one, from a day on."""
    with engine.begin() as connection:
        measured = Measurement("P-042", "read", 120, Method.STOPWATCH, "MÅL", date.fromisoformat(day), 30)
        return add_baseline(connection, measured)


def test_a_new_baseline_waits_for_a_posting_of_its_day_and_is_then_refused(books: Engine) -> None:
    """Entries never come to rest on days that another version covers already: that needs a repost."""
    case = worked_on(books, "2026-10-10")
    with (
        Held(books, ends(case), before="INSERT INTO LEDGER_ENTRIES") as posting,
        Held(books, lambda engine: measure(engine, "2026-10-10")) as measuring,
    ):
        measuring.wait_until_it_waits()
        posting.finish()
        with pytest.raises(Refused, match="entries already rest on days from 2026-10-10"):
            measuring.finish()
    assert [entry.seconds for entry in entries(books)] == [60]


def test_a_posting_that_waited_for_a_new_baseline_of_its_day_uses_it(books: Engine) -> None:
    """The other way round: whichever comes second sees the first."""
    case = worked_on(books, "2026-10-10")
    with (
        Held(books, lambda engine: measure(engine, "2026-10-10"), before=COMMIT) as measuring,
        Held(books, ends(case)) as posting,
    ):
        posting.wait_until_it_waits()
        measuring.finish()
        assert posting.finish().state is State.COMPLETED
    assert [entry.seconds for entry in entries(books)] == [120]
