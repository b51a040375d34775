"""A person says once what they found; what it took to put right is in the ledger, and so in net."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import Engine, func, select

from gevinst.codes import Code
from gevinst.errors import BusinessError, Refused
from gevinst.items.answers import answer
from gevinst.items.case import Case
from gevinst.items.choices import Choice
from gevinst.ledger.closing import close_month
from gevinst.ledger.exceptions import settle, unsettled
from gevinst.ledger.human_time import TimeBand
from gevinst.ledger.repost import repost
from gevinst.ledger.reversal import reverse
from gevinst.ledger.verify import verify
from gevinst.potentials.baselines import Measurement, Method, add_baseline
from gevinst.reports.figures import compute_figures
from gevinst.reports.parameters import seed_illustrative
from gevinst.reports.sums import Sums
from gevinst.sampling.checking import CheckRefused, WhyNot
from gevinst.sampling.words import BREACH, ErrorKind, Result
from gevinst.store.tables import questions, sample_checks
from tests.gevinst.core import entries, put, register_potential, run
from tests.gevinst.ledger.held import COMMIT, Held
from tests.gevinst.sampling.sampled import at, completed, sample_of, says, work


@pytest.fixture(autouse=True)
def all_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every case the robot completes comes into the sample."""
    monkeypatch.setenv("GEVINST_SAMPLE_ONE_IN", "1")


@pytest.fixture
def registered(database: Engine) -> Engine:
    """The potential and the rates figures need, in the middle of October."""
    at("2026-10-10")
    register_potential(database)
    with database.begin() as connection:
        seed_illustrative(connection)
    return database


def sums(engine: Engine, month: str) -> Sums:
    """What the report shows of a month."""
    with engine.connect() as connection:
        assert verify(connection) == []
        return compute_figures(connection, month).now.sums


def rework(engine: Engine) -> list[tuple[str, int, str, str, str]]:
    """What is posted of errors put right: role, seconds, how they were found, what for, and the month."""
    posted = [each for each in entries(engine) if each.activity == "rework"]
    return [(each.role, each.seconds, each.source, each.source_key, each.period) for each in posted]


def refused(act: Callable[[], object]) -> WhyNot:
    """Why it is refused."""
    with pytest.raises(CheckRefused) as why:
        act()
    return why.value.why


def test_the_time_to_put_an_error_right_is_taken_off_net(registered: Engine) -> None:
    """The middle of the band that was given, as one entry that names the item's place in the sample."""
    [number] = completed(registered, "a")
    assert sums(registered, "2026-10").net_seconds == 180
    done = says(registered, number, Result.CORRECTED, ErrorKind.WRONG_FIELD, time=TimeBand.UNDER_5)
    assert (done.seconds, done.is_estimate, done.warning) == (150, False, "")
    assert rework(registered) == [("original", 150, "band", f"sample {number}", "2026-10")]
    now = sums(registered, "2026-10")
    assert (now.gross_seconds, now.human_seconds, now.human_estimated_seconds, now.net_seconds) == (180, 150, 0, 30)


def test_where_nobody_said_how_long_it_took_the_case_frees_nothing(registered: Engine) -> None:
    """It is taken to have been done over: each activity of the robot's by its baseline, and shown as estimated."""
    [number] = completed(registered, "a")
    done = says(registered, number, Result.CORRECTED, ErrorKind.TWICE)
    assert (done.seconds, done.is_estimate) == (180, True)
    now = sums(registered, "2026-10")
    assert (now.human_seconds, now.human_estimated_seconds, now.net_seconds) == (180, 180, 0)


def test_a_case_done_over_frees_nothing_whatever_was_measured_since(registered: Engine) -> None:
    """What is taken off is what it freed by the baselines of its own day."""
    [number] = completed(registered, "a")
    at("2026-11-10")
    with registered.begin() as connection:
        later = Measurement("P-042", "register", 600, Method.STOPWATCH, "MÅL", date(2026, 11, 1), 30)
        add_baseline(connection, later)
    assert says(registered, number, Result.CORRECTED, ErrorKind.TWICE).seconds == 180


