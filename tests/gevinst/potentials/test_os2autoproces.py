"""OS2autoproces' own file comes in and the register goes out under its headings; what doesn't fit is told, nothing is lost."""

import csv
import json
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from sqlalchemy import Engine

from gevinst.potentials.importing import Imported
from gevinst.potentials.os2autoproces import fields as f
from gevinst.potentials.os2autoproces.importing import import_catalogue
from gevinst.potentials.os2autoproces.writing import Exported, export_catalogue
from gevinst.potentials.potential import Phase, Potential
from gevinst.potentials.problems import ImportRefused
from gevinst.potentials.register import get_potential, list_potentials, put_potential
from gevinst.potentials.words import PHASES
from gevinst.store import clock
from tests.gevinst.cli.test_cli import answer, complaint
from tests.gevinst.core import OFFICE

PROCESS: dict[str, Any] = {
    f.ID: 1234,
    f.TITLE: "Journalisering af flytninger",
    f.SUMMARY: "Robotten journaliserer flytninger",
    f.PHASE: "Drift",
    f.STATUS: "I gang",
    f.REPORTER: "Rikke Robot",
    f.OWNER: "Fie Faglig",
    f.CONTACT: "Kim Kontakt",
    f.UNITS: "Borgerservice",
    f.KLE: "23.05.10",
    f.CREATED: date(2023, 2, 1),
    f.CHANGED: date(2025, 11, 3),
    f.VOLUME: 52.0,
    f.MINUTES: 1.67,
    f.SHARE: 90.0,
    f.HOURS: 1,
    f.TECHNOLOGY: "RPA,UiPath",
    "Skedulering": "Dagligt",
    f.STARTED: date(2024, 5, 1),
    f.CASE: "26/1234",
    f.LINKS: "https://www.os2autoproces.eu/details/1234\nhttps://git.eksempel.dk/robot\nintern note",
}


@pytest.fixture(autouse=True)
def _in_june(monkeypatch: pytest.MonkeyPatch) -> None:
    moment = clock.from_datetime(datetime(2026, 6, 15, 9, tzinfo=UTC))
    monkeypatch.setattr(clock.offset, "microseconds", moment - clock.host_now_us())


