"""A closed month is added up once, when it closes; no figure is another one for it, whatever is posted afterwards."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import Engine

from gevinst.ledger import closing
from gevinst.ledger.closed_sums import written_through
from gevinst.ledger.closing import close_month
from gevinst.ledger.reversal import reverse
from gevinst.reports import queries
from gevinst.reports.figures import Figures, compute_figures
from gevinst.reports.parameters import Name, Parameter, set_parameter
from tests.gevinst.reports.conftest import Post, item_of
from tests.gevinst.web.office import set_clock

MONTHS = ("2026-08", "2026-09", "2026-10", "2026-11")
TODAY = date(2026, 12, 5)


@pytest.fixture
def year(ledger: Engine, post: Post) -> Engine:
    """Every kind of entry from August to November, with a wage from September and other hours from October."""
    set_clock(TODAY)
    with ledger.begin() as connection:
        set_parameter(connection, Parameter(Name.WAGE_DKK_PER_HOUR, date(2026, 9, 1), Decimal(440), "aftale"))
        set_parameter(connection, Parameter(Name.HOURS_PER_FTE, date(2026, 10, 1), Decimal(1700), "netto"))
    for month in (8, 9, 10, 11):
        first = post(date(2026, month, 3), 90)
        item = item_of(ledger, first)
        post(date(2026, month, 3), 60, item_id=item, activity="file")
        for seconds, source, activity in (
            (300, "band", "handover"),
            (70, "estimate", "handover"),
            (40, "band", "rework"),
        ):
            handed_over = item_of(ledger, post(date(2026, month, 4), 30))
            values = {"kind": "human time", "source": source, "activity": activity, "baseline_id": None}
            post(date(2026, month, 4), seconds, item_id=handed_over, **values)
        key = f"{month}"
        post(date(2026, month, 5), 900, potential_id="P-101", source="by hand", source_key=key, units=10, item_id=None)
        for activity in ("development", "licence"):
            values = {"kind": "cost", "amount_ore": 5000, "baseline_id": None, "activity": activity, "item_id": None}
            post(date(2026, month, 6), 120, source="cost", source_key=f"{activity}{month}", **values)
    post(date(2026, 8, 20), 90, period="2026-10")
    post(date(2026, 9, 20), 90, period="2026-10", potential_id="P-101")
    post(date(2026, 10, 7), 60, item_id=item_of(ledger, 1), activity="another", baseline_id=2)
    return ledger


def figures(engine: Engine, month: str) -> Figures:
    """A month's report, whenever it is made."""
    with engine.connect() as connection:
        return replace(compute_figures(connection, month), made_at=0)


def added_up(engine: Engine, month: str, monkeypatch: pytest.MonkeyPatch) -> Figures:
    """The same from the entries alone."""
    with monkeypatch.context() as patched:
        patched.setattr(queries, "written_through", lambda _connection: "")
        return figures(engine, month)


def written(engine: Engine) -> str:
    """The last month that was added up."""
    with engine.connect() as connection:
        return written_through(connection)


def close(engine: Engine, month: str) -> None:
    """As the project office does."""
    with engine.begin() as connection:
        close_month(connection, month, initials="PRO")


def test_no_closing_moves_a_figure(year: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Month by month, every report is the one that all entries give: seconds, kroner, cases, costs, measured and estimated."""
    before = {month: figures(year, month) for month in MONTHS}
    assert before["2026-10"].now.sums.cases == 17
    for closed in MONTHS[:3]:
        close(year, closed)
        assert written(year) == closed
        for month in MONTHS:
            found = figures(year, month)
            assert found == added_up(year, month, monkeypatch)
            assert (found.cells, found.pay_backs, found.minutes) == (
                before[month].cells,
                before[month].pay_backs,
                before[month].minutes,
            )


def test_what_comes_after_the_closing_counts_in_full(year: Engine, post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    """A case of a closed month that gets one more activity counts in the later month; a reversal counts in its own."""
    close(year, "2026-08")
    close(year, "2026-09")
    case = item_of(year, 12)  # September's case
    before = figures(year, "2026-11")
    post(date(2026, 9, 9), 60, item_id=case, activity="another", baseline_id=2, period="2026-11")
    with year.begin() as connection:
        reverse(connection, 9, reason="forkert", initials="PRO")  # August's ten, by hand
    after = figures(year, "2026-11")
    assert after == added_up(year, "2026-11", monkeypatch)
    september, november = ("P-042", "Pension og Ydelser", "2026-09"), ("P-042", "Pension og Ydelser", "2026-11")
    assert after.cells[september].cases == before.cells[september].cases - 1
    assert after.cells[november].cases == before.cells[november].cases + 1
    for month in ("2026-10", "2026-11"):
        close(year, month)
        for each in MONTHS:
            assert figures(year, each) == added_up(year, each, monkeypatch)
    assert figures(year, "2026-11").cells == after.cells


def test_months_that_closed_before_sums_were_kept_are_added_up_with_the_next(
    year: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After an upgrade the figures are right from the first moment, and quick from the next closing on."""
    with monkeypatch.context() as earlier:
        earlier.setattr(closing, "write_sums", lambda _connection, _through: None)
        close(year, "2026-08")
        close(year, "2026-09")
    before = figures(year, "2026-11")
    assert written(year) == ""
    close(year, "2026-10")
    assert written(year) == "2026-10"
    assert figures(year, "2026-11").cells == before.cells
    assert figures(year, "2026-11") == added_up(year, "2026-11", monkeypatch)