@pytest.mark.parametrize(
    ("result", "error"),
    [
        (Result.IN_ORDER, ErrorKind.NONE),
        (Result.UNDECIDED, ErrorKind.NONE),
        (Result.UNCORRECTED, ErrorKind.MISSING_FILE),
    ],
)
def test_where_nothing_was_put_right_nothing_is_posted(registered: Engine, result: Result, error: ErrorKind) -> None:
    """The finding is kept with who found it; the ledger is as it was."""
    [number] = completed(registered, "a")
    assert says(registered, number, result, error).seconds is None
    kept = sample_of(registered)[number]
    assert (kept.result, kept.error, kept.initials, kept.waits) == (result, error, "KON", False)
    assert rework(registered) == []
    assert sums(registered, "2026-10").net_seconds == 180


def test_a_second_answer_is_refused_and_the_first_stands(registered: Engine) -> None:
    """Whoever gives it; the time is posted once."""
    [number] = completed(registered, "a")
    says(registered, number, Result.CORRECTED, ErrorKind.OTHER, time=TimeBand.UNDER_5)
    for initials in ("KON", "LED"):
        assert refused(lambda who=initials: says(registered, number, initials=who)) is WhyNot.CHECKED
    assert sample_of(registered)[number].result is Result.CORRECTED
    assert len(rework(registered)) == 1


def test_of_two_who_answer_at_once_the_second_is_refused(registered: Engine) -> None:
    """The second waits until the first is saved, and is told; on neither database are there two entries."""
    [number] = completed(registered, "a")

    def put_right(initials: str) -> Callable[[Engine], object]:
        return lambda engine: says(engine, number, Result.CORRECTED, ErrorKind.OTHER, initials=initials)

    with Held(registered, put_right("EN"), before=COMMIT) as first, Held(registered, put_right("TO")) as second:
        second.wait_until_it_waits()
        first.finish()
        assert refused(second.finish) is WhyNot.CHECKED
    assert (sample_of(registered)[number].initials, len(rework(registered))) == ("EN", 1)


