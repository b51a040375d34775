"""What the sample says of a period, and that it says nothing where it is too small."""

from fractions import Fraction

import pytest
from sqlalchemy import Engine

from gevinst.items.loop import Run
from gevinst.items.queues import Queue
from gevinst.ledger.human_time import TimeBand
from gevinst.ledger.reversal import reverse
from gevinst.reports.figures import compute_figures
from gevinst.reports.parameters import seed_illustrative
from gevinst.sampling.drawing import lot, settle_months
from gevinst.sampling.figures import FEWEST, SampleFigures, SampleLine, add_up, sample_figures
from gevinst.sampling.interval import wilson
from gevinst.sampling.words import ErrorKind, Result
from tests.gevinst.core import entries, register_potential, run
from tests.gevinst.sampling.sampled import at, completed, put_many, sample_of, says

NOBODYS = Queue("uden potentiale", None)


def figures(engine: Engine, first: str, last: str = "") -> SampleFigures:
    """What the report is given."""
    with engine.connect() as connection:
        return sample_figures(connection, first, last or first)


def test_a_period_counts_what_was_completed_in_it_whenever_it_was_checked(
    database: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Drawn, checked, waiting, in order, errors by kind and their time; by queue and potential, and all together."""
    monkeypatch.setenv("GEVINST_SAMPLE_ONE_IN", "1")
    register_potential(database)
    at("2026-10-31")
    first, second, third, fourth, fifth = completed(database, *"abcde")
    at("2026-11-01")
    completed(database, "november")
    says(database, first)
    says(database, second, Result.CORRECTED, ErrorKind.WRONG_FIELD, time=TimeBand.UNDER_5)
    says(database, third, Result.CORRECTED, ErrorKind.MISSING_FILE)
    says(database, fourth, Result.UNDECIDED)
    october = figures(database, "2026-10")
    assert october.lines == (
        SampleLine(
            queue="helbredstillaeg",
            potential_id="P-042",
            completed=5,
            drawn=5,
            by_lot=5,
            results={Result.IN_ORDER: 1, Result.CORRECTED: 2, Result.UNDECIDED: 1},
            errors={ErrorKind.WRONG_FIELD: 1, ErrorKind.MISSING_FILE: 1},
            lots_decided=3,
            lots_wrong=2,
            rework_seconds=330,
            rework_estimated_seconds=180,
            lots_rework_seconds=330,
        ),
    )
    line = october.lines[0]
    assert (line.checked, line.waiting, line.wrong, october.total.drawn) == (4, 1, 2, 5)
    assert sample_of(database)[fifth].waits
    assert figures(database, "2026-11").lines[0].drawn == 1
    assert figures(database, "2026-10", "2026-11").lines[0].completed == 6
    assert figures(database, "2026-09").lines == ()


def test_the_posted_part_of_net_is_by_the_ledgers_months(database: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """An error of October put right in November lessens November's net; a reversal gives it back in its own month."""
    monkeypatch.setenv("GEVINST_SAMPLE_ONE_IN", "1")
    register_potential(database)
    with database.begin() as connection:
        seed_illustrative(connection)
    at("2026-10-10")
    one, other = completed(database, "a", "b")
    at("2026-11-10")
    says(database, one, Result.CORRECTED, ErrorKind.OTHER, time=TimeBand.UNDER_5)
    says(database, other, Result.CORRECTED, ErrorKind.OTHER, time=TimeBand.FROM_5_TO_15)
    assert (figures(database, "2026-10").posted_seconds, figures(database, "2026-11").posted_seconds) == (
        {},
        {"P-042": 750},
    )
    with database.connect() as connection:
        assert compute_figures(connection, "2026-11").now.sums.human_seconds == 750
    posted = entries(database)[-1].id
    with database.begin() as connection:
        reverse(connection, posted, reason="forkert interval", initials="PRO")
    assert figures(database, "2026-11").posted_seconds == {"P-042": 150}
    assert figures(database, "2026-10").lines[0].rework_seconds == 150


def test_a_queue_without_a_potential_is_sampled_and_posts_nothing(
    database: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its quality is looked at like any other's; it has no minutes to lose."""
    monkeypatch.setenv("GEVINST_SAMPLE_ONE_IN", "1")
    at("2026-10-10")
    numbers = put_many(database, 2, NOBODYS)
    for case in Run(database, NOBODYS, flow_run="run-1"):
        with case:
            pass
    says(database, numbers[0], Result.CORRECTED, ErrorKind.WRONG_CASE, time=TimeBand.OVER_60)
    line = figures(database, "2026-10").lines[0]
    assert (line.potential_id, line.drawn, line.wrong, line.rework_seconds) == (None, 2, 1, 0)
    assert entries(database) == []


def test_a_quiet_queues_one_a_month_is_counted_and_left_out_of_the_share(
    database: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its chance was better than one in so many, so no share may rest on it; an error in it is found all the same."""
    monkeypatch.setenv("GEVINST_SAMPLE_ONE_IN", "1000")
    at("2026-10-10")
    numbers = put_many(database, 3)
    run(database, lambda _case: None)
    at("2026-11-02")
    with database.begin() as connection:
        settle_months(connection)
    says(database, min(numbers, key=lot), Result.UNCORRECTED, ErrorKind.TWICE)
    line = figures(database, "2026-10").lines[0]
    assert (line.drawn, line.by_lot, line.wrong) == (1, 0, 1)
    assert (line.lots_decided, line.lots_wrong, line.share) == (0, 0, None)


def test_a_small_sample_says_nothing_and_a_large_one_says_how_sure_it_is() -> None:
    """Below thirty checks there is neither a share nor an estimate; from then on each has its interval or its name."""
    small = SampleLine(completed=1000, lots_decided=FEWEST - 1, lots_wrong=3, lots_rework_seconds=600)
    assert (small.share, small.interval, small.estimated_wrong, small.estimated_rework_seconds) == (None,) * 4
    enough = SampleLine(completed=2000, lots_decided=40, lots_wrong=2, lots_rework_seconds=600)
    assert (enough.share, enough.estimated_wrong) == (Fraction(1, 20), 100)
    assert enough.interval == wilson(2, 40)
    assert enough.estimated_rework_seconds == 30_000


def test_lines_add_up() -> None:
    """All queues together are the sum of each."""
    one = SampleLine("a", "P-1", 10, 2, 2, {Result.IN_ORDER: 2}, 0, {}, 2, 0, 0, 0, 0)
    two = SampleLine("b", "P-2", 5, 3, 1, {Result.CORRECTED: 1}, 1, {ErrorKind.OTHER: 1}, 1, 1, 60, 60, 60)
    total = add_up([one, two])
    assert (total.completed, total.drawn, total.by_lot, total.checked, total.lapsed, total.waiting) == (
        15,
        5,
        3,
        3,
        1,
        1,
    )
    assert (total.wrong, total.lots_decided, total.lots_wrong, total.rework_seconds) == (1, 3, 1, 60)
    assert (total.results, total.errors) == ({Result.IN_ORDER: 2, Result.CORRECTED: 1}, {ErrorKind.OTHER: 1})
