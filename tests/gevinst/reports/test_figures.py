"""The figures: exact in seconds, never mixed, converted by the rates of the day, and the same on both databases."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from sqlalchemy import Engine, insert, text, update

from gevinst.errors import ConfigurationError, Refused
from gevinst.ledger.harvests import Harvest, Permanence, record
from gevinst.ledger.reversal import reverse
from gevinst.potentials.baselines import ApproverRole, approve
from gevinst.potentials.potential import Phase, Potential
from gevinst.potentials.register import put_potential
from gevinst.reports.figures import Figures, compute_figures
from gevinst.reports.parameters import Name, Parameter, load_parameters, seed_illustrative, set_parameter
from gevinst.reports.programme import target_on
from gevinst.reports.sums import Sums
from gevinst.store.tables import parameters, periods
from tests.gevinst.core import OFFICE
from tests.gevinst.reports.conftest import Post, item_of


def figures(engine: Engine, month: str = "2026-11") -> Figures:
    """The figures up to a month."""
    with engine.connect() as connection:
        return compute_figures(connection, month)


def cell(engine: Engine, month: str = "2026-11", potential: str = "P-042") -> Sums:
    """One potential's month."""
    unit = {"P-042": "Pension og Ydelser", "P-101": "Borgerservice"}[potential]
    return figures(engine, month).cells[potential, unit, month]


def test_net_is_gross_less_the_time_of_people_and_costs(ledger: Engine, post: Post) -> None:
    """An hour's savings less a handed-over case and development; provisional and robot time stay outside."""
    first = post(date(2026, 11, 3), 3600, robot_ms=5000)
    item = item_of(ledger, first)
    post(date(2026, 11, 3), 600, activity="file", item_id=item)
    post(date(2026, 11, 3), 150, kind="human time", item_id=item, baseline_id=None, activity="handover", source="band")
    other = item_of(ledger, post(date(2026, 11, 4), 100))
    post(date(2026, 11, 4), 90, kind="human time", item_id=other, baseline_id=None, source="estimate")
    post(date(2026, 11, 5), 60, kind="cost", source="development", source_key="1", amount_ore=12_345, baseline_id=None)
    sums = cell(ledger)
    assert (sums.gross_seconds, sums.provisional_seconds) == (3700, 600)
    assert (sums.human_seconds, sums.human_estimated_seconds, sums.cost_seconds) == (240, 90, 60)
    assert sums.net_seconds == 3400
    assert sums.cases == 2
    assert sums.net_fte == Fraction(3400, 3600 * 1924)
    assert sums.net_dkk == Fraction(3400 * 400, 3600) - Fraction(12_345, 100)


def test_an_approval_moves_time_from_provisional_to_gross(ledger: Engine, post: Post) -> None:
    """Two people's approval is what makes it count, also for entries that were there before."""
    post(date(2026, 11, 3), 600, activity="file")
    assert (cell(ledger).gross_seconds, cell(ledger).provisional_seconds) == (0, 600)
    with ledger.begin() as connection:
        approve(connection, 2, role=ApproverRole.PROJECT_OFFICE, approved_by="PRO")
    assert (cell(ledger).gross_seconds, cell(ledger).provisional_seconds) == (600, 0)


def test_a_reversal_takes_back_time_and_case(ledger: Engine, post: Post) -> None:
    """The case goes only when all its savings are taken back."""
    first = post(date(2026, 11, 3), 90)
    second = post(date(2026, 11, 3), 60, activity="file", item_id=item_of(ledger, first))
    for entry, cases, seconds in ((first, 1, 60), (second, 0, 0)):
        with ledger.begin() as connection:
            reverse(connection, entry, reason="forkert", initials="PRO")
        sums = cell(ledger)
        assert (sums.cases, sums.gross_seconds + sums.provisional_seconds) == (cases, seconds)


def test_a_case_over_two_months_is_one_case(ledger: Engine, post: Post) -> None:
    """It counts in the month of its last saving; its seconds stay where they were posted."""
    first = post(date(2026, 10, 31), 90)
    post(date(2026, 11, 1), 60, activity="file", item_id=item_of(ledger, first))
    assert (cell(ledger, "2026-11").cases, figures(ledger).months[-2].sums.cases) == (1, 0)
    assert figures(ledger).months[-2].sums.gross_seconds == 90


def test_an_imported_entry_counts_its_units(ledger: Engine, post: Post) -> None:
    """Most potentials are no robots: their savings come in with a source instead of an item."""
    post(date(2026, 11, 3), 900, source="manual", source_key="7", units=10, potential_id="P-101")
    assert cell(ledger, potential="P-101").cases == 10


