"""The views others build on: their columns stay, and they sum to what the report says."""

import csv
import re
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from pyarrow import parquet
from sqlalchemy import Engine, text, update

from gevinst.ledger.reversal import reverse
from gevinst.reports.figures import compute_figures
from gevinst.reports.lines import total
from gevinst.reports.parameters import Name, Parameter, set_parameter
from gevinst.store.tables import potentials
from gevinst.store.views import KINDS, NAMES
from tests.gevinst.cli.test_cli import answer
from tests.gevinst.reports.conftest import Post, item_of

PROMISED = {
    "report_potentials": (
        "potential_id title unit digital_agent kind phase phase_from volume_per_year expected_share_percent "
        "expected_seconds_per_case kle_subject kle_facet illustrative"
    ),
    "report_entries": (
        "entry_id kind role potential_id unit potential_kind activity units seconds amount_ore robot_ms is_provisional "
        "is_estimated item_id flow_run occurred_at_utc month is_month_closed reverses replaces"
    ),
    "report_months": (
        "month potential_id unit potential_kind gross_seconds provisional_seconds human_seconds cost_seconds cost_ore "
        "net_seconds"
    ),
    "report_harvests": (
        "harvest_id potential_id unit harvested_on permanence hundredths_of_fte amount_dkk budget_reference reverses"
    ),
    "report_baselines": (
        "baseline_id potential_id activity version seconds_per_case method sample_size valid_from valid_to approvals "
        "is_counting"
    ),
    "report_exceptions": "exception_id item_id potential_id activity units reason occurred_at_utc is_settled",
    "report_parameters": "name valid_from value source",
}


def test_the_columns_are_as_promised(ledger: Engine) -> None:
    """Reports of others break where one is renamed; a new one comes last; each has its kind, and is described."""
    described = (Path(__file__).parents[3] / "docs" / "project-office.md").read_text(encoding="utf-8")
    with ledger.connect() as connection:
        found = {name: list(connection.execute(text(f"SELECT * FROM {name}")).keys()) for name in NAMES}
    assert {name: " ".join(columns) for name, columns in found.items()} == PROMISED
    assert {name: list(kinds) for name, kinds in KINDS.items()} == found
    for name in NAMES:
        row = next(line for line in described.splitlines() if line.startswith(f"| `{name}` |"))
        assert re.findall(r"`(\w+)`", row) == [name, *found[name]]


def test_the_months_sum_to_the_reports_figures(ledger: Engine, post: Post) -> None:
    """Savings approved and not, people's time, costs and a reversal: the same seconds and øre."""
    first = post(date(2026, 11, 3), 3600)
    post(date(2026, 11, 3), 600, activity="file", item_id=item_of(ledger, first))
    post(date(2026, 10, 3), 150, kind="human time", item_id=item_of(ledger, first), baseline_id=None, source="estimate")
    post(date(2026, 11, 5), 60, kind="cost", source="cost", source_key="1", amount_ore=12_345, baseline_id=None)
    gone = post(date(2026, 9, 3), 120, potential_id="P-101")
    with ledger.begin() as connection:
        reverse(connection, gone, reason="prøve", initials="PRO")
        sums = total(compute_figures(connection, "2026-11").cells.values())
        found = connection.execute(
            text(
                "SELECT sum(gross_seconds), sum(provisional_seconds), sum(human_seconds), sum(cost_seconds),"
                " sum(cost_ore), sum(net_seconds) FROM report_months"
            )
        ).one()
    assert tuple(map(int, found)) == (
        sums.gross_seconds,
        sums.provisional_seconds,
        sums.human_seconds,
        sums.cost_seconds,
        sums.cost_ore,
        sums.net_seconds,
    )
    assert sums.net_seconds == 3600 - 150 - 60


