"""The invented list is what the walk-throughs say it is: whole, marked, near the goal, and wrong in five named cells."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import Engine

from gevinst.potentials.history import Author
from gevinst.potentials.importing import import_list, read_list
from gevinst.potentials.problems import ImportRefused
from gevinst.potentials.register import list_potentials
from gevinst.potentials.review import due
from gevinst.reports.lines import expected_seconds
from sandbox.office.potential_list import ERRORS, SELF_SERVICE, WAITING, main


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_it_is_imported_whole_and_its_sum_lies_near_the_goal(database: Engine, house: Path) -> None:
    """331 potentials, 38 to 43 årsværk, three baselines that wait for the project office."""
    path = house / "liste.xlsx"
    main([str(path)])
    with database.begin() as connection:
        done = import_list(connection, path, Author("PRO", path.name))
        assert (done.new, done.illustrative, done.unused_headings) == (331, True, ())
        assert done.baselines_new > 20
        sought = (sum(map(expected_seconds, list_potentials(connection))) / Decimal(3600)) / 1924
        assert 38 < sought < 43
        lacking = [each.potential_id for each in due(connection, date(2026, 1, 2)) if each.missing]
    assert lacking == sorted(WAITING)
    assert SELF_SERVICE not in lacking


def test_each_error_is_complained_of_at_its_cell(house: Path) -> None:
    """Those five and no more; the same file twice is the same to the byte."""
    for name in ("1.xlsx", "2.xlsx"):
        main(["--with-errors", str(house / name)])
    assert (house / "1.xlsx").read_bytes() == (house / "2.xlsx").read_bytes()
    with pytest.raises(ImportRefused) as refused:
        read_list(house / "1.xlsx")
    problems = sorted(refused.value.problems, key=lambda each: each.row)
    for problem, error in zip(problems, ERRORS, strict=True):
        assert (problem.row, problem.column) == (int(error.potential[2:]) + 2, error.heading)
        assert error.complaint in problem.reason
