"""The views others build on: their columns stay, and they sum to what the report says."""

import csv
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from gevinst.ledger.reversal import reverse
from gevinst.reports.figures import compute_figures
from gevinst.reports.lines import total
from gevinst.store.views import NAMES
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
}


@pytest.mark.parametrize("name", NAMES)
def test_the_columns_are_as_promised(ledger: Engine, name: str) -> None:
    """Reports of others break where one is renamed; a new one comes last."""
    with ledger.connect() as connection:
        assert " ".join(connection.execute(text(f"SELECT * FROM {name}")).keys()) == PROMISED[name]


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
