"""The month's report as the project office gets it: ordered by the form, made, mailed, and told on the run's page."""

from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader
from sqlalchemy import Engine

from flows.maanedsrapport import maanedsrapport
from gevinst.ledger.checks import reconcile
from gevinst.store.engine import reading
from tasks.month_form import MonthForm
from tests.gevinst.core import ON_SQLITE
from tests.gevinst.reports.conftest import Post, ledger, post
from tests.orchestrator import run_flow
from tests.tasks.reporting_office import TO, attached, in_november, sent

__all__ = ["ledger", "post"]

pytestmark = [pytest.mark.usefixtures("orchestrator"), ON_SQLITE]
"""`tests/tasks/test_monthly.py` has what can go wrong, without the orchestrator."""


def test_a_month_is_reported_mailed_and_told(
    ledger: Engine, post: Post, house: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page has the figures, what to look at and where the files lie; three files go by mail, and Prefect knows nobody."""
    in_november(monkeypatch, house)
    post(date(2026, 9, 12), 200 * 3600)
    post(date(2026, 10, 12), 1724 * 3600)
    ran = run_flow(maanedsrapport, MonthForm(initialer="PRO"))
    assert ran.state.is_completed()
    assert ran.state.message == "Rapporten for oktober 2026 er skrevet. Rapporten er sendt til 2 modtagere."
    told = ran.artifacts["Rapporten for oktober 2026"]
    assert "| Registreret netto, seneste 12 måneder | **1,00 årsværk (1.924,0 timer, 2 sager)** |" in told
    assert "- Oktober 2026 er ikke lukket" in told
    files = [house / "rapporter" / f"frigjort-tid-2026-10{suffix}" for suffix in (".pdf", ".xlsx", ".html")]
    assert all(f"- `{path}`" in told for path in files)
    assert {path.stat().st_mode & 0o777 for path in files} == {0o640}
    (mail,) = sent()
    assert (mail["To"], mail["Subject"]) == (TO, "Registreret frigjort tid, oktober 2026")
    assert attached(mail) == {path.name: path.read_bytes() for path in files}
    text = " ".join(sheet.extract_text() for sheet in PdfReader(files[0]).pages)
    assert "1.924,0 timer i 2 sager" in " ".join(text.split())
    assert "proeveby.example" not in ran.everything
    with reading(ledger) as connection:
        assert reconcile(connection) == []