def test_the_views_alone_give_the_reports_net(ledger: Engine, post: Post) -> None:
    """Årsværk by dated rates, from the entries and the parameters and nothing else: exactly the report's."""
    first = post(date(2026, 11, 3), 3600)
    post(date(2026, 11, 3), 150, kind="human time", item_id=item_of(ledger, first), baseline_id=None, source="band")
    post(date(2026, 11, 4), 600, activity="file")  # not approved by both
    post(date(2026, 9, 30), 777, potential_id="P-101", period="2026-11")  # posted late, at the older rate
    with ledger.begin() as connection:
        rate = Parameter(Name.HOURS_PER_FTE, date(2026, 10, 1), Decimal(1700), "prøve")
        set_parameter(connection, rate)
        expected = total(compute_figures(connection, "2026-11").cells.values())
        entries = connection.execute(text("SELECT kind, seconds, is_provisional, occurred_at_utc FROM report_entries"))
        hours = connection.execute(
            text("SELECT valid_from, value FROM report_parameters WHERE name = 'hours_per_fte' ORDER BY valid_from")
        ).all()
        net = Fraction(0)
        for row in entries:
            on = str(row.occurred_at_utc)[:10]
            [*_, (_, value)] = [each for each in hours if str(each[0]) <= on]
            sign = -1 if row.kind != "saving" else 1 - row.is_provisional
            net += Fraction(sign * row.seconds, 3600) / Fraction(str(value))
    assert net == expected.net_fte == Fraction(3450, 3600 * 1700) + Fraction(777, 3600 * 1924)


def test_parquet_has_the_columns_types_and_the_ledgers_rows(
    ledger: Engine, post: Post, house: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whole numbers, days, instants and yes or no as such, on both databases, the same as the views say."""
    number = post(date(2026, 11, 3), 3600, flow_run="run")
    for name in ("report_entries.parquet: 1 rækker", "report_parameters.parquet: 5 rækker"):
        assert name in answer(capsys, "data", "--into", str(house / "out"), "--format", "parquet")
    [row] = parquet.read_table(house / "out" / "report_entries.parquet").to_pylist()
    assert (row["entry_id"], row["seconds"], row["is_provisional"], row["reverses"]) == (number, 3600, False, None)
    assert row["occurred_at_utc"] == datetime(2026, 11, 3, 12, tzinfo=UTC)
    [*_, last] = parquet.read_table(house / "out" / "report_potentials.parquet").to_pylist()
    assert (last["phase_from"], last["expected_share_percent"], last["illustrative"]) == (date(2023, 1, 1), 80, True)


def test_a_text_that_is_a_formula_is_no_formula_in_the_csv(
    ledger: Engine, house: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A title of the list must not run in the Excel of whoever opens the file; a number below zero is none."""
    with ledger.begin() as connection:
        connection.execute(
            update(potentials).where(potentials.c.id == "P-042").values(title="=HYPERLINK(1)", unit="@x")
        )
        connection.execute(
            text("UPDATE potentials SET title = :title, unit = '- x' WHERE id = 'P-101'"), {"title": "+1\t"}
        )
    answer(capsys, "data", "--into", str(house / "out"))
    with (house / "out" / "report_potentials.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [(row["title"], row["unit"], row["volume_per_year"]) for row in csv.DictReader(file, delimiter=";")]
    assert rows == [("'=HYPERLINK(1)", "'@x", "1000"), ("'+1\t", "'- x", "1000")]


def test_each_view_is_a_file_that_a_danish_excel_opens(
    ledger: Engine, post: Post, house: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Semicolons, its mark at the start, a row for each of the ledger's."""
    post(date(2026, 11, 3), 3600)
    assert "report_entries.csv: 1 rækker" in answer(capsys, "data", "--into", str(house / "out"))
    with (house / "out" / "report_entries.csv").open(encoding="utf-8-sig", newline="") as file:
        [row] = csv.DictReader(file, delimiter=";")
    assert (row["seconds"], row["month"], row["occurred_at_utc"]) == ("3600", "2026-11", "2026-11-03 12:00:00")
    assert (house / "out" / "report_potentials.csv").read_bytes().startswith(b"\xef\xbb\xbf")