def test_a_month_is_the_ledgers_and_a_rate_is_the_days(ledger: Engine, post: Post) -> None:
    """An entry posted late stands in the open month and keeps the wage of the day it occurred."""
    with ledger.begin() as connection:
        set_parameter(connection, Parameter(Name.WAGE_DKK_PER_HOUR, date(2026, 11, 1), Decimal(500), "ny sats"))
    post(date(2026, 10, 31), 3600, period="2026-11")
    post(date(2026, 11, 1), 3600)
    assert cell(ledger).net_dkk == 400 + 500


def test_the_year_rolls_and_a_quarter_is_annualised(ledger: Engine, post: Post) -> None:
    """Twelve months up to and with the month; three months times four."""
    hour = 3600 * 1924
    post(date(2025, 11, 15), hour)
    post(date(2025, 12, 15), hour)
    post(date(2026, 10, 15), hour)
    now = figures(ledger).now
    assert now.rolling.net_fte == 2
    assert now.annualised_fte == 4


def test_the_year_to_date_begins_in_january(ledger: Engine, post: Post) -> None:
    """The calendar year of the month reported on, of the whole and of each line."""
    post(date(2025, 12, 31), 60)
    post(date(2026, 1, 1), 90)
    post(date(2026, 10, 31), 30)
    for month, seconds in (("2025-12", 60), ("2026-01", 90), ("2026-11", 120)):
        found = figures(ledger, month)
        assert found.now.year_to_date.gross_seconds == seconds
        assert [line.year_to_date.gross_seconds for line in found.potentials] == [seconds]


def test_the_curves_beside_logged_time_go_by_their_own_days(ledger: Engine) -> None:
    """Expected is of what was in operation at the month's end, harvested what lasts from its day on; neither is logged."""
    phases = ((date(2026, 3, 15), Phase.IN_OPERATION), (date(2026, 10, 1), Phase.CLOSED))
    with ledger.begin() as connection:
        estimate = {"volume_per_year": 1924, "expected_share_percent": Decimal(50), "expected_seconds_per_case": 7200}
        put_potential(connection, Potential("P-7", "t", "u", "l", "a", "ai", **estimate, phases=phases), OFFICE)
        for key, day, permanence in (("1", date(2026, 5, 31), "lasting"), ("2", date(2026, 5, 1), "one-off")):
            record(connection, Harvest(key, "P-7", day, Permanence(permanence), 150, 0, "konto", "PRO"))
    months = {each.month: each for each in figures(ledger, "2026-12").months}
    of_the_others = months["2026-02"].expected_fte
    assert of_the_others == Fraction(2 * 1000 * 8 * 360, 10 * 3600 * 1924)
    added = [months[month].expected_fte - of_the_others for month in ("2026-03", "2026-09", "2026-10")]
    assert added == [Fraction(1), Fraction(1), Fraction(0)]
    assert [months[month].harvested_fte for month in ("2026-04", "2026-05", "2026-12")] == [
        0,
        Fraction(3, 2),
        Fraction(3, 2),
    ]


def test_the_target_is_a_straight_line(ledger: Engine) -> None:
    """From the programme's start to the end of 2026, and flat outside."""
    points = ((date(2023, 1, 1), Fraction(0)), (date(2026, 12, 31), Fraction(40)))
    assert target_on(points, date(2022, 1, 1)) == 0
    assert target_on(points, date(2026, 12, 31)) == target_on(points, date(2030, 1, 1)) == 40
    assert target_on(points, date(2025, 1, 1)) == Fraction(40 * 731, 1460)
    months = figures(ledger, "2026-12").months
    assert months[0].month == "2023-01"
    assert months[-1].target_fte == 40


def test_expected_time_is_a_figure_of_its_own(ledger: Engine, post: Post) -> None:
    """Volume × share × time per case, of the whole register, whether or not anything was posted."""
    post(date(2026, 11, 3), 90)
    assert figures(ledger).expected_seconds == 2 * 1000 * 0.8 * 360
    assert [line.expected_seconds for line in figures(ledger).potentials] == [288_000]


