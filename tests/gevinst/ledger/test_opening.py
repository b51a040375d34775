"""What was saved before Gevinst came is brought in as the office's own list, once phase and baseline reach back to it."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from gevinst.ledger.importing import Entered, import_savings
from gevinst.ledger.verify import verify
from gevinst.potentials.importing import import_list
from gevinst.potentials.problems import ImportRefused
from gevinst.reports.figures import compute_figures
from gevinst.reports.parameters import seed_illustrative
from gevinst.store import clock
from gevinst.store.tables import baselines, ledger_entries
from tests.gevinst.core import OFFICE, ON_SQLITE
from tests.gevinst.ledger.test_by_hand import SAVING, listed
from tests.gevinst.potentials.test_importing import BASELINE, POTENTIAL, excel

SELF_SERVICE = POTENTIAL | {"Art": "selvbetjening", "Fase fra": date(2026, 1, 1)}
MONTHS = ("2023-03", "2024-02", "2025-12", "2026-03")
OLD = BASELINE | {"Gælder fra": "01-03-2023", "Sekunder pr. sag": 60, "Metode": "skøn"}


@pytest.fixture(autouse=True)
def _in_june(monkeypatch: pytest.MonkeyPatch) -> None:
    moment = clock.from_datetime(datetime(2026, 6, 15, 9, tzinfo=UTC))
    monkeypatch.setattr(clock.offset, "microseconds", moment - clock.host_now_us())


def bring_in(engine: Engine, path: Path) -> None:
    """The potential list."""
    with engine.begin() as connection:
        import_list(connection, path, OFFICE)


def test_the_years_before_come_in_month_by_month(database: Engine, house: Path) -> None:
    """First it says what is missing; the older phase and baseline are brought in, and each month has its own sum."""
    bring_in(database, excel(house / "1.xlsx", SELF_SERVICE, baselines=(BASELINE,)))
    opening = listed(house, *(SAVING | {"Nøgle": f"åbning-{month}", "Måned": month} for month in MONTHS))
    with database.begin() as connection:
        with pytest.raises(ImportRefused) as refused:
            import_savings(connection, opening)
        connection.rollback()
    assert [(each.row, each.column) for each in refused.value.problems] == [(row, "Potentiale") for row in (2, 3, 4)]
    assert "(først fra 01-01-2026)" in refused.value.problems[0].reason
    bring_in(
        database, excel(house / "2.xlsx", SELF_SERVICE | {"Fase fra": date(2023, 3, 1)}, baselines=(OLD, BASELINE))
    )
    with database.begin() as connection:
        assert import_savings(connection, opening) == Entered(new=4, known=0, late=0)
    with database.begin() as connection:
        rows = connection.execute(select(ledger_entries).order_by(ledger_entries.c.period)).all()
        assert [(row.period, row.seconds) for row in rows] == [
            *[(month, 250 * 60) for month in MONTHS[:3]],
            ("2026-03", 250 * 90),
        ]
        assert verify(connection) == []
        seed_illustrative(connection)
        figures = compute_figures(connection, "2026-06")
        assert figures.now.rolling.gross_seconds == 250 * (60 + 90)


@ON_SQLITE
def test_several_measurements_of_the_years_before_come_in_together(database: Engine, house: Path) -> None:
    """In whatever order they stand: each holds until the next begins."""
    bring_in(database, excel(house / "1.xlsx", SELF_SERVICE, baselines=(BASELINE,)))
    older = [OLD, OLD | {"Gælder fra": date(2024, 1, 1), "Sekunder pr. sag": 70}]
    bring_in(database, excel(house / "2.xlsx", SELF_SERVICE, baselines=(*older, BASELINE)))
    with database.connect() as connection:
        rows = connection.execute(select(baselines).order_by(baselines.c.valid_from)).all()
    assert [(row.valid_from, row.valid_to, row.seconds_per_case) for row in rows] == [
        (date(2023, 3, 1), date(2023, 12, 31), 60),
        (date(2024, 1, 1), rows[2].valid_from - timedelta(days=1), 70),
        (rows[2].valid_from, None, 90),
    ]


@ON_SQLITE
def test_one_that_has_ended_since_is_brought_in_with_both_phases(database: Engine, house: Path) -> None:
    """In operation first, then closed: the months between count, the one after doesn't."""
    for phase, day in (("i drift", date(2024, 1, 1)), ("lukket", date(2025, 1, 1))):
        change = {"Fase": phase, "Fase fra": day}
        bring_in(database, excel(house / "l.xlsx", SELF_SERVICE | change, baselines=(OLD,)))
    with database.begin() as connection:
        assert import_savings(connection, listed(house, SAVING | {"Måned": "2024-12"})).new == 1
        with pytest.raises(ImportRefused, match="1 fejl"):
            import_savings(connection, listed(house, SAVING | {"Nøgle": "n", "Måned": "2025-01"}))
