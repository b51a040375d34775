"""What must hold between fields: where it doesn't, the fields it names are a person's, however well each was read."""

from pathlib import Path
from typing import Any

import pytest

from gevinst.codes import Code
from gevinst.errors import ConfigurationError
from tests.connectors.documents.written import read, template

AMOUNTS = {name: {"type": "amount", "labels": [name.capitalize()]} for name in ("netto", "moms", "fragt", "total")}
DAYS = {name: {"type": "date", "labels": [name.capitalize()]} for name in ("udstedt", "forfald")}
PERSON = {"cpr": {"type": "cpr", "labels": ["CPR"]}, "født": {"type": "date", "labels": ["Født"]}}


def problems(folder: Path, fields: dict[str, Any], check: dict[str, Any], **said: str) -> set[str]:
    """The fields that a check makes a person's."""
    lines = [(60.0, 700.0 - 30 * number, f"{name}: {text}") for number, (name, text) in enumerate(said.items())]
    found = read(folder, fields, lines, checks=[check])
    broken = {name for name, field in found.fields.items() if field.problem is Code.CHECK_FAILED}
    assert bool(broken) == bool(found.broken) == (found.problem is Code.CHECK_FAILED)
    return broken


@pytest.mark.parametrize(("total", "broken"), [("1.250,00", set()), ("1.250,01", {"netto", "moms", "fragt", "total"})])
def test_a_sum(tmp_path: Path, total: str, broken: set[str]) -> None:
    """Net and tax make the total, to the øre; what isn't there is nothing."""
    check = {"total": ["netto", "moms", "fragt"], "equals": "total"}
    assert problems(tmp_path, AMOUNTS, check, Netto="1.000,00", Moms="250,00", Total=total) == broken


def test_what_is_taken_off_and_what_rounding_does(tmp_path: Path) -> None:
    """A minus before a name; within a few øre where each line was rounded."""
    check = {"total": ["total", "-moms"], "equals": "netto", "within": 0.02}
    assert problems(tmp_path, AMOUNTS, check, Netto="999,99", Moms="250,00", Total="1.250,00") == set()
    assert problems(tmp_path, AMOUNTS, check, Netto="999,97", Moms="250,00", Total="1.250,00") == {
        "netto",
        "moms",
        "total",
    }


def test_a_share(tmp_path: Path) -> None:
    """Danish moms is a quarter of the net."""
    check = {"share": 25, "of": "netto", "equals": "moms"}
    assert problems(tmp_path, AMOUNTS, check, Netto="1.000,00", Moms="250,00") == set()
    assert problems(tmp_path, AMOUNTS, check, Netto="1.000,00", Moms="200,00") == {"netto", "moms"}


def test_days_in_order(tmp_path: Path) -> None:
    """An invoice isn't due before it was written."""
    check = {"first": "udstedt", "not_after": "forfald"}
    assert problems(tmp_path, DAYS, check, Udstedt="01-03-2026", Forfald="01-03-2026") == set()
    assert problems(tmp_path, DAYS, check, Udstedt="02-03-2026", Forfald="01-03-2026") == {"udstedt", "forfald"}


def test_a_birth_date_that_isn_t_the_number_s(tmp_path: Path) -> None:
    """A figure of the number was misread, or it is somebody else's."""
    check = {"birthday": "cpr", "equals": "født"}
    assert problems(tmp_path, PERSON, check, CPR="070250-1234", Født="7. februar 1950") == set()
    assert problems(tmp_path, PERSON, check, CPR="070250-1234", Født="17. februar 1950") == {"cpr", "født"}


def test_a_check_of_what_isn_t_there_asks_nothing(tmp_path: Path) -> None:
    """That a field is missing is said by the field."""
    check = {"total": ["netto", "moms"], "equals": "total"}
    assert problems(tmp_path, AMOUNTS, check, Netto="1.000,00") == set()


@pytest.mark.parametrize(
    ("check", "said"),
    [
        ({"total": ["netto", "afgift"], "equals": "total"}, "there is no field 'afgift'"),
        ({"total": ["netto"], "first": "netto", "equals": "total"}, "give one of total, lines"),
        ({"total": ["netto"]}, "give one of total, lines"),
        ({"share": 25, "equals": "moms"}, "give one of total, lines"),
        ({"lines": "beløb", "equals": "total"}, "there is no column 'beløb'"),
    ],
)
def test_a_check_that_can_t_be_asked_is_named(tmp_path: Path, check: dict[str, Any], said: str) -> None:
    """With the file and the line it stands on."""
    with pytest.raises(ConfigurationError, match=said) as error:
        template(tmp_path, AMOUNTS, checks=[check])
    assert "skrevet.yaml: line " in str(error.value.detail)
