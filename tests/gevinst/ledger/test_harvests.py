"""What was taken home: recorded with a reference, counted by whether it lasts, taken back by its mirror, never rewritten."""

import sqlite3
from contextlib import closing
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from gevinst.errors import Refused
from gevinst.ledger.harvests import Harvested, harvested, take_back
from gevinst.ledger.importing import Entered, import_harvests
from gevinst.potentials.problems import ImportRefused
from tests.gevinst.cli.test_cli import answer
from tests.gevinst.core import register_potential
from tests.gevinst.ledger.test_by_hand import listed

LASTING = {
    "Nøgle": "budget-2026-1",
    "Potentiale": "P-042",
    "Dato": "01-01-2026",
    "Varighed": "varig",
    "Årsværk": "0,5",
    "Kroner": "250.000",
    "Budgetreference": "Budget 2026, konto 5.48.65",
    "Ansvarlig": "ABC",
}
ONE_OFF = LASTING | {
    "Nøgle": "budget-2026-2",
    "Dato": "01-07-2026",
    "Varighed": "engangs",
    "Årsværk": "",
    "Kroner": "40000",
}
NEXT_YEAR = LASTING | {"Nøgle": "budget-2027-1", "Dato": "01-01-2027", "Årsværk": "1", "Kroner": ""}


@pytest.fixture(autouse=True)
def _potential(database: Engine) -> None:
    register_potential(database)


def test_what_lasts_is_a_level_and_what_came_once_a_sum(database: Engine, house: Path) -> None:
    """Each from its own day on; the same list again records nothing."""
    with database.begin() as connection:
        assert import_harvests(connection, listed(house, LASTING, ONE_OFF, NEXT_YEAR)) == Entered(3, 0, 0)
        assert import_harvests(connection, listed(house, LASTING)) == Entered(0, 1, 0)
        assert harvested(connection, date(2026, 6, 30)) == Harvested(Fraction(1, 2), 250_000, 0, 1)
        assert harvested(connection, date(2026, 12, 31)) == Harvested(Fraction(1, 2), 250_000, 40_000, 2)
        assert harvested(connection, date(2027, 1, 1)) == Harvested(Fraction(3, 2), 250_000, 40_000, 3)


def test_taken_back_it_counts_for_nothing(database: Engine, house: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """By its mirror image, once; both stay to be seen."""
    answer(capsys, "ledger", "harvested", str(listed(house, LASTING)))
    why = ("--reason", "stillingen blev genbesat", "--initials", "PRO")
    assert "taget tilbage med nr. 2" in answer(capsys, "ledger", "take-back", "1", *why)
    with database.begin() as connection:
        assert harvested(connection, date(2027, 1, 1)) == Harvested()
        for number, said in ((1, "already"), (2, "no harvested gain"), (9, "no harvested gain")):
            with pytest.raises(Refused, match=said):
                take_back(connection, number, reason="igen", initials="PRO")
    shown = answer(capsys, "ledger", "harvests")
    assert "tager 1 tilbage: stillingen blev genbesat" in shown
    assert "0,50" in shown


def test_a_known_key_with_other_figures_is_refused(database: Engine, house: Path) -> None:
    """And so is a potential nobody knows, a thing without a worth and half a krone."""
    with database.begin() as connection:
        import_harvests(connection, listed(house, LASTING))
    for change, column in (
        ({"Kroner": "1"}, "Nøgle"),
        ({"Nøgle": "ny", "Potentiale": "P-999"}, "Potentiale"),
        ({"Nøgle": "ny", "Årsværk": "", "Kroner": ""}, ""),
        ({"Nøgle": "ny", "Kroner": "0,50"}, "Kroner"),
        ({"Nøgle": "ny", "Varighed": "måske"}, "Varighed"),
    ):
        with database.begin() as connection:
            with pytest.raises(ImportRefused) as refused:
                import_harvests(connection, listed(house, LASTING | change))
            assert [problem.column for problem in refused.value.problems] == [column]
            connection.rollback()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("unique", ["id", "source_key", "reverses"])
def test_sqlites_replace_removes_no_row(database: Engine, house: Path, unique: str) -> None:
    """By whichever unique key: it would delete without a trigger, on a connection that isn't ours."""
    with database.begin() as connection:
        import_harvests(connection, listed(house, LASTING))
        take_back(connection, 1, reason="prøve", initials="PRO")
    path = str(database.url.database)
    columns = "potential_id, unit, harvested_on, permanence, hundredths_of_fte, budget_reference, staff_id, recorded_at"
    same = {"id": "1, 'ny', NULL", "source_key": "9, source_key, NULL", "reverses": "9, 'ny', 1"}[unique]
    with closing(sqlite3.connect(path)) as stranger, pytest.raises(sqlite3.Error, match="holds this already"):
        stranger.execute(
            f"INSERT OR REPLACE INTO harvests (id, source_key, reverses, amount_dkk, {columns})"
            f" SELECT {same}, 1, {columns} FROM harvests WHERE id = 1"
        )


@pytest.mark.parametrize("verb", ["UPDATE harvests SET amount_dkk = 1", "DELETE FROM harvests"])
def test_the_database_refuses_to_change_it(database: Engine, house: Path, verb: str) -> None:
    """Whoever holds the connection."""
    with database.begin() as connection:
        import_harvests(connection, listed(house, LASTING))
    with pytest.raises(DBAPIError, match="append-only"), database.begin() as connection:
        connection.execute(text(verb))