def theirs(path: Path, *changes: dict[str, Any]) -> Path:
    """The catalogue's file: every heading it has, a row for each change of a process."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = f.SHEET
    sheet.append(list(f.HEADINGS))
    for change in changes or ({},):
        sheet.append([(PROCESS | change).get(heading) for heading in f.HEADINGS])
    book.save(path)
    return path


def bring_in(engine: Engine, path: Path) -> Imported:
    """Import in a transaction of its own."""
    with engine.begin() as connection:
        return import_catalogue(connection, path, OFFICE)


def registered(engine: Engine, number: str) -> Potential:
    """A potential that is there."""
    with engine.connect() as connection:
        found = get_potential(connection, number)
    assert found is not None
    return found


def test_a_process_becomes_a_potential_and_is_found_again(database: Engine, house: Path) -> None:
    """Its number, people, three numbers and links are ours; the same file changes nothing, an edited one just that."""
    done = bring_in(database, theirs(house / "p.xlsx"))
    assert registered(database, "OS-1234") == Potential(
        id="OS-1234",
        title="Journalisering af flytninger",
        unit="Borgerservice",
        owner="Fie Faglig",
        digital_agent="Kim Kontakt",
        kind="robot",
        volume_per_year=52,
        expected_share_percent=Decimal(90),
        expected_seconds_per_case=100,
        kle_subject="23.05.10",
        links=("https://www.os2autoproces.eu/details/1234", "https://git.eksempel.dk/robot"),
        case_reference="26/1234",
        phases=((date(2024, 5, 1), Phase.IN_OPERATION),),
    )
    assert done.remarks == (
        "Række 2: status 'I gang' følger ikke med; registret har kun fasen",
        "Række 2: 'intern note' er ikke et link og følger ikke med",
        "Registret har ikke disse kolonner; så mange celler følger ikke med: "
        "Resumé (1), Indberetter (1), Skedulering (1)",
    )
    again = bring_in(database, theirs(house / "p.xlsx", {f.CHANGED: date(2026, 1, 1)}))
    assert (again.unchanged, again.changes) == (1, ())
    edited = bring_in(database, theirs(house / "p.xlsx", {f.VOLUME: 60, f.UNITS: "Borgerservice,Skat"}))
    assert [(each.field, each.before, each.after) for each in edited.changes] == [("volume_per_year", "52", "60")]
    gone = bring_in(database, theirs(house / "p.xlsx", {f.ID: 99, f.LINKS: None}))
    assert (gone.new, gone.gone) == (1, ("OS-1234",))


def test_each_of_its_phases_is_one_of_ours_and_back(database: Engine, house: Path) -> None:
    """Seven there, seven here: implementing is building, and rejected is a state there."""
    rows = [{f.ID: 1 + place, f.PHASE: name, f.LINKS: None} for place, name in enumerate(f.PHASES)]
    rows += [{f.ID: 11 + place, f.PHASE: "Foranalyse", f.STATUS: status} for place, status in enumerate(f.GIVEN_UP)]
    rows[6] |= {f.STOPPED: date(2026, 1, 31)}
    bring_in(database, theirs(house / "p.xlsx", *rows))
    with database.connect() as connection:
        found = {each.id: (each.phases[-1][1], each.phases[-1][0]) for each in list_potentials(connection)}
        export_catalogue(connection, house / "ud.xlsx")
    changed = date(2025, 11, 3)
    assert found == {
        "OS-1": (Phase.IDEA, date(2023, 2, 1)),
        "OS-2": (Phase.ANALYSED, changed),
        "OS-3": (Phase.APPROVED, changed),
        "OS-4": (Phase.BUILDING, changed),
        "OS-5": (Phase.BUILDING, changed),
        "OS-6": (Phase.IN_OPERATION, date(2024, 5, 1)),
        "OS-7": (Phase.CLOSED, date(2026, 1, 31)),
        **dict.fromkeys(("OS-11", "OS-12", "OS-13"), (Phase.REJECTED, changed)),
    }
    assert set(PHASES) == {phase for phase, _ in found.values()}
    again = bring_in(database, house / "ud.xlsx")
    assert (again.unchanged, again.changed, again.new) == (10, 0, 0)


def test_the_register_goes_out_under_its_headings_and_comes_back_whole(database: Engine, house: Path) -> None:
    """A title over 65 characters, a share with decimals and a facet don't fit: each is named, and none is changed by return."""
    title = "Registrering, journalisering og kvittering af prisoverslag og regninger på briller"
    ours = Potential(
        id="P-042",
        title=title,
        unit="Pension og Ydelser",
        owner="Lederen",
        digital_agent="Agenten",
        kind="changed process",
        volume_per_year=9500,
        expected_share_percent=Decimal("62.50"),
        expected_seconds_per_case=271,
        kle_subject="32.03.12",
        kle_facet="G01",
        illustrative=True,
        phases=((date(2025, 1, 1), Phase.ANALYSED), (date(2026, 1, 1), Phase.REJECTED)),
    )
    with database.begin() as connection:
        put_potential(connection, ours, OFFICE)
        done = export_catalogue(connection, house / "ud.xlsx")
        export_catalogue(connection, house / "ud.json")
    assert done == Exported(
        1,
        (
            f"P-042: titlen har {len(title)} tegn, og der er plads til 65; den er kortet af",
            "P-042: andelen 62,5 % er rundet af til hele procent",
            "KLE-facetten har ingen kolonne: 1 følger ikke med",
        ),
    )
    sheet = load_workbook(house / "ud.xlsx")[f.SHEET]
    assert [cell.value for cell in sheet[1]] == list(f.HEADINGS)
    said = {cell.value: sheet.cell(2, cell.column).value for cell in sheet[1]}
    assert (len(said[f.TITLE]), said[f.SUMMARY], said[f.STATUS], said[f.PHASE]) == (65, title, "Afvist", "Foranalyse")
    assert (said[f.VOLUME], said[f.MINUTES], said[f.SHARE], said[f.HOURS]) == (9500, 4.52, 63, 446.96)
    [by_field] = json.loads((house / "ud.json").read_text(encoding="utf-8"))
    assert (by_field["phase"], by_field["status"], by_field["form"]) == ("PREANALYSIS", "REJECTED", "32.03.12G01")
    assert by_field["timeSpendPerOccurance"] == 4.52
    assert bring_in(database, house / "ud.xlsx").unchanged == 1
    assert registered(database, "P-042") == ours


