"""The potential list: read as people write it, refused whole with every bad row named, applied once."""

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from sqlalchemy import Engine, func, select

from gevinst.errors import Refused
from gevinst.potentials.importing import Imported, import_list, read_list
from gevinst.potentials.potential import Phase
from gevinst.potentials.problems import ImportRefused
from gevinst.potentials.register import get_potential, list_potentials
from gevinst.potentials.rows import BaselineRow, PotentialRow
from gevinst.store.tables import baseline_approvals, baselines, ledger_entries, potentials
from tests.gevinst.core import OFFICE, put, run

POTENTIAL = {
    "Id": "P-042",
    "Titel": "Helbredstillæg: prisoverslag og regninger",
    "Enhed": "Pension og Ydelser",
    "Ejer": "Afdelingsleder",
    "Digital agent": "Digital agent, Pension",
    "Art": "Softwarerobot",
    "Fase": "i drift",
    "Fase fra": date(2026, 1, 1),
    "Volumen pr. år": 4200,
    "Forventet andel (%)": 80,
    "Forventede minutter pr. sag": "4,5",
    "KLE-emne": "32.03.12",
    "KLE-facet": "G01",
}
BASELINE = {
    "Potentiale": "P-042",
    "Aktivitet": "læs",
    "Sekunder pr. sag": 90,
    "Metode": "stopur",
    "Stikprøve": 30,
    "Målt af": "MÅL",
    "Gælder fra": "01-01-2026",
    "Godkendt af leder": "LED",
    "Godkendt af projektkontor": "PRO",
}


