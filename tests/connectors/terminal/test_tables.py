"""Tables are read by header text, and a value that can't be told apart is an error, never a wrong column."""

import pytest

from connectors.terminal.tables import read_table
from gevinst.errors import ProcessError
from sandbox.mainframe.datastream import Text
from tests.connectors.terminal.painting import painted, written

HEADER = "Nr      Tekst             Beløb"
COLUMNS = ("Nr", "Tekst", "Beløb")


def test_values_belong_to_the_header_they_stand_under() -> None:
    """Left and right edges, an empty cell, a line under the header; the order asked for doesn't matter."""
    picture = written(
        "LISTE",
        HEADER,
        "-" * 31,
        "1       Briller, æø    1.234,50",
        "2                     99.999,00",
        "",
        "Side 1 af 1",
    )
    assert read_table(picture, ("Beløb", "Nr", "Tekst")) == [
        {"Nr": "1", "Tekst": "Briller, æø", "Beløb": "1.234,50"},
        {"Nr": "2", "Tekst": "", "Beløb": "99.999,00"},
    ]


def test_columns_with_one_blank_between_them_part_at_their_header() -> None:
    """A full column runs together with the next one; the header says where that begins."""
    assert read_table(written("Nr   Art     Navn", "0001 regning Agnes"), ("Nr", "Art", "Navn")) == [
        {"Nr": "0001", "Art": "regning", "Navn": "Agnes"}
    ]


def test_cells_that_are_fields_of_their_own_need_no_blanks() -> None:
    """A field's edge parts as two blanks do."""
    picture = painted(Text(1, 2, "Nr"), Text(1, 6, "Art"), Text(2, 2, "001"), Text(2, 6, "regning"))
    assert read_table(picture, ("Nr", "Art")) == [{"Nr": "001", "Art": "regning"}]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (("Nr      Tekst", "1       Briller"), "'Beløb' is there 0 times"),
        ((HEADER + "  Nr", "1       Briller          10,00  2"), "'Nr' is there 2 times"),
        ((HEADER, "1       Briller og en meget lang tekst"), "under 2 columns"),
        ((HEADER, "1       Briller          10,00       hvad"), "under 0 columns"),
        (("Ingen tabel her",), "no one row has"),
        ((HEADER, "1       Briller          10,00", "", HEADER), "no one row has"),
    ],
)
def test_a_changed_table_is_an_error(rows: tuple[str, ...], message: str) -> None:
    """A column gone or doubled, a value across two columns or under none, and two headers."""
    with pytest.raises(ProcessError, match=message):
        read_table(written(*rows), COLUMNS)
