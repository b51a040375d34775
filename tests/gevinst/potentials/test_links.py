"""Links and the ESDH case of a potential: kept with history, shown, and the same after a round trip through Excel."""

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlalchemy import Engine

from gevinst.potentials.exporting import export_list
from gevinst.potentials.importing import read_list
from gevinst.potentials.register import get_potential
from tests.gevinst.cli.test_cli import answer
from tests.gevinst.core import OFFICE
from tests.gevinst.potentials.test_importing import POTENTIAL, bring_in, complaints, excel

CODE, PROCESS = "https://git.eksempel.dk/robot", "https://intranet.eksempel.dk/proces?id=7"
LINKED = POTENTIAL | {"Links": f"{CODE}\n{PROCESS} {CODE}", "Sag i ESDH": "26/1234"}


def test_links_come_back_as_they_went_out(database: Engine, house: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each once; the exported list changes nothing, one edited cell changes just that, and who took a link out is kept."""
    bring_in(database, excel(house / "1.xlsx", LINKED))
    with database.connect() as connection:
        export_list(connection, house / "ud.xlsx")
    assert bring_in(database, house / "ud.xlsx").unchanged == 1
    shown = answer(capsys, "potentials", "show", "P-042")
    assert f"Sag i ESDH: 26/1234\nLink: {CODE}\nLink: {PROCESS}\n" in shown
    book = load_workbook(house / "ud.xlsx")
    sheet = book["Potentialer"]
    heading = next(cell for cell in sheet[1] if cell.value == "Links")
    sheet.cell(2, heading.column).value = PROCESS
    book.save(house / "ud.xlsx")
    changes = bring_in(database, house / "ud.xlsx").changes
    assert [(each.field, each.before, each.after) for each in changes] == [("links", f"{CODE} {PROCESS}", PROCESS)]
    last = json.loads(answer(capsys, "potentials", "show", "P-042", "--json"))["changes"][-1]
    assert (last["change"]["after"], last["initials"], last["source"]) == (PROCESS, OFFICE.initials, OFFICE.source)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_list_without_the_columns_leaves_them_alone(database: Engine, house: Path) -> None:
    """An office that doesn't keep them in its list loses nothing; an empty cell takes them out."""
    bring_in(database, excel(house / "1.xlsx", LINKED))
    without = house / "u.csv"
    row = {name: value for name, value in POTENTIAL.items() if value is not None} | {"Fase fra": "01-01-2026"}
    without.write_text(";".join(row) + "\n" + ";".join(map(str, row.values())), encoding="utf-8")
    assert bring_in(database, without).unchanged == 1
    bring_in(database, excel(house / "2.xlsx", POTENTIAL))
    with database.connect() as connection:
        known = get_potential(connection, "P-042")
    assert known is not None
    assert (known.links, known.case_reference) == ((), None)


def test_a_csv_cell_may_hold_one_link_a_line(house: Path) -> None:
    """As Excel writes it: in quotation marks, with the line break inside; the rows below keep their numbers."""
    row = POTENTIAL | {"Fase fra": "01-01-2026", "Links": f'"{CODE}\n{PROCESS}"'}
    path = house / "l.csv"
    cells = [list(row), list(row.values()), [*(row | {"Id": "42"}).values()]]
    path.write_text("\n".join(";".join(map(str, line)) for line in cells), encoding="utf-8")
    assert complaints(path) == {(3, "Id"): "'42' har ikke formen P-042"}
    path.write_text("\n".join(";".join(map(str, line)) for line in cells[:2]), encoding="utf-8")
    assert read_list(path).potentials[0].row.links == (CODE, PROCESS)


@pytest.mark.parametrize(
    "link",
    ["eksempel.dk", "ftp://eksempel.dk/x", "https://", "https://abc:hemmelig@eksempel.dk", "javascript:alert(1)"],
)
def test_what_is_no_whole_address_is_refused(house: Path, link: str) -> None:
    """A word, another kind of address, one without a host, somebody's password, a script."""
    [reason] = complaints(excel(house / "l.xlsx", POTENTIAL | {"Links": f"{CODE} {link}"})).values()
    assert reason.startswith(f"'{link}' er ikke et link; skriv hele adressen")