def test_only_what_is_drawn_can_be_checked(registered: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """A slip of the finger reaches neither another case nor one that doesn't exist."""
    monkeypatch.setenv("GEVINST_SAMPLE_ONE_IN", "1000")
    [number] = completed(registered, "a")
    assert refused(lambda: says(registered, number)) is WhyNot.NOT_DRAWN
    assert refused(lambda: says(registered, 4711)) is WhyNot.UNKNOWN


@pytest.mark.parametrize(
    ("result", "error", "time", "why"),
    [
        (Result.CORRECTED, ErrorKind.NONE, TimeBand.UNDER_5, WhyNot.KIND_MISSING),
        (Result.UNCORRECTED, ErrorKind.NONE, TimeBand.NOT_GIVEN, WhyNot.KIND_MISSING),
        (Result.IN_ORDER, ErrorKind.WRONG_CASE, TimeBand.NOT_GIVEN, WhyNot.KIND_TOO_MUCH),
        (Result.IN_ORDER, ErrorKind.NONE, TimeBand.UNDER_5, WhyNot.TIME_TOO_MUCH),
        (Result.UNCORRECTED, ErrorKind.OTHER, TimeBand.UNDER_5, WhyNot.TIME_TOO_MUCH),
    ],
)
def test_an_answer_whose_parts_do_not_fit_is_refused(
    registered: Engine, result: Result, error: ErrorKind, time: TimeBand, why: WhyNot
) -> None:
    """Nothing is guessed of what was meant; the item waits on."""
    [number] = completed(registered, "a")
    assert refused(lambda: says(registered, number, result, error, time=time)) is why
    assert sample_of(registered)[number].waits


def test_who_decided_a_part_of_a_case_does_not_check_it(registered: Engine) -> None:
    """The robot went on by their answer: a colleague looks at it."""
    number = put(registered, "a")

    def ask(_case: Case) -> None:
        raise BusinessError(Code.NO_GRANT)

    run(registered, ask)
    with registered.begin() as connection:
        answer(connection, f"{number}-1", Choice.RETRY, initials="ABC")
    run(registered, work)
    assert refused(lambda: says(registered, number, initials="abc")) is WhyNot.OWN_CASE
    says(registered, number, initials="KON")
    with registered.connect() as connection:
        asked = connection.execute(select(questions.c.number, questions.c.code).order_by(questions.c.number)).all()
    assert [tuple(each) for each in asked] == [(1, Code.NO_GRANT), (2, Code.SAMPLE_CHECK)]


def test_initials_that_are_none_leave_nothing_behind(registered: Engine) -> None:
    """A CPR number typed in their place is refused before anything is stored."""
    [number] = completed(registered, "a")
    with pytest.raises(Refused, match="never a CPR number"):
        says(registered, number, initials="070248-1239")
    with registered.connect() as connection:
        assert connection.execute(select(func.count()).select_from(sample_checks)).scalar_one() == 0


@pytest.mark.parametrize("error", [ErrorKind.WRONG_CITIZEN, ErrorKind.WRONG_LETTER])
def test_what_may_have_shown_a_case_to_a_stranger_is_said_at_once(registered: Engine, error: ErrorKind) -> None:
    """The clock of 72 hours runs, so whoever finds it is told whom to tell."""
    [number] = completed(registered, "a")
    assert says(registered, number, Result.UNCORRECTED, error).warning == BREACH


def test_an_answer_after_its_month_is_closed_counts_in_the_open_one(registered: Engine) -> None:
    """The closed month keeps its sum and its hash; what was put right in November is November's."""
    [number] = completed(registered, "a")
    at("2026-11-20")
    with registered.begin() as connection:
        closed = close_month(connection, "2026-10", initials="PRO")
    says(registered, number, Result.CORRECTED, ErrorKind.WRONG_FIELD, time=TimeBand.FROM_5_TO_15)
    assert rework(registered) == [("original", 600, "band", f"sample {number}", "2026-11")]
    assert (sums(registered, "2026-10").net_seconds, sums(registered, "2026-11").net_seconds) == (180, -600)
    assert closed.seconds == 180


def test_a_wrong_entry_is_taken_back_like_any_other(registered: Engine) -> None:
    """The finding stays, and so does the proof."""
    [number] = completed(registered, "a")
    says(registered, number, Result.CORRECTED, ErrorKind.OTHER, time=TimeBand.OVER_60)
    posted = entries(registered)[-1].id
    with registered.begin() as connection:
        reverse(connection, posted, reason="fem minutter, ikke en time", initials="PRO")
    assert [each[:2] for each in rework(registered)] == [("original", 5400), ("reversal", -5400)]
    assert sums(registered, "2026-10").net_seconds == 180


def test_without_its_potential_in_the_register_the_time_is_listed_and_posted_later(database: Engine) -> None:
    """It is neither guessed nor lost, as with any other entry."""
    [number] = completed(database, "a")
    assert says(database, number, Result.CORRECTED, ErrorKind.OTHER, time=TimeBand.UNDER_5).seconds is None
    with database.connect() as connection:
        listed = [(each.activity, each.reason) for each in unsettled(connection)]
        assert ("rework", "no potential") in listed
        assert verify(connection) == []
    register_potential(database)
    with database.begin() as connection:
        assert settle(connection) == (3, 0)
        assert verify(connection) == []
    assert [each[1] for each in rework(database)] == [150]


def test_a_new_measurement_does_not_move_what_was_found(registered: Engine) -> None:
    """A repost replaces savings; the time people used was what it was."""
    [number] = completed(registered, "a")
    says(registered, number, Result.CORRECTED, ErrorKind.OTHER)
    with registered.begin() as connection:
        measured = Measurement("P-042", "read", 90, Method.ESTIMATE, "MÅL", date(2026, 10, 1), None)
        repost(connection, measured, reason="ny måling", initials="PRO")
    assert [each[:2] for each in rework(registered)] == [("original", 180)]
    with registered.connect() as connection:
        assert verify(connection) == []
