"""The way to the target's last day: what runs now, and the pipeline phase by phase, nothing invented."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from sqlalchemy import Engine

from gevinst.potentials.potential import Phase, Potential
from gevinst.reports.figures import compute_figures
from gevinst.reports.forecast import forecast_of
from gevinst.reports.lines import total
from tests.gevinst.reports.conftest import Post

GOAL = (date(2027, 1, 1), Fraction(40))
HOURS = Fraction(1924)


def potential(number: int, phase: Phase, *, volume: int | None = 1924) -> Potential:
    """One whose expected time is an hour a case, so half an årsværk at a volume of 1,924 and a share of 50 %."""
    return Potential(
        f"P-{number}", "t", "u", "o", "a", "robot", volume, Decimal(50), 3600, phases=((date(2026, 1, 1), phase),)
    )


def test_each_phase_adds_what_it_is_expected_to() -> None:
    """What logs is in the run rate and nowhere else, what is closed or rejected is nowhere, what has no estimate is counted."""
    phases = (Phase.BUILDING, Phase.BUILDING, Phase.IDEA, Phase.IN_OPERATION, Phase.CLOSED, Phase.REJECTED)
    register = [
        *(potential(number, phase) for number, phase in enumerate(phases)),
        potential(9, Phase.IDEA, volume=None),
    ]
    register.append(potential(10, Phase.IN_OPERATION))
    found = forecast_of(Fraction(3), register, {"P-3"}, HOURS, GOAL)
    assert [(each.phase, each.count, each.estimated, each.fte) for each in found.stages] == [
        (Phase.IN_OPERATION, 1, 1, Fraction(1, 2)),
        (Phase.BUILDING, 2, 2, Fraction(1)),
        (Phase.APPROVED, 0, 0, Fraction(0)),
        (Phase.ANALYSED, 0, 0, Fraction(0)),
        (Phase.IDEA, 2, 1, Fraction(1, 2)),
    ]
    assert (found.highest_fte, found.missing_fte) == (Fraction(5), Fraction(35))


def test_a_register_that_holds_enough_lacks_nothing() -> None:
    """Never less than nothing is missing."""
    assert forecast_of(Fraction(41), [], set(), HOURS, GOAL).missing_fte == 0


def test_whichever_way_it_is_put_together_the_total_is_the_same(ledger: Engine, post: Post) -> None:
    """By potential, unit, kind and digital agent, for the month, the twelve months and everything."""
    post(date(2025, 3, 3), 3600)
    post(date(2026, 11, 3), 1800, potential_id="P-101")
    post(date(2026, 10, 3), 60)
    post(date(2026, 11, 5), 60, kind="cost", source="cost", source_key="1", amount_ore=12_345, baseline_id=None)
    with ledger.connect() as connection:
        figures = compute_figures(connection, "2026-11")
    for lines in (figures.potentials, figures.units, figures.kinds, figures.agents):
        assert total(each.month for each in lines) == figures.now.sums
        assert total(each.rolling for each in lines) == figures.now.rolling
        assert total(each.year_to_date for each in lines) == figures.now.year_to_date
