"""What holds of the figures whatever was posted: every way of adding gives the same, and no correction leaves a trace in sums."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine, insert

from gevinst.ledger.closing import close_month
from gevinst.ledger.reversal import reverse
from gevinst.potentials.potential import Phase, Potential
from gevinst.reports.costs import all_together
from gevinst.reports.figures import Figures, compute_figures
from gevinst.reports.lines import Cells, by_agent, by_kind, by_potential, by_unit, total, year_to_date
from gevinst.reports.parameters import Name, Parameter, set_parameter
from gevinst.reports.sums import Rates, Sums
from gevinst.store.clock import noon
from gevinst.store.tables import ledger_entries, periods

SPAN = [f"{year}-{month:02d}" for year in (2025, 2026) for month in range(1, 12)]
MONTHS = ("2026-08", "2026-09", "2026-10", "2026-11")
KINDS, AGENTS, UNITS = ("robot", "chatbot", "ai"), ("ANB", "LMO"), ("Pension", "Borgerservice", "Løn")
REGISTER = [
    Potential(
        f"P-{n}", "t", UNITS[n % 3], "l", AGENTS[n % 2], KINDS[n % 3], phases=((date(2023, 1, 1), Phase.IN_OPERATION),)
    )
    for n in range(6)
]
RATES = Rates(Fraction(1924), Fraction(400))
amounts = st.integers(0, 100_000)
some_sums = st.builds(
    Sums.at,
    st.just(RATES),
    cases=amounts,
    gross_seconds=amounts,
    provisional_seconds=amounts,
    human_seconds=amounts,
    cost_seconds=amounts,
    cost_ore=amounts,
)
some_cells = st.dictionaries(
    st.tuples(st.sampled_from([each.id for each in REGISTER]), st.sampled_from(UNITS), st.sampled_from(SPAN)),
    some_sums,
    max_size=12,
)
some_posts = st.lists(
    st.tuples(st.sampled_from(("saving", "cost")), st.sampled_from(MONTHS), st.integers(0, 9_000)),
    min_size=1,
    max_size=4,
)
on_a_database = settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])


@settings(max_examples=40)
@given(some_cells)
def test_every_dimension_adds_up_to_the_same(cells: Cells) -> None:
    """By potential, unit, kind and agent: the month, the year to date, the twelve months; costs as well."""

    def months(wanted: Iterable[str]) -> Sums:
        return total(sums for (_, _, month), sums in cells.items() if month in set(wanted))

    potentials = by_potential(cells, SPAN, REGISTER)
    for lines in (potentials, *(cut(potentials, REGISTER) for cut in (by_unit, by_kind, by_agent))):
        assert total(line.month for line in lines) == months(SPAN[-1:])
        assert total(line.year_to_date for line in lines) == months(year_to_date(SPAN))
        assert total(line.rolling for line in lines) == months(SPAN[-12:])


@on_a_database
@given(some_posts, st.data())
def test_a_reversal_cancels_exactly(ledger: Engine, posts: list[tuple[str, str, int]], data: st.DataObject) -> None:
    """With an entry taken back, figures are those without it, in seconds, kroner, cases and what was paid back."""
    kept = data.draw(st.integers(0, len(posts) - 1))
    with ledger.connect() as connection, connection.begin() as transaction:
        _post(connection, posts[:kept])
        without = _figures(connection)
        for number in _post(connection, posts[kept:], first=kept):
            reverse(connection, number, reason="forkert", initials="PRO")
        with_it = _figures(connection)
        transaction.rollback()
    with_cells, cells = (
        {key: sums for key, sums in each.cells.items() if sums != Sums()} for each in (with_it, without)
    )
    assert with_cells == cells
    assert (with_it.now, with_it.pay_backs) == (without.now, without.pay_backs)
    assert with_it.forecast == without.forecast


@on_a_database
@given(some_posts, st.integers(1, 9_000))
def test_a_new_rate_never_moves_an_earlier_month(ledger: Engine, posts: list[tuple[str, str, int]], wage: int) -> None:
    """A wage and hours per årsværk from October on leave September and what came before as they were."""
    with ledger.connect() as connection, connection.begin() as transaction:
        _post(connection, posts)
        before = _figures(connection)
        for name, value in ((Name.WAGE_DKK_PER_HOUR, wage), (Name.HOURS_PER_FTE, wage)):
            set_parameter(connection, Parameter(name, date(2026, 10, 1), Decimal(value), "ny sats"))
        after = _figures(connection)
        transaction.rollback()
    assert [each for each in after.months if each.month < "2026-10"] == [
        each for each in before.months if each.month < "2026-10"
    ]
    whole = all_together(after.pay_backs).net_dkk
    assert whole == (total(after.cells.values()).net_dkk if after.pay_backs else 0)


@on_a_database
@given(some_posts, st.integers(1, len(MONTHS) - 1))
def test_closing_months_moves_no_figure(ledger: Engine, posts: list[tuple[str, str, int]], count: int) -> None:
    """With the first months closed, every sum is what it was while they were open."""
    with ledger.connect() as connection, connection.begin() as transaction:
        _post(connection, posts)
        before = _figures(connection)
        for month in MONTHS[:count]:
            close_month(connection, month, initials="PRO")
        after = _figures(connection)
        transaction.rollback()
    assert (after.cells, after.pay_backs, after.minutes) == (before.cells, before.pay_backs, before.minutes)


def _figures(connection: Connection) -> Figures:
    found = compute_figures(connection, MONTHS[-1])
    return replace(found, made_at=0)


def _post(connection: Connection, posts: list[tuple[str, str, int]], *, first: int = 0) -> list[int]:
    """Each as an entry of its own source; the ids."""
    numbers = []
    for position, (kind, month, amount) in enumerate(posts, first):
        if not connection.execute(periods.select().where(periods.c.period == month)).first():
            connection.execute(insert(periods).values(period=month))
        values = {
            "kind": kind,
            "role": "original",
            "potential_id": "P-042",
            "source": "by hand" if kind == "saving" else "cost",
            "source_key": f"{position}",
            "activity": "read" if kind == "saving" else "development",
            "units": 3,
            "seconds": amount,
            "amount_ore": amount if kind == "cost" else None,
            "baseline_id": 1 if kind == "saving" else None,
            "unit": "Pension og Ydelser",
            "potential_kind": "robot",
            "occurred_at": noon(date.fromisoformat(f"{month}-15")),
            "recorded_at": 1,
            "period": month,
        }
        numbers.append(
            connection.execute(insert(ledger_entries).values(values).returning(ledger_entries.c.id)).scalar_one()
        )
    return numbers
