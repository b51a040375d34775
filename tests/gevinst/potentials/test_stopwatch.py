"""Timed cases become a baseline with its spread; a sample that is too small is told as such."""

import statistics
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, select

from gevinst.potentials.checking import rows_of
from gevinst.potentials.problems import ImportRefused
from gevinst.potentials.rows import TimedRow
from gevinst.potentials.stopwatch import FEWEST, MARGIN, Timed, grouped, put_timed
from gevinst.store.tables import baselines
from tests.gevinst.cli.test_cli import answer
from tests.gevinst.core import register_potential

HEADINGS = "Potentiale;Aktivitet;Sekunder;Målt af"


def timed(house: Path, *rows: str) -> Path:
    """A stopwatch's list."""
    path = house / "maalinger.csv"
    path.write_text("\n".join([HEADINGS, *rows]), encoding="utf-8")
    return path


def test_the_mean_becomes_a_provisional_baseline(
    database: Engine, house: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of each activity; the preview says the same and saves nothing."""
    register_potential(database, activities=())
    path = timed(house, *(f"P-042;læs;{seconds};MÅL" for seconds in (58, 60, 61, 59, 62, 60, 61, 59, 60, 61)))
    command = ("potentials", "time", str(path), "--valid-from", "2026-03-01")
    seen = answer(capsys, *command, "--preview")
    assert "Prøve: intet er gemt" in seen
    assert "for få" not in seen
    with database.connect() as connection:
        assert connection.execute(select(baselines)).all() == []
    assert "foreløbig" in answer(capsys, *command)
    with database.connect() as connection:
        [row] = connection.execute(select(baselines)).all()
    assert (row.seconds_per_case, row.sample_size, row.method) == (60, 10, "stopwatch")
    assert (row.measured_by, row.valid_from) == ("MÅL", date(2026, 3, 1))


def test_a_sample_that_is_too_small_says_how_many_it_takes(
    database: Engine, house: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Widely spread cases need more of them."""
    register_potential(database, activities=())
    path = timed(house, *(f"P-042;læs;{seconds};MÅL" for seconds in (30, 300) * 6))
    said = answer(capsys, "potentials", "time", str(path), "--valid-from", "2026-03-01", "--preview")
    [placed] = grouped(rows_of(path, TimedRow))
    each = placed.row
    assert each.needed > 12
    assert f"12 sager er for få. Mål mindst {each.needed}" in " ".join(said.split())


@given(st.lists(st.integers(1, 28800), min_size=2, max_size=60))
def test_so_many_are_needed_as_bring_the_mean_within_the_margin(seconds: list[int]) -> None:
    """Were the spread the same over `needed` cases, the interval would be no wider than promised."""
    sample = Timed("P-1", "read", "MÅL", tuple(seconds))
    assert sample.needed >= FEWEST
    half = 1.96 * statistics.stdev(seconds) / sample.needed**0.5
    assert half <= MARGIN * statistics.fmean(seconds) * 1.001
    assert sample.is_enough == (len(seconds) >= sample.needed)


def test_what_is_no_time_is_named_at_its_cell(house: Path) -> None:
    """Minutes with a unit, an activity nobody knows, more than a working day, nobody who measured."""
    path = timed(house, "P-042;læs;12 min;MÅL", "P-042;trylle;60;MÅL", "P-042;læs;30000;MÅL", "P-042;læs;60;")
    with pytest.raises(ImportRefused) as refused:
        rows_of(path, TimedRow)
    assert [(each.row, each.column) for each in refused.value.problems] == [
        (2, "Sekunder"),
        (3, "Aktivitet"),
        (4, "Sekunder"),
        (5, "Målt af"),
    ]


def test_two_who_measured_are_two_files(house: Path) -> None:
    """They may not have timed the same."""
    with pytest.raises(ImportRefused, match="1 fejl"):
        grouped(rows_of(timed(house, "P-042;læs;60;MÅL", "P-042;læs;61;ABC"), TimedRow))


def test_a_baseline_that_cannot_be_is_refused_where_it_stands(database: Engine, house: Path) -> None:
    """A potential nobody knows, and a day another measurement has already; neither is written."""
    register_potential(database, activities=("read",))
    path = timed(house, "P-999;læs;60;MÅL", "P-042;læs;61;MÅL")
    with database.begin() as connection:
        with pytest.raises(ImportRefused) as refused:
            put_timed(connection, grouped(rows_of(path, TimedRow)), date(2023, 1, 1))
        assert [(each.row, each.column) for each in refused.value.problems] == [(3, "Gælder fra"), (2, "Potentiale")]
        assert len(connection.execute(select(baselines)).all()) == 1
