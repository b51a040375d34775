"""The Excel file: its lists sum to the figures, its charts draw from its sheets, and LibreOffice reads what was written."""

import re
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook
from sqlalchemy import Engine, insert, update

from gevinst.ledger.harvests import Harvest, Permanence, record
from gevinst.ledger.reversal import reverse
from gevinst.office import convert
from gevinst.reports.excel import write_workbook
from gevinst.reports.figures import Figures, compute_figures
from gevinst.reports.lines import total
from gevinst.reports.workbook import sheets
from gevinst.store.tables import ledger_exceptions, ledger_notes, potentials
from tests.gevinst.reports.conftest import Post, item_of

MONTH = "2026-11"
ENTRIES = f"Posteringer {MONTH}"


@pytest.fixture
def month(ledger: Engine, post: Post) -> Engine:
    """A month with something for every sheet, and a title that would be a formula."""
    first = post(date(2026, 11, 3), 3600, robot_ms=5400)
    item = item_of(ledger, first)
    post(date(2026, 11, 3), 600, activity="file", item_id=item)
    post(
        date(2026, 11, 3),
        150,
        kind="human time",
        item_id=item,
        baseline_id=None,
        activity="handover",
        source="estimate",
    )
    cost = post(
        date(2026, 11, 5),
        60,
        kind="cost",
        activity="licence",
        source="costs",
        source_key="1",
        amount_ore=12_345,
        baseline_id=None,
    )
    wrong = post(date(2026, 11, 6), 120, potential_id="P-101")
    post(date(2026, 10, 6), 5400, potential_id="P-101")
    with ledger.begin() as connection:
        reverse(connection, wrong, reason="prøve", initials="PRO")
        connection.execute(insert(ledger_notes).values(entry_id=cost, reason="faktura 17"))
        connection.execute(
            insert(ledger_exceptions).values(
                item_id=item, activity="check", units=2, robot_ms=0, potential_id="P-042", reason="no baseline",
                occurred_at=1, recorded_at=1,
            )
        )  # fmt: skip
        record(
            connection,
            Harvest("h1", "P-042", date(2026, 6, 1), Permanence.LASTING, 50, 250_000, "konto 5.32", "PRO"),
        )
        connection.execute(update(potentials).where(potentials.c.id == "P-101").values(title="=1+1", unit="@SUM(A1)"))
    return ledger


def written(engine: Engine, into: Path) -> tuple[Figures, Path]:
    """The month's figures and workbook."""
    with engine.connect() as connection:
        figures = compute_figures(connection, MONTH)
        write_workbook(figures, into, connection)
    return figures, into


def rows(book: Workbook, sheet: str) -> list[dict[str, Any]]:
    """The rows of a sheet by their headings."""
    heading, *others = list(book[sheet].iter_rows(values_only=True))
    return [dict(zip(map(str, heading), row, strict=True)) for row in others]


def values(sheet: Any) -> dict[str, object]:
    """Every cell that holds something; fractions to the fifteen digits that LibreOffice keeps."""
    cells = {cell.coordinate: cell.value for row in sheet.iter_rows() for cell in row if cell.value not in (None, "")}
    return {at: float(f"{value:.12g}") if isinstance(value, float) else value for at, value in cells.items()}


def charts(path: Path) -> list[str]:
    """The charts of a workbook, as they stand in the file."""
    with ZipFile(path) as file:
        names = sorted(name for name in file.namelist() if re.fullmatch(r"xl/charts/chart\d+\.xml", name))
        return [file.read(name).decode() for name in names]


