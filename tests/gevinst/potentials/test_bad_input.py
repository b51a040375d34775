"""What people do to a spreadsheet: each a Danish sentence at its cell, the same in every list, and nothing half done."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
import yaml
from openpyxl import Workbook, load_workbook
from sqlalchemy import Connection, Engine, func, select

from gevinst.errors import Refused
from gevinst.ledger.closing import close_month
from gevinst.ledger.importing import import_costs, import_harvests, import_savings
from gevinst.potentials.checking import rows_of
from gevinst.potentials.importing import import_list
from gevinst.potentials.problems import ImportRefused
from gevinst.potentials.rows import BaselineRow, CostRow, HarvestRow, PotentialRow, Row, SavingRow, TimedRow
from gevinst.potentials.stopwatch import grouped, put_timed
from gevinst.settings import settings
from gevinst.store import clock
from gevinst.store.tables import baselines, harvests, ledger_entries, potential_changes
from tests.gevinst.core import OFFICE, register_potential
from tests.gevinst.ledger.test_by_hand import COST, SAVING
from tests.gevinst.potentials.test_importing import BASELINE, POTENTIAL

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
FILES = Path(__file__).parent / "files"
"""`gammel.xls` is LibreOffice's; `laast.xlsx` is encrypted as Excel does it (agile encryption), with a password."""
TIMED = {"Potentiale": "P-042", "Aktivitet": "læs", "Sekunder": 60, "Målt af": "MÅL"}
HARVEST = {
    "Nøgle": "h-1",
    "Potentiale": "P-042",
    "Dato": "01-01-2026",
    "Varighed": "varig",
    "Årsværk": "0,50",
    "Kroner": 250000,
    "Budgetreference": "konto 4711",
    "Ansvarlig": "ABC",
}
Import = Callable[[Connection, Path], object]
LISTS: dict[str, tuple[type[Row], dict[str, Any], Import]] = {
    "listen": (PotentialRow, POTENTIAL, lambda connection, path: import_list(connection, path, OFFICE)),
    "basislinjer": (BaselineRow, BASELINE, lambda connection, path: import_list(connection, path, OFFICE)),
    "stopur": (
        TimedRow,
        TIMED,
        lambda connection, path: put_timed(connection, grouped(rows_of(path, TimedRow)), date(2026, 7, 1)),
    ),
    "besparelser": (SavingRow, SAVING, import_savings),
    "udgifter": (CostRow, COST, import_costs),
    "hjemtaget": (HarvestRow, HARVEST, import_harvests),
}
NUMBERS = {
    "listen": "Volumen pr. år",
    "basislinjer": "Sekunder pr. sag",
    "stopur": "Sekunder",
    "besparelser": "Antal",
    "udgifter": "Timer",
    "hjemtaget": "Kroner",
}
"""One column of each list that holds a number."""