def test_numbers_it_left_out_leave_ours_alone(database: Engine, house: Path) -> None:
    """0 is what its form starts with, and since 2024 they may be empty."""
    bring_in(database, theirs(house / "p.xlsx"))
    bring_in(database, theirs(house / "p.xlsx", {f.VOLUME: 0, f.MINUTES: None, f.SHARE: 0}))
    kept = registered(database, "OS-1234")
    assert (kept.volume_per_year, kept.expected_seconds_per_case, kept.expected_share_percent) == (52, 100, Decimal(90))
    as_csv = house / "p.csv"
    cells = PROCESS | {f.VOLUME: "0", f.MINUTES: "0,0", f.SHARE: "0"}
    with as_csv.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerows([f.HEADINGS, [_as_csv(cells.get(heading)) for heading in f.HEADINGS]])
    bring_in(database, as_csv)
    assert registered(database, "OS-1234") == kept


def _as_csv(cell: object) -> object:
    return f"{cell:%d-%m-%Y}" if isinstance(cell, date) else cell


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_is_wrong_is_named_by_its_headings(
    database: Engine, house: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """And nothing came in; the preview tells the rest."""
    path = theirs(
        house / "p.xlsx",
        {f.ID: None},
        {f.ID: 2, f.PHASE: "Hyggefase", f.UNITS: None},
        {f.ID: 3, f.MINUTES: 481, f.SHARE: 101},
        {f.ID: 4, f.OWNER: None, f.CONTACT: None, f.REPORTER: None},
    )
    with pytest.raises(ImportRefused) as refused:
        bring_in(database, path)
    assert [(each.row, each.column) for each in refused.value.problems] == [
        (2, f.ID),
        *[(3, f.UNITS), (3, f.PHASE)],
        *[(4, f.SHARE), (4, f.MINUTES)],
        *[(5, f.OWNER), (5, f.CONTACT)],
    ]
    future = theirs(house / "p.xlsx", {f.STARTED: date(2026, 7, 1)})
    refused_at = complaint(capsys, "potentials", "import", str(future), "--preview", "--from", "os2autoproces")
    assert f"Processer, række 2, {f.CHANGED}: ligger i fremtiden" in refused_at
    vague = theirs(house / "p.xlsx", {f.TECHNOLOGY: "Excel", f.OWNER: None, f.KLE: "23.05", f.STARTED: None})
    seen = answer(capsys, "potentials", "import", str(vague), "--preview", "--from", "os2autoproces")
    assert "arten er sat til 'andet'; 'Anvendt teknologi' er excel." in seen
    assert "'Faglig kontaktperson' er tom; 'Kontaktperson' er brugt i stedet." in seen
    assert "'KLE-nr' er '23.05', der ikke er et KLE-emne som 32.03.12; det følger ikke med." in seen
    assert "'Løsningen sat i drift' er tom; fasen er dateret 'Sidst opdateret'." in seen
    with database.connect() as connection:
        assert list_potentials(connection) == []
    assert "0 potentialer" in answer(capsys, "potentials", "export", str(house / "u.json"), "--as", "os2autoproces")