def test_the_raw_entries_sum_to_the_months_figures(month: Engine, house: Path) -> None:
    """By kind and whether it is provisional, a reversal with its sign: the same seconds and kroner."""
    figures, path = written(month, house / "r.xlsx")
    entries = rows(load_workbook(path), ENTRIES)
    sums = total(cell for (_, _, month), cell in figures.cells.items() if month == MONTH)

    def seconds(kind: str, **which: str) -> int:
        mine = [each for each in entries if each["Art"] == kind and all(each[k] == v for k, v in which.items())]
        return sum(each["Sekunder"] for each in mine)

    assert seconds("frigjort", Foreløbig="nej") == sums.gross_seconds == 3600
    assert seconds("frigjort", Foreløbig="ja") == sums.provisional_seconds == 600
    assert seconds("menneskelig tid", Skønnet="ja") == sums.human_estimated_seconds == 150
    assert seconds("omkostning") == sums.cost_seconds == 60
    assert sum(each["Kroner"] for each in entries) == sums.cost_ore / 100 == 123.45
    assert [each["Slags"] for each in entries if each["Potentiale"] == "P-101"] == ["postering", "tilbageførsel"]
    assert entries[0]["Sag"] == "GEV-1"
    assert entries[0]["Udført"] == datetime(2026, 11, 3)  # noqa: DTZ001


def test_each_list_behind_the_figures_has_its_sheet(month: Engine, house: Path) -> None:
    """Harvested, costs, what isn't counted, and baselines with who approved them; in Danish."""
    _, path = written(month, house / "r.xlsx")
    book = load_workbook(path)
    [harvest] = rows(book, "Hjemtaget")
    assert (harvest["Varighed"], harvest["Årsværk"], harvest["Kroner"]) == ("varig", 0.5, 250_000)
    [cost] = rows(book, "Udgifter")
    assert (cost["Art"], cost["Kroner"], cost["Dokumentation"]) == ("licens", 123.45, "faktura 17")
    [uncounted] = rows(book, "Ikke talt")
    assert (uncounted["Aktivitet"], uncounted["Hvorfor den ikke er talt"]) == (
        "kontrollér",
        "aktiviteten har ingen basislinje den dag",
    )
    baselines = {(each["Potentiale"], each["Aktivitet"]): each for each in rows(book, "Basislinjer")}
    assert baselines["P-042", "læs"]["Tæller"] == "ja"
    assert baselines["P-042", "journalisér"]["Tæller"] == "foreløbig"
    assert baselines["P-042", "læs"]["Godkendt af projektkontor"] == "PRO"
    for sheet in book.worksheets[1:]:
        assert sheet.freeze_panes == "A2", sheet.title
        assert sheet.auto_filter.ref, sheet.title


def test_a_month_too_large_for_a_sheet_names_the_files_that_hold_it(
    month: Engine, house: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One entry more than a sheet takes, and a sentence stands there instead."""
    monkeypatch.setattr(sheets, "MOST_TABLE_ROWS", 5)
    _, path = written(month, house / "r.xlsx")
    said = " ".join(str(cell.value) for [cell] in load_workbook(path)[ENTRIES].iter_rows(max_col=1) if cell.value)
    assert "Måneden har 6 posteringer" in said
    assert "report_entries.parquet" in said
    assert "gevinst data --into mappe --format csv" in said


@pytest.mark.filterwarnings("ignore:Unable to read chart")
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_libreoffice_reads_what_was_written(month: Engine, house: Path) -> None:
    """Every cell the same after LibreOffice opened and saved it, the three charts with it, and no text became a formula."""
    _, path = written(month, house / "r.xlsx")
    (house / "again").mkdir()
    again = convert(path, "xlsx", into=house / "again")
    ours, theirs = load_workbook(path), load_workbook(again)
    assert theirs.sheetnames == ours.sheetnames
    for sheet in ours.worksheets:
        assert values(theirs[sheet.title]) == values(sheet), sheet.title
        assert all(cell.data_type != "f" for row in theirs[sheet.title].iter_rows() for cell in row), sheet.title
    assert "=1+1" in [each["Titel"] for each in rows(theirs, "Potentialer, 12 mdr.")]
    assert len(charts(path)) == len(charts(again)) == 3
    assert "Vejen til målet: registreret frigjort tid, netto" in charts(again)[0]