def test_units_add_up_to_the_whole(ledger: Engine, post: Post) -> None:
    """Cells, potentials, units and months are the same seconds cut in different ways."""
    for number in range(1, 9):
        potential = "P-042" if number % 2 else "P-101"
        post(date(2026, number, 9), number * 11, potential_id=potential)
    found = figures(ledger)
    whole = sum(sums.net_seconds for sums in found.cells.values())
    assert whole == sum(range(1, 9)) * 11
    assert sum(line.rolling.net_seconds for line in found.potentials) == whole
    assert sum(line.rolling.net_seconds for line in found.units) == whole
    assert sum(month.sums.net_seconds for month in found.months) == whole
    assert found.now.rolling.net_fte == sum(sums.net_fte for sums in found.cells.values())


def test_an_earlier_month_is_reported_as_it_stands(ledger: Engine, post: Post) -> None:
    """Later months are not in it; a month before the start, or no month at all, is refused."""
    post(date(2026, 10, 3), 60)
    post(date(2026, 11, 3), 90)
    assert figures(ledger, "2026-10").now.rolling.gross_seconds == 60
    for month in ("2022-12", "november", "2026-13"):
        with pytest.raises(Refused):
            figures(ledger, month)


def test_an_empty_ledger_gives_zeros_and_no_error(ledger: Engine) -> None:
    """The first report is made before the first case."""
    found = figures(ledger, "")
    assert found.now.rolling == Sums()
    assert found.potentials == ()
    assert found.illustrative


def test_parameters_are_seeded_once_and_guarded(ledger: Engine) -> None:
    """Illustrative values only where nothing is set; closed months, crooked days and nonsense are refused."""
    with ledger.begin() as connection:
        assert not seed_illustrative(connection)
        wage = next(each for each in load_parameters(connection) if each.name is Name.WAGE_DKK_PER_HOUR)
        assert not set_parameter(connection, wage)
        connection.execute(insert(periods).values(period="2026-06", closed_at=1, hash="h", entry_count=0, seconds=0))
    for day, value in ((date(2026, 6, 1), 1), (date(2026, 7, 15), 1), (date(2026, 7, 1), 0), (date(2026, 7, 1), -1)):
        with pytest.raises(Refused), ledger.begin() as connection:
            set_parameter(connection, Parameter(Name.WAGE_DKK_PER_HOUR, day, Decimal(value), "x"))
    with ledger.begin() as connection:
        assert set_parameter(connection, Parameter(Name.WAGE_DKK_PER_HOUR, date(2026, 7, 1), Decimal(1), "x"))


def test_a_missing_parameter_is_one_sentence(ledger: Engine) -> None:
    """No figure is shown without a basis."""
    with ledger.begin() as connection:
        connection.execute(parameters.delete().where(parameters.c.name == Name.HOURS_PER_FTE))
    with pytest.raises(ConfigurationError, match="hours_per_fte"):
        figures(ledger)


def test_figures_read_only(ledger: Engine, post: Post) -> None:
    """A report writes nothing: it can be made in a transaction that the database itself keeps from writing."""
    from gevinst.store.engine import reading

    post(date(2026, 11, 3), 60)
    with reading(ledger) as connection:
        assert compute_figures(connection, "2026-11").now.rolling.gross_seconds == 60
        with pytest.raises(Exception, match="read"):
            connection.execute(text("INSERT INTO periods (period) VALUES ('2030-01')"))


def test_a_month_before_the_last_closed_one_is_closed(ledger: Engine, post: Post) -> None:
    """Though it has no row, and so no hash: nothing can be posted in it any more."""
    post(date(2026, 10, 5), 90)
    with ledger.begin() as connection:
        connection.execute(update(periods).where(periods.c.period == "2026-10").values(closed_at=1, hash="h"))
        months = {each.month: (each.is_closed, each.hash) for each in compute_figures(connection, "2026-11").months}
    assert (months["2026-09"], months["2026-10"], months["2026-11"]) == ((True, ""), (True, "h"), (False, ""))


def test_a_potential_that_changed_its_unit_is_expected_once(ledger: Engine, post: Post) -> None:
    """In the unit it is in now; what the other one freed stays there."""
    post(date(2026, 11, 5), 90)
    post(date(2026, 11, 6), 90, unit="Borgerservice")
    with ledger.connect() as connection:
        lines = {line.unit: line.expected_seconds for line in compute_figures(connection, "2026-11").potentials}
    assert lines == {"Pension og Ydelser": 1000 * 80 // 100 * 360, "Borgerservice": 0}


@pytest.mark.parametrize("month", ["2026-1", "2026-13", "november", "2026-11-01"])
def test_what_is_no_month_is_refused(ledger: Engine, month: str) -> None:
    """By its name, in one sentence."""
    with ledger.connect() as connection, pytest.raises(Refused, match=month):
        compute_figures(connection, month)