@pytest.fixture(autouse=True)
def _in_june(database: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    moment = clock.from_datetime(datetime(2026, 6, 15, 9, tzinfo=UTC))
    monkeypatch.setattr(clock.offset, "microseconds", moment - clock.host_now_us())
    register_potential(database)


def sheet_of(kind: str, path: Path, *changes: dict[str, Any], name: str = "Ark1") -> Path:
    """A list of one kind in Excel, a row for each change of a right one."""
    model, right, _ = LISTS[kind]
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = name
    sheet.append(model.headings())
    for change in changes or ({},):
        sheet.append([(right | change).get(heading) for heading in model.headings()])
    book.save(path)
    return path


def said(engine: Engine, kind: str, path: Path) -> list[str]:
    """What the import complains of, as the command line writes it; nothing at all was kept."""
    counted = (ledger_entries, harvests, baselines, potential_changes)
    with engine.begin() as connection:
        before = [connection.execute(select(func.count()).select_from(table)).scalar() for table in counted]
        with pytest.raises(Refused) as refused:
            LISTS[kind][2](connection, path)
        connection.rollback()
    with engine.connect() as connection:
        assert [connection.execute(select(func.count()).select_from(table)).scalar() for table in counted] == before
    if isinstance(refused.value, ImportRefused):
        return [f"{each.sheet} {each.row} {each.column}: {each.reason}" for each in refused.value.problems]
    return [refused.value.detail]


WHOLE = {
    "listen": "skal være et helt tal på 0 eller mere",
    "besparelser": "skal være et helt tal mellem 1 og 10.000.000",
}
WHOLE |= dict.fromkeys(("basislinjer", "stopur"), "skal være hele sekunder mellem 1 og 28800 (8 timer)")
WHOLE |= {"udgifter": "skal være mellem 0 og 10.000 timer", "hjemtaget": "skal være hele kroner, 0 eller mere"}


@pytest.mark.parametrize("kind", LISTS)
def test_a_number_that_is_none_is_named_at_its_cell(database: Engine, house: Path, kind: str) -> None:
    """Minutes with their unit, a negative one, a formula that fails, one never calculated, one merged with the row above."""
    column, model = NUMBERS[kind], LISTS[kind][0]
    letter = "ABCDEFGHIJKLMNO"[model.headings().index(column)]
    path = sheet_of(kind, house / "l.xlsx", {column: "12 min"}, {column: -5}, {column: "-5"}, {}, {}, {}, {})
    book = load_workbook(path)
    sheet = book["Ark1"]
    sheet[f"{letter}5"].value, sheet[f"{letter}5"].data_type = "#REF!", "e"
    sheet[f"{letter}6"].value = "=1+1"
    sheet.merge_cells(f"{letter}7:{letter}8")
    book.save(path)
    told = [each for each in said(database, kind, path) if f" {column}: " in each]
    assert told == [
        f"Ark1 2 {column}: '12 min' er ikke et tal; skriv kun tallet, uden enhed: 12",
        f"Ark1 3 {column}: {WHOLE[kind]}",
        f"Ark1 4 {column}: {WHOLE[kind]}",
        f"Ark1 5 {column}: formlen i cellen giver fejlen #REF!; ret den i Excel",
        f"Ark1 6 {column}: formlen i cellen er ikke regnet ud; åbn filen i Excel, og gem den igen",
        f"Ark1 8 {column}: cellen er flettet sammen med en anden; ophæv fletningen, og udfyld hver celle",
    ]


@pytest.mark.parametrize("kind", LISTS)
def test_a_file_of_another_kind_is_one_sentence(database: Engine, house: Path, kind: str) -> None:
    """Another list's sheet, a real .xls under both names, one really locked with a password."""
    other = "hjemtaget" if kind in ("listen", "basislinjer", "stopur") else "listen"
    wrong = sheet_of(other, house / "forkert.xlsx", name="Gevinster")
    headings = LISTS[kind][0].headings() if kind != "basislinjer" else PotentialRow.headings()
    seen = ", ".join(LISTS[other][0].headings()[:4])
    assert said(database, kind, wrong) == [
        f"forkert.xlsx har ingen tabel med overskrifterne {', '.join(headings)}. I filen er: 'Gevinster' ({seen}, …)"
    ]
    old = "gammel.xls er en gammel Excel-fil (.xls); åbn den i Excel, og gem den som .xlsx"
    assert said(database, kind, FILES / "gammel.xls") == [old]
    renamed = house / "omdøbt.xlsx"
    renamed.write_bytes((FILES / "gammel.xls").read_bytes())
    assert said(database, kind, renamed) == [old.replace("gammel.xls", "omdøbt.xlsx", 1)]
    locked = "laast.xlsx er låst med en adgangskode; fjern den i Excel, og gem filen igen som .xlsx"
    assert said(database, kind, FILES / "laast.xlsx") == [locked]
    misnamed = house / "liste.csv"
    misnamed.write_bytes(wrong.read_bytes())
    assert said(database, kind, misnamed) == [
        "liste.csv er en Excel-fil; giv den navnet .xlsx, eller gem den i Excel som CSV"
    ]


def test_a_hundred_thousand_rows_are_refused_and_empty_formatted_ones_are_not(database: Engine, house: Path) -> None:
    """The one is another file; the others somebody only coloured."""
    long, coloured = house / "lang.xlsx", house / "farvet.xlsx"
    with xlsxwriter.Workbook(long, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        for number in range(100_000):
            sheet.write_number(number, 0, number)
    assert said(database, "listen", long) == ["lang.xlsx har mere end 20.000 rækker; er det den rigtige fil?"]
    with xlsxwriter.Workbook(coloured) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, LISTS["stopur"][0].headings())
        sheet.write_row(1, 0, list(TIMED.values()))
        sheet.write_blank(30_000, 0, None, book.add_format({"bg_color": "yellow"}))
    assert len(rows_of(coloured, TimedRow)) == 1


@pytest.mark.parametrize("kind", LISTS)
def test_a_heading_that_is_merged_or_doubled_is_named(database: Engine, house: Path, kind: str) -> None:
    """Over the two first columns, further to the right, and one that stands twice."""
    headings = LISTS[kind][0].headings()
    sentences = []
    for cells in ("A1:B1", "C1:D1"):
        path = sheet_of(kind, house / "l.xlsx")
        book = load_workbook(path)
        book["Ark1"].merge_cells(cells)
        book.save(path)
        sentences += said(database, kind, path)
    remedy = "ophæv fletningen, og giv hver kolonne sin overskrift"
    assert sentences == [
        f"Ark1, række 1: overskriften i B1 er flettet sammen med en anden; {remedy}",
        f"Ark1 1 {headings[3]}: kolonnen mangler; overskriften i D1 er flettet sammen med en anden: {remedy}",
    ]
    book = load_workbook(sheet_of(kind, house / "l.xlsx"))
    book["Ark1"].cell(1, len(headings) + 1, headings[2])
    book.save(house / "l.xlsx")
    assert said(database, kind, house / "l.xlsx") == [
        f"Ark1 1 {headings[2]}: står to gange; giv hver kolonne sin egen overskrift"
    ]


DAYS = {"listen": "Fase fra", "basislinjer": "Gælder fra", "udgifter": "Dato", "hjemtaget": "Dato"}


@pytest.mark.parametrize("kind", DAYS)
def test_a_date_is_read_as_danes_write_it_or_named(database: Engine, house: Path, kind: str) -> None:
    """As text of four forms it is a day; words, a day there isn't and Excel's bare number are not."""
    days = ("01-03-2026", "1. marts 2026", "2026-03-01", datetime(2026, 3, 1))  # noqa: DTZ001 (Excel's)
    path = sheet_of(kind, house / "l.xlsx", *({DAYS[kind]: day} for day in days))
    model = LISTS[kind][0]
    field = next(name for name, each in model.model_fields.items() if each.alias == DAYS[kind])
    assert {getattr(each.row, field) for each in rows_of(path, model)} == {date(2026, 3, 1)}
    wrong = sheet_of(kind, house / "w.xlsx", *({DAYS[kind]: day} for day in ("primo 2026", "31-02-2026", 46082)))
    told = [each.partition(": ")[2] for each in said(database, kind, wrong) if f" {DAYS[kind]}: " in each]
    assert told == [f"'{day}' er ikke en dato; skriv fx 01-03-2026" for day in ("primo 2026", "31-02-2026", "46082")]


def test_a_month_already_closed_is_told_at_its_cell(database: Engine, house: Path) -> None:
    """The line is late and counts in the first open month; nobody learns it from a sum."""
    with database.begin() as connection:
        close_month(connection, "2026-03", initials="PRO")
        done = [import_savings(connection, sheet_of("besparelser", house / "b.xlsx"))]
        done += [import_costs(connection, sheet_of("udgifter", house / "u.xlsx"))]
    told = [f"{each.row} {each.column}: {each.reason}" for entered in done for each in entered.moved]
    assert told == [
        f"2 {column}: 2026-03 er lukket; linjen står i 2026-04 og tæller med der" for column in ("Måned", "Dato")
    ]


@pytest.mark.parametrize(
    ("kind", "changes", "sentences"),
    [
        ("listen", ({}, {}), ["Ark1 3 Id: P-042 står også i række 2"]),
        ("basislinjer", ({}, {}), ["Ark1 3 Gælder fra: samme aktivitet og dato står to gange"]),
        ("besparelser", ({}, {}), ["Ark1 3 Nøgle: selvbetjening-2026-03 står også i række 2"]),
        ("udgifter", ({}, {}), ["Ark1 3 Nøgle: udvikling-1 står også i række 2"]),
        ("hjemtaget", ({}, {}), ["Ark1 3 Nøgle: h-1 står også i række 2"]),
        (
            "listen",
            ({"Enhed": "Pension og Ydelse"}, {"Id": "P-043", "Enhed": "Havnen"}),
            [
                "Ark1 2 Enhed: 'Pension og Ydelse' kendes ikke; mente I 'Pension og Ydelser'?",
                "Ark1 3 Enhed: 'Havnen' kendes ikke; brug en af: Pension og Ydelser, Borgerservice",
            ],
        ),
        (
            "listen",
            ({"Fase": "lukket", "Fase fra": "16-06-2026"},),
            ["Ark1 2 Fase fra: ligger i fremtiden; skriv den fase, det er i nu"],
        ),
        (
            "listen",
            ({"Forventede minutter pr. sag": 481},),
            ["Ark1 2 Forventede minutter pr. sag: skal være mere end 0 og højst 480 minutter"],
        ),
        *(
            (kind, ({NUMBERS[kind]: 28801},), [f"Ark1 2 {NUMBERS[kind]}: {WHOLE[kind]}"])
            for kind in ("basislinjer", "stopur")
        ),
        (
            "besparelser",
            ({"Måned": "2026-06"},),
            ["Ark1 2 Måned: er ikke slut; den kan indlæses, når antallet er endeligt"],
        ),
        ("udgifter", ({"Dato": "16-06-2026"},), ["Ark1 2 Dato: ligger i fremtiden"]),
        (
            "besparelser",
            ({"Potentiale": "P-999"}, {"Nøgle": "b", "Aktivitet": "besvar"}, {"Nøgle": "c", "Måned": "2022-12"}),
            [
                "Ark1 2 Potentiale: P-999 findes ikke i registret; se `gevinst potentials list`",
                "Ark1 3 Aktivitet: P-042 har ingen basislinje den 31-03-2026; "
                "indlæs en, der gælder fra 31-03-2026 eller før, på listens ark Basislinjer",
                "Ark1 4 Potentiale: P-042 er ikke i drift den 31-12-2022 (først fra 01-01-2023); var det det, så "
                "indlæs potentialelisten med fasen 'i drift' og den dag, det kom i drift, i 'Fase fra'",
            ],
        ),
        (
            "listen",
            ({"Links": "https://eksempel.dk/proces \n www.eksempel.dk"},),
            [
                "Ark1 2 Links: 'www.eksempel.dk' er ikke et link; "
                "skriv hele adressen, fx https://www.eksempel.dk, og ét link pr. linje"
            ],
        ),
    ],
)
def test_what_cannot_be_is_named_with_its_remedy(
    database: Engine, house: Path, kind: str, changes: tuple[dict[str, Any], ...], sentences: list[str]
) -> None:
    """Ids and keys that stand twice, units nobody knows, what hasn't happened yet, more than a working day."""
    profile = yaml.safe_load(settings().profile_file.read_text(encoding="utf-8"))
    own = house / "profil.yaml"
    own.write_text(yaml.safe_dump(profile | {"units": ["Pension og Ydelser", "Borgerservice"]}), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GEVINST_PROFILE_FILE", str(own))
        assert said(database, kind, sheet_of(kind, house / "l.xlsx", *changes)) == sentences
