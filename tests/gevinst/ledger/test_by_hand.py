"""Savings no robot made, and costs: the same rules as for the robot's, each line posted once, with its evidence beside it."""

from datetime import UTC, date, datetime
from fractions import Fraction
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from gevinst.ledger.checks import reconcile
from gevinst.ledger.importing import Entered, import_costs, import_savings
from gevinst.ledger.reversal import reverse
from gevinst.potentials.problems import ImportRefused
from gevinst.reports.figures import compute_figures
from gevinst.reports.parameters import seed_illustrative
from gevinst.store import clock
from gevinst.store.tables import ledger_entries, ledger_notes, staff
from tests.gevinst.cli.test_cli import answer
from tests.gevinst.core import register_potential

SAVING = {
    "Nøgle": "selvbetjening-2026-03",
    "Potentiale": "P-042",
    "Aktivitet": "læs",
    "Måned": "2026-03",
    "Antal": "250",
    "Dokumentation": "Udtræk af selvbetjening, sag 26/1234",
    "Ansvarlig": "ABC",
}
COST = {
    "Nøgle": "udvikling-1",
    "Potentiale": "P-042",
    "Art": "udvikling",
    "Dato": "15-03-2026",
    "Timer": "37,5",
    "Kroner": "12.500,50",
    "Dokumentation": "Faktura 4711",
    "Ansvarlig": "ABC",
}


@pytest.fixture(autouse=True)
def _in_june(database: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    moment = clock.from_datetime(datetime(2026, 6, 15, 9, tzinfo=UTC))
    monkeypatch.setattr(clock.offset, "microseconds", moment - clock.host_now_us())
    register_potential(database)


def listed(house: Path, *rows: dict[str, str]) -> Path:
    """A list as a system that counts drops it."""
    path = house / "liste.csv"
    path.write_text(
        "\n".join(";".join(row) for row in (rows[0].keys(), *(row.values() for row in rows))), encoding="utf-8"
    )
    return path


def complaints(engine: Engine, path: Path) -> list[tuple[int, str, str]]:
    """What is wrong with a list of savings; nothing of it was posted."""
    with engine.begin() as connection:
        with pytest.raises(ImportRefused) as refused:
            import_savings(connection, path)
        connection.rollback()
    return [(each.row, each.column, each.reason) for each in refused.value.problems]


def test_a_volume_is_posted_by_the_baseline_of_its_month(database: Engine, house: Path) -> None:
    """250 cases of 60 seconds on the last day of March; evidence and who answers for it stand beside it."""
    with database.begin() as connection:
        assert import_savings(connection, listed(house, SAVING)) == Entered(new=1, known=0, late=0)
        [entry] = connection.execute(select(ledger_entries)).all()
        [note] = connection.execute(select(ledger_notes.c.reason, staff.c.initials).join(staff)).all()
        assert reconcile(connection) == []
    assert (entry.seconds, entry.units, entry.period, entry.item_id) == (15_000, 250, "2026-03", None)
    assert clock.local_date(entry.occurred_at) == date(2026, 3, 31)
    assert tuple(note) == (SAVING["Dokumentation"], "ABC")


def test_a_month_is_counted_once_it_is_over(database: Engine, house: Path) -> None:
    """Its number isn't final before; on the first day of the next it is."""
    [(_, column, reason)] = complaints(database, listed(house, SAVING | {"Måned": "2026-06"}))
    assert (column, "ikke slut" in reason) == ("Måned", True)
    clock.offset.microseconds += 16 * 24 * 3600 * clock.MICROSECONDS
    with database.begin() as connection:
        assert import_savings(connection, listed(house, SAVING | {"Måned": "2026-06"})).new == 1


def test_the_same_list_again_posts_nothing(database: Engine, house: Path) -> None:
    """A system drops its whole list each month; a line that says something else now is refused."""
    with database.begin() as connection:
        import_savings(connection, listed(house, SAVING))
        more = SAVING | {"Nøgle": "selvbetjening-2026-04", "Måned": "2026-04"}
        assert import_savings(connection, listed(house, SAVING, more)) == Entered(new=1, known=1, late=0)
    [(row, column, reason)] = complaints(database, listed(house, SAVING | {"Antal": "251"}))
    assert (row, column) == (2, "Nøgle")
    assert "tilbagefør" in reason


def test_a_reversal_takes_it_back_whole(database: Engine, house: Path) -> None:
    """To the second, and its cases with it."""
    with database.begin() as connection:
        import_savings(connection, listed(house, SAVING))
        reverse(connection, 1, reason="talt to gange", initials="PRO")
        seed_illustrative(connection)
        sums = compute_figures(connection, "2026-06").now.rolling
    assert (sums.gross_seconds, sums.cases) == (0, 0)


def test_what_cannot_be_counted_is_named_at_its_cell(database: Engine, house: Path) -> None:
    """A month to come, a potential nobody knows, an activity nobody measured, a key twice, minutes for a volume."""
    bad = [
        {"Måned": "2026-07"},
        {"Potentiale": "P-999"},
        {"Aktivitet": "besvar"},
        {"Måned": "2022-12"},
        {},
    ]
    rows = [SAVING | {"Nøgle": f"n{place}"} | change for place, change in enumerate(bad)]
    found = complaints(database, listed(house, *rows, rows[-1]))
    assert [(row, column) for row, column, _ in found] == [
        (2, "Måned"),
        (3, "Potentiale"),
        (4, "Aktivitet"),
        (5, "Potentiale"),
        (7, "Nøgle"),
    ]
    assert [
        column for _, column, _ in complaints(database, listed(house, SAVING | {"Antal": "12 min", "Måned": "marts"}))
    ] == [
        "Måned",
        "Antal",
    ]
    with database.connect() as connection:
        assert connection.execute(select(ledger_entries)).all() == []


def test_costs_lower_the_net_in_hours_and_kroner(database: Engine, house: Path) -> None:
    """They may come before a potential is in operation; nothing of them is a saving."""
    with database.begin() as connection:
        early = COST | {"Nøgle": "udvikling-0", "Dato": "01-12-2022", "Timer": "", "Kroner": "100"}
        assert import_costs(connection, listed(house, COST, early)).new == 2
        assert import_costs(connection, listed(house, COST)).known == 1
        import_savings(connection, listed(house, SAVING | {"Antal": "3000"}))
        seed_illustrative(connection)
        sums = compute_figures(connection, "2026-06").now.rolling
    assert (sums.gross_seconds, sums.cost_seconds, sums.net_seconds) == (180_000, 135_000, 45_000)
    assert sums.net_dkk == Fraction(45_000 * 400, 3600) - Fraction(1_250_050, 100)


def test_a_line_of_a_closed_month_stands_in_the_first_open_one(
    database: Engine, house: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """And the one who brings it in is told."""
    answer(capsys, "ledger", "close", "2026-03", "--initials", "PRO")
    seen = answer(capsys, "ledger", "savings", str(listed(house, SAVING)), "--preview")
    assert "1 linje ville blive indlæst" in seen
    assert "lukket måned" in seen
    answer(capsys, "ledger", "savings", str(listed(house, SAVING)))
    with database.connect() as connection:
        assert [row.period for row in connection.execute(select(ledger_entries))] == ["2026-04"]
