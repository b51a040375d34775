"""Where the minutes come from: the measured and the estimated, on both sides of the sum, and no others."""

from datetime import date
from fractions import Fraction

from sqlalchemy import Engine

from gevinst.potentials.baselines import ApproverRole, Measurement, Method, add_baseline, approve
from gevinst.reports.figures import compute_figures
from gevinst.reports.minutes import Minutes
from tests.gevinst.reports.conftest import Post, item_of


def test_minutes_stand_by_how_they_were_found(ledger: Engine, post: Post) -> None:
    """Savings by their baseline's method, people's time by whether somebody gave it; provisional and older time is outside."""
    with ledger.begin() as connection:
        number = add_baseline(connection, Measurement("P-042", "check", 30, Method.ESTIMATE, "MÅL", date(2023, 1, 1)))
        approve(connection, number, role=ApproverRole.UNIT_LEADER, approved_by="LED")
        approve(connection, number, role=ApproverRole.PROJECT_OFFICE, approved_by="PRO")
    first = post(date(2026, 11, 3), 900)
    item = item_of(ledger, first)
    post(date(2026, 11, 3), 100, activity="check", item_id=item, baseline_id=number)
    post(date(2026, 11, 3), 7777, activity="file", item_id=item)
    post(date(2025, 11, 3), 5555)
    for seconds, source, activity in ((300, "band", "handover"), (60, "estimate", "handover"), (40, "band", "rework")):
        other = item_of(ledger, post(date(2026, 11, 4), 0))
        post(
            date(2026, 11, 4),
            seconds,
            kind="human time",
            item_id=other,
            activity=activity,
            baseline_id=None,
            source=source,
        )
    with ledger.connect() as connection:
        figures = compute_figures(connection, "2026-11")
    found = figures.minutes
    assert found == Minutes(900, 0, 100, band_seconds=340, estimated_seconds=60, rework_seconds=40)
    assert found.estimated_human_share == Fraction(3, 20)
    rolling = figures.now.rolling
    assert (found.gross_seconds, found.human_seconds, found.estimated_seconds) == (
        rolling.gross_seconds,
        rolling.human_seconds,
        rolling.human_estimated_seconds,
    )
    assert Minutes().estimated_human_share == 0
