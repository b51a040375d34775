"""What an import would change is said before, and what it changed is kept: field by field, with who and when."""

from datetime import date
from pathlib import Path

import pytest
import yaml
from openpyxl import load_workbook
from sqlalchemy import Engine

from gevinst.potentials.columns import read_columns
from gevinst.potentials.exporting import export_list
from gevinst.potentials.history import Author, FieldChange, history
from gevinst.potentials.importing import Imported, import_list, read_list
from gevinst.potentials.potential import Phase, may_follow
from gevinst.potentials.problems import ImportRefused
from gevinst.potentials.rows import PotentialRow
from gevinst.settings import settings
from tests.gevinst.potentials.test_importing import BASELINE, POTENTIAL, bring_in, excel

OTHER = POTENTIAL | {"Id": "P-043", "Volumen pr. år": None}


def test_each_change_is_kept_with_who_and_out_of_what(database: Engine, house: Path) -> None:
    """The first import is a change as well; the same file again leaves no line."""
    bring_in(database, excel(house / "1.xlsx", POTENTIAL))
    with database.begin() as connection:
        for _ in range(2):
            edited = POTENTIAL | {"Enhed": "Borgerservice", "Fase": "lukket", "Fase fra": date(2026, 6, 1)}
            import_list(connection, excel(house / "2.xlsx", edited), Author("ABC", "2.xlsx"))
        changed = list(history(connection, "P-042"))
    assert {each.initials for each in changed if each.source == "a test"} == {"PRO"}
    assert [(each.initials, each.change) for each in changed if each.source == "2.xlsx"] == [
        ("ABC", FieldChange("P-042", "unit", "Pension og Ydelser", "Borgerservice")),
        ("ABC", FieldChange("P-042", "phase 2026-06-01", None, "closed")),
    ]


def test_the_register_edited_in_excel_changes_just_that(database: Engine, house: Path) -> None:
    """Exported and brought in again it changes nothing, with its baselines and approvals; one cell edited, that one."""
    bring_in(database, excel(house / "1.xlsx", POTENTIAL, OTHER, baselines=(BASELINE,), title="Illustrativ"))
    path = house / "out.xlsx"
    with database.connect() as connection:
        assert export_list(connection, path) == 2
    assert bring_in(database, path) == Imported(0, 0, 2, 0, 1, 0, illustrative=True, unused_headings=())
    book = load_workbook(path)
    sheet = book["Potentialer"]
    headings = [cell.value for cell in sheet[3]]
    sheet.cell(4, headings.index("Forventede minutter pr. sag") + 1).value = 5
    book.save(path)
    assert bring_in(database, path).changes == (FieldChange("P-042", "expected_seconds_per_case", "270", "300"),)


def test_what_the_list_no_longer_has_is_named_and_left(database: Engine, house: Path) -> None:
    """A list without it may be half a list."""
    bring_in(database, excel(house / "1.xlsx", POTENTIAL, OTHER))
    assert bring_in(database, excel(house / "2.xlsx", POTENTIAL)).gone == ("P-043",)


@pytest.mark.parametrize(
    ("before", "after", "may"),
    [
        (Phase.IDEA, Phase.IN_OPERATION, True),
        (Phase.IN_OPERATION, Phase.IDEA, False),
        (Phase.IN_OPERATION, Phase.REJECTED, False),
        (Phase.IN_OPERATION, Phase.CLOSED, True),
        (Phase.APPROVED, Phase.REJECTED, True),
        (Phase.IDEA, Phase.CLOSED, False),
        (Phase.CLOSED, Phase.IN_OPERATION, True),
        (Phase.REJECTED, Phase.BUILDING, False),
        (Phase.REJECTED, Phase.IDEA, True),
    ],
)
def test_phases_go_their_way(before: Phase, after: Phase, may: bool) -> None:
    """Forward; back only where something real is behind it."""
    assert may_follow(before, after) is may


def test_a_phase_that_goes_no_way_is_refused_at_its_cell(database: Engine, house: Path) -> None:
    """And nothing of the list is applied."""
    bring_in(database, excel(house / "1.xlsx", POTENTIAL))
    back = POTENTIAL | {"Fase": "idé", "Fase fra": date(2026, 2, 1), "Titel": "Noget andet"}
    with pytest.raises(ImportRefused) as refused:
        bring_in(database, excel(house / "2.xlsx", back))
    [problem] = refused.value.problems
    assert (problem.row, problem.column) == (2, "Fase")
    assert "fra i drift til idé den 01-02-2026" in problem.reason


def test_the_offices_own_headings_are_read_by_a_column_file(house: Path) -> None:
    """What they call it, and what holds for a column they haven't got."""
    same = {heading: value for heading, value in POTENTIAL.items() if heading not in ("Id", "Titel", "Art")}
    theirs = {"Nr.": "P-042", "Forslag": "Helbredstillæg", **same}
    path = house / "theirs.csv"
    rows = [theirs.keys(), [f"{value:%d-%m-%Y}" if isinstance(value, date) else value for value in theirs.values()]]
    path.write_text("\n".join(";".join(map(str, row)) for row in rows), encoding="utf-8")
    (house / "kolonner.yaml").write_text("kolonner: {Id: Nr., Titel: Forslag}\nfaste: {Art: chatbot}", encoding="utf-8")
    columns = read_columns(house / "kolonner.yaml", frozenset(PotentialRow.headings()))
    [each] = read_list(path, columns).potentials
    assert (each.row.id, each.row.title, each.row.kind) == ("P-042", "Helbredstillæg", "chatbot")


def test_a_unit_nobody_has_is_refused(database: Engine, house: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the profile says which units there are."""
    known = yaml.safe_load(settings().profile_file.read_text(encoding="utf-8")) | {"units": ["Borgerservice"]}
    (house / "profile.yaml").write_text(yaml.safe_dump(known), encoding="utf-8")
    monkeypatch.setenv("GEVINST_PROFILE_FILE", str(house / "profile.yaml"))
    with pytest.raises(ImportRefused) as refused:
        bring_in(database, excel(house / "1.xlsx", POTENTIAL, OTHER | {"Enhed": "Borgerservice"}))
    assert [(each.row, each.column) for each in refused.value.problems] == [(2, "Enhed")]