def excel(path: Path, *rows: dict[str, object], baselines: tuple[dict[str, object], ...] = (), title: str = "") -> Path:
    """A workbook with the two sheets, and optionally a title above the headings."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Potentialer"
    if title:
        sheet.append([title])
        sheet.append([])
    sheet.append(PotentialRow.headings())
    for row in rows:
        sheet.append([row.get(heading) for heading in PotentialRow.headings()])
    second = book.create_sheet("Basislinjer")
    second.append(BaselineRow.headings())
    for row in baselines:
        second.append([row.get(heading) for heading in BaselineRow.headings()])
    book.save(path)
    return path


def bring_in(engine: Engine, path: Path) -> Imported:
    """Import in a transaction of its own, as the command does."""
    with engine.begin() as connection:
        return import_list(connection, path, OFFICE)


def complaints(path: Path) -> dict[tuple[int, str], str]:
    """What is wrong with a file, by row and column."""
    with pytest.raises(ImportRefused) as refused:
        read_list(path)
    return {(problem.row, problem.column): problem.reason for problem in refused.value.problems}


def test_a_list_is_imported_with_its_measurements_and_approvals(database: Engine, house: Path) -> None:
    """Danish words and numbers become what the register stores; title rows above the headings are no obstacle."""
    path = excel(house / "l.xlsx", POTENTIAL, baselines=(BASELINE,), title="Potentialeliste (ILLUSTRATIV)")
    assert bring_in(database, path) == Imported(1, 0, 0, 1, 0, 2, illustrative=True, unused_headings=())
    with database.connect() as connection:
        known = get_potential(connection, "P-042")
        assert known is not None
        assert (known.kind, known.expected_seconds_per_case, known.expected_share_percent) == (
            "robot",
            270,
            Decimal(80),
        )
        assert known.phases == ((date(2026, 1, 1), Phase.IN_OPERATION),)
        assert known.illustrative
        assert connection.execute(select(baselines.c.seconds_per_case, baselines.c.activity)).all() == [(90, "read")]


def test_the_same_file_again_changes_nothing(database: Engine, house: Path) -> None:
    """Not even the time of the last change moves."""
    path = excel(house / "l.xlsx", POTENTIAL, {**POTENTIAL, "Id": "P-043"}, baselines=(BASELINE,))
    bring_in(database, path)
    with database.connect() as connection:
        before = connection.execute(select(potentials).order_by(potentials.c.id)).all()
    assert bring_in(database, path) == Imported(0, 0, 2, 0, 1, 0, illustrative=False, unused_headings=())
    with database.connect() as connection:
        assert connection.execute(select(potentials).order_by(potentials.c.id)).all() == before
        assert connection.execute(select(func.count()).select_from(baseline_approvals)).scalar() == 2


def test_a_new_phase_keeps_the_ones_before(database: Engine, house: Path) -> None:
    """The list shows where a potential is now; where it has been stays known, also if an old list comes again."""
    old = excel(house / "old.xlsx", {**POTENTIAL, "Fase": "under udvikling", "Fase fra": "1. maj 2025"})
    new = excel(house / "new.xlsx", POTENTIAL)
    bring_in(database, old)
    bring_in(database, new)
    assert bring_in(database, old).unchanged == 1
    with database.connect() as connection:
        (known,) = list_potentials(connection)
    assert [phase for _, phase in known.phases] == [Phase.BUILDING, Phase.IN_OPERATION]


def test_every_bad_row_is_named_with_column_and_reason(house: Path) -> None:
    """Whoever keeps the list mends it in one go."""
    wrong = {
        **POTENTIAL,
        "Id": "42",
        "Enhed": None,
        "Art": "trylleri",
        "Fase fra": "31-02-2026",
        "Volumen pr. år": "4.5",
        "Forventet andel (%)": 120,
        "KLE-emne": "32.3.12",
        "Ejer": "070248-1239",
    }
    path = excel(house / "l.xlsx", POTENTIAL, wrong, POTENTIAL, baselines=({**BASELINE, "Godkendt af leder": "MÅL"},))
    found = complaints(path)
    assert found[3, "Id"].endswith("har ikke formen P-042")
    assert found[3, "Enhed"] == "skal udfyldes"
    assert "softwarerobot" in found[3, "Art"]
    assert "ikke en dato" in found[3, "Fase fra"]
    assert "komma" in found[3, "Volumen pr. år"]
    assert found[3, "Forventet andel (%)"] == "skal være mellem 0 og 100"
    assert "32.03.12" in found[3, "KLE-emne"]
    assert "CPR" in found[3, "Ejer"]
    assert "1239" not in found[3, "Ejer"]
    assert "tre forskellige" in found[2, ""]
    assert found[4, "Id"] == "P-042 står også i række 2"
    assert len(found) == 10


def test_a_cell_without_a_value_says_why(house: Path) -> None:
    """Merged with its neighbour, a formula that fails, minutes with their unit, a negative volume: each at its cell."""
    path = excel(
        house / "l.xlsx",
        POTENTIAL | {"Forventede minutter pr. sag": "12 min", "Volumen pr. år": -5},
        POTENTIAL | {"Id": "P-043"},
    )
    book = load_workbook(path)
    sheet = book["Potentialer"]
    sheet.merge_cells("B2:C2")
    sheet["I3"].value, sheet["I3"].data_type = "#REF!", "e"
    book.save(path)
    found = complaints(path)
    assert "'12 min' er ikke et tal" in found[2, "Forventede minutter pr. sag"]
    assert found[2, "Volumen pr. år"] == "skal være et helt tal på 0 eller mere"
    assert "flettet" in found[2, "Enhed"]
    assert "#REF!" in found[3, "Volumen pr. år"]
    assert len(found) == 4


def test_an_id_that_stands_twice_is_refused(house: Path) -> None:
    """The second row names the first."""
    assert complaints(excel(house / "l.xlsx", POTENTIAL, POTENTIAL)) == {(3, "Id"): "P-042 står også i række 2"}


def test_nothing_is_applied_when_one_row_is_wrong(database: Engine, house: Path) -> None:
    """A baseline for a potential nobody knows keeps the whole list out."""
    path = excel(house / "l.xlsx", POTENTIAL, baselines=(BASELINE, {**BASELINE, "Potentiale": "P-999"}))
    with pytest.raises(ImportRefused) as refused:
        bring_in(database, path)
    assert [(each.row, each.column) for each in refused.value.problems] == [(3, "Potentiale")]
    with database.connect() as connection:
        assert list_potentials(connection) == []


def test_a_measurement_is_never_rewritten(database: Engine, house: Path) -> None:
    """The same day with another number is refused, and so is a day between two; a later day is the next version."""
    unapproved = {**BASELINE, "Godkendt af leder": None, "Godkendt af projektkontor": None}
    bring_in(database, excel(house / "1.xlsx", POTENTIAL, baselines=(unapproved,)))
    with pytest.raises(ImportRefused, match="1 fejl"):
        bring_in(database, excel(house / "2.xlsx", POTENTIAL, baselines=({**BASELINE, "Sekunder pr. sag": 80},)))
    both = (BASELINE, {**BASELINE, "Gælder fra": datetime(2026, 5, 1), "Sekunder pr. sag": 60})  # noqa: DTZ001 (Excel's)
    done = bring_in(database, excel(house / "4.xlsx", POTENTIAL, baselines=both))
    assert (done.baselines_new, done.baselines_unchanged, done.approvals_new) == (1, 1, 4)
    with pytest.raises(ImportRefused):
        bring_in(database, excel(house / "3.xlsx", POTENTIAL, baselines=({**BASELINE, "Gælder fra": "01-02-2026"},)))
    with pytest.raises(ImportRefused):
        bring_in(database, excel(house / "5.xlsx", POTENTIAL, baselines=({**BASELINE, "Godkendt af leder": "NY"},)))


def test_a_measurement_under_existing_entries_is_refused(database: Engine, house: Path) -> None:
    """Entries that already rest on those days would silently mean something else."""
    from gevinst.items.case import Credit

    bring_in(database, excel(house / "1.xlsx", POTENTIAL, baselines=({**BASELINE, "Gælder fra": "01-01-2023"},)))
    put(database)
    run(database, lambda case: case.checkpoint("read", str, lambda: "", Credit("read")))
    with database.connect() as connection:
        assert connection.execute(select(func.count()).select_from(ledger_entries)).scalar() == 1
    with pytest.raises(ImportRefused) as refused:
        bring_in(database, excel(house / "2.xlsx", POTENTIAL, baselines=({**BASELINE, "Gælder fra": "01-02-2023"},)))
    assert "posteringer" in refused.value.problems[0].reason


@pytest.mark.parametrize(("separator", "encoding"), [(";", "cp1252"), (";", "utf-8-sig"), (",", "utf-8")])
def test_csv_as_excel_writes_it(house: Path, separator: str, encoding: str) -> None:
    """Semicolons and Windows' letters, or commas and UTF-8: the same row."""
    row = POTENTIAL | {"Fase fra": "01-01-2026"}
    cells = [[*row], [f'"{value}"' for value in row.values()]]
    path = house / "l.csv"
    path.write_text("\n".join(separator.join(map(str, line)) for line in cells), encoding=encoding)
    (each,) = read_list(path).potentials
    assert each.row.title == POTENTIAL["Titel"]
    assert each.row.expected_seconds_per_case == 270


def test_a_percentage_is_what_people_see(house: Path) -> None:
    """A cell that shows 80 % holds 0.8, and means 80."""
    path = excel(house / "l.xlsx", {**POTENTIAL, "Forventet andel (%)": 0.8})
    book = load_workbook(path)
    book["Potentialer"]["J2"].number_format = "0%"
    book.save(path)
    assert read_list(path).potentials[0].row.expected_share_percent == Decimal(80)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("none.xlsx", None, "findes ikke"),
        ("list.docx", b"x", "hverken Excel"),
        ("old.xls", b"\xd0\xcf\x11\xe0", "gammel Excel-fil"),
        ("long.csv", b"Id;Titel\n" + b"P-1;x\n" * 100_000, "rækker"),
        ("broken.xlsx", b"not a zip", "kan ikke læses"),
        ("other.csv", b"A;B\n1;2\n", "har ingen tabel"),
        ("half.csv", b"Id;Titel\nP-1;x\n", "1 fejl"),
    ],
)
def test_a_file_that_is_no_list_is_one_danish_sentence(
    house: Path, name: str, content: bytes | None, said: str
) -> None:
    """Missing, of another kind, broken or without the headings."""
    path = house / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(Refused, match=said):
        read_list(path)
