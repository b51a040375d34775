"""What each potential cost and gave, and when it had paid itself back."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from sqlalchemy import Engine

from gevinst.ledger.reversal import reverse
from gevinst.reports.costs import Spent, all_together, paid_back
from gevinst.reports.figures import compute_figures
from gevinst.reports.parameters import Name, Parameter, set_parameter
from tests.gevinst.reports.conftest import Post

HOUR = 3600


def cost(post: Post, day: date, seconds: int, ore: int, kind: str, key: str) -> int:
    """One cost of P-042."""
    return post(
        day, seconds, kind="cost", activity=kind, source="cost", source_key=key, amount_ore=ore, baseline_id=None
    )


def test_costs_stand_by_what_for_and_are_paid_back_in_a_month(ledger: Engine, post: Post) -> None:
    """Hours by the wage rate of their day and money as spent; net is the ledger's own, and so is the month it turned."""
    with ledger.begin() as connection:
        set_parameter(connection, Parameter(Name.WAGE_DKK_PER_HOUR, date(2026, 10, 1), Decimal(500), "ny sats"))
    cost(post, date(2026, 8, 3), 10 * HOUR, 0, "development", "1")
    cost(post, date(2026, 9, 3), 0, 100_000, "licence", "2")
    cost(post, date(2026, 10, 3), HOUR, 50, "operation", "3")
    cost(post, date(2026, 10, 3), HOUR, 0, "møbler", "4")
    post(date(2026, 9, 5), 5 * HOUR)
    post(date(2026, 11, 5), 20 * HOUR)
    post(date(2026, 11, 5), HOUR, potential_id="P-101")
    with ledger.connect() as connection:
        figures = compute_figures(connection, "2026-11")
        (line,) = figures.pay_backs
        (before,) = compute_figures(connection, "2026-10").pay_backs
    assert (line.development, line.licence) == (Spent(10 * HOUR, 0), Spent(0, 100_000))
    assert (line.operation, line.other) == (Spent(HOUR, 50), Spent(HOUR, 0))
    assert line.cost_dkk == 10 * 400 + 1000 + 500 + Fraction(50, 100) + 500
    assert line.benefit_dkk == 5 * 400 + 20 * 500
    assert line.net_dkk == sum(sums.net_dkk for (potential, *_), sums in figures.cells.items() if potential == "P-042")
    assert (line.month, before.month) == ("2026-11", "")
    assert (line.seconds, line.ore) == (12 * HOUR, 100_050)


def test_a_cost_taken_back_is_none(ledger: Engine, post: Post) -> None:
    """A potential whose only cost was reversed isn't listed."""
    number = cost(post, date(2026, 8, 3), 10 * HOUR, 500, "development", "1")
    with ledger.begin() as connection:
        reverse(connection, number, reason="forkert", initials="PRO")
        assert compute_figures(connection, "2026-11").pay_backs == ()


def test_a_cost_taken_back_began_nothing(ledger: Engine, post: Post) -> None:
    """What was there before the first cost that stands wasn't paid back by it."""
    number = cost(post, date(2026, 8, 3), HOUR, 0, "development", "1")
    post(date(2026, 8, 5), 20 * HOUR)
    cost(post, date(2026, 11, 3), HOUR, 0, "operation", "2")
    with ledger.begin() as connection:
        reverse(connection, number, reason="forkert", initials="PRO")
        (line,) = compute_figures(connection, "2026-11").pay_backs
    assert line.month == "2026-11"


def test_paid_back_means_that_it_stayed_so() -> None:
    """From the month the accumulated net is 0 or above for good, and never before the first cost."""
    nets = {"2026-01": Fraction(10), "2026-02": Fraction(-30), "2026-03": Fraction(20), "2026-04": Fraction(-1)}
    assert paid_back(nets, "2026-02") == ""
    assert paid_back(nets | {"2026-05": Fraction(1)}, "2026-02") == "2026-05"
    assert paid_back({"2026-01": Fraction(10), "2026-03": Fraction(-10)}, "2026-03") == "2026-03"


def test_the_total_has_no_month_of_its_own() -> None:
    """One potential doesn't pay for another; of nothing there is nothing."""
    assert (all_together(()).net_dkk, all_together(()).month) == (0, "")
