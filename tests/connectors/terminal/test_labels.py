"""Fields and values are found by the label in front of them, wherever that stands, or not at all."""

import pytest

from connectors.terminal.labels import input_field, value
from gevinst.errors import ProcessError
from sandbox.mainframe.datastream import Input, Text
from tests.connectors.terminal.painting import painted, written


@pytest.mark.parametrize("text", ["Beløb", "Beløb:", "Beløb . . . :", "Beløb .......:", "Beløb ===>", "Kr.  Beløb  :"])
@pytest.mark.parametrize("row", [1, 11, 24])
def test_a_field_is_the_one_behind_its_label(text: str, row: int) -> None:
    """Dots, colon, arrow or nothing lead to it; the row doesn't matter."""
    picture = painted(Text(row, 2, text), Input(row, 30, "amount", 12))
    assert (input_field(picture, "Beløb").start, input_field(picture, "Beløb").length) == ((row - 1) * 80 + 29, 12)


def test_two_fields_on_a_row_have_a_label_each() -> None:
    """The nearest text before a field is its label."""
    picture = painted(Text(3, 2, "Fra dato:"), Input(3, 20, "a", 10), Text(3, 40, "Til dato:"), Input(3, 60, "b", 9))
    assert [input_field(picture, label).length for label in ("Fra dato", "Til dato")] == [10, 9]


@pytest.mark.parametrize("label", ["Belø", "beløb", "Bevilget", "løb", "Overskrift"])
def test_a_field_that_is_not_called_so_is_not_found(label: str) -> None:
    """A part of a label, another case, and a text on another row name no field."""
    picture = painted(Text(3, 2, "Overskrift"), Text(4, 2, "Bevilget Beløb:"), Input(4, 30, "amount", 12))
    with pytest.raises(ProcessError, match=f"'{label}' is there 0 times"):
        input_field(picture, label)


def test_a_field_behind_another_field_has_no_label() -> None:
    """What stands before the first of them isn't the second one's label, too."""
    picture = painted(Text(3, 2, "Beløb:"), Input(3, 20, "kroner", 10), Input(3, 40, "oere", 2))
    assert input_field(picture, "Beløb").length == 10


def test_two_fields_of_one_label_are_an_error() -> None:
    """Which of them is meant can't be known."""
    picture = painted(Text(3, 2, "Beløb:"), Input(3, 20, "a", 10), Text(4, 2, "Beløb:"), Input(4, 20, "b", 10))
    with pytest.raises(ProcessError, match="'Beløb' is there 2 times"):
        input_field(picture, "Beløb")


def test_a_value_stands_behind_its_label() -> None:
    """In the same text up to two blanks, or in the next field; an empty one is empty, not its neighbour."""
    picture = painted(
        Text(3, 2, "Nummer . . : ME-2026-000007  Status: gemt"),
        Text(4, 2, "Navn:"),
        Text(4, 20, "Agnes Ahornblad"),
        Text(5, 2, "Bemærkning:"),
        Text(5, 20, " "),
        Text(5, 40, "PF3=Menu"),
    )
    labels = ("Nummer", "Status", "Navn", "Bemærkning")
    assert [value(picture, label) for label in labels] == ["ME-2026-000007", "gemt", "Agnes Ahornblad", ""]


@pytest.mark.parametrize(("label", "times"), [("Num", 0), ("Dato", 2)])
def test_a_value_whose_label_is_missing_or_doubled_is_an_error(label: str, times: int) -> None:
    """Read either wrongly, and a case is about something else."""
    picture = written("Nummer: 7", "Dato: 03-09-2026  Dato: 04-09-2026")
    with pytest.raises(ProcessError, match=f"'{label}' is there {times} times"):
        value(picture, label)


def test_what_is_hidden_is_read_by_nobody() -> None:
    """A password is in no row, no field and no value."""
    picture = painted(Text(3, 2, "Adgangskode:"), Input(3, 20, "password", 20, "opdigtet-kode", hidden=True))
    assert "opdigtet" not in repr(picture)
    assert (value(picture, "Adgangskode"), input_field(picture, "Adgangskode").hidden) == ("", True)


def test_a_title_is_one_only_where_it_stands_by_itself() -> None:
    """`REGISTRERINGER` isn't the title of *SØG REGISTRERINGER*, and its place doesn't matter."""
    assert written("SAG02  REGISTRERINGER  1").has_heading("REGISTRERINGER")
    assert not written("SAG02  SØG REGISTRERINGER  1").has_heading("REGISTRERINGER")
