"""A month in a few lines: what is said of it, against the month before, and what somebody should look at."""

from datetime import date

from sqlalchemy import Engine

from gevinst.reports.figures import compute_figures
from gevinst.reports.summary import Summary, as_mail, as_markdown, summarise
from gevinst.store.engine import reading
from tests.gevinst.core import ON_SQLITE
from tests.gevinst.reports.conftest import Post

pytestmark = ON_SQLITE


def summary(engine: Engine, month: str = "2026-10") -> Summary:
    """Of a month as it stands."""
    with reading(engine) as connection:
        return summarise(compute_figures(connection, month))


def test_the_three_figures_stand_apart_with_their_basis(ledger: Engine, post: Post) -> None:
    """Expected, registered (gross and net) and harvested each on a line of its own, and the target's line."""
    post(date(2026, 10, 12), 1924 * 3600)
    post(date(2026, 10, 13), 962 * 3600, kind="human time")
    said = summary(ledger)
    assert dict(said.figures) == {
        "Forventet (listens skøn)": "0,08 årsværk om året",
        "Registreret brutto, seneste 12 måneder": "1.924,0 timer",
        "Registreret netto, seneste 12 måneder": "0,50 årsværk (962,0 timer, 1 sag)",
        "Heraf i oktober 2026": "962,0 timer netto, 1 sag",
        "Seneste 3 måneder omregnet til et år": "2,00 årsværk",
        "Hjemtaget": "intet endnu",
        "Mål ved udgangen af måneden": "38,33 årsværk",
        "Mål 31. december 2026": "40,00 årsværk",
    }
    assert said.basis.startswith("1 årsværk = 1.924 timer (37 timer × 52 uger, brutto).")


def test_what_moved_since_the_month_before_is_named(ledger: Engine, post: Post) -> None:
    """The level, and the potentials that freed most more and most less."""
    post(date(2026, 9, 12), 10 * 3600, potential_id="P-101")
    post(date(2026, 10, 12), 1924 * 3600)
    assert summary(ledger).changes == (
        "Niveauet de seneste 12 måneder er 1,00 årsværk højere end ved udgangen af september 2026",
        "P-042 Potentiale P-042 <b>: 1.924,0 timer netto mere end i september 2026",
        "P-101 Potentiale P-101 <b>: 10,0 timer netto mindre end i september 2026",
    )


def test_what_somebody_should_look_at_is_said(ledger: Engine, post: Post) -> None:
    """An open month, provisional time and the distance to the target, each with what to do."""
    post(date(2026, 10, 12), 7200, activity="file")
    first, provisional, behind = summary(ledger).attention
    assert first == "Oktober 2026 er ikke lukket: tallene kan ændre sig, indtil I lukker den"
    assert provisional.startswith("2,0 timer i de seneste 12 måneder er foreløbige")
    assert behind == "Niveauet er 38,33 årsværk under målets linje"


def test_a_title_is_text_in_markdown_and_in_the_mail(ledger: Engine, post: Post) -> None:
    """What the list calls a potential can't draw on the run's page; the mail has it as it is."""
    post(date(2026, 10, 12), 3600)
    said = summary(ledger)
    assert "Potentiale P-042 \\<b\\>" in as_markdown(said)
    assert "Potentiale P-042 <b>" in as_mail(said, 1)


def test_a_programme_without_entries_has_a_summary(ledger: Engine) -> None:
    """The first month of all: nothing registered, nothing moved."""
    said = summary(ledger, "2023-01")
    assert said.changes == ()
    assert dict(said.figures)["Registreret netto, seneste 12 måneder"] == "0,00 årsværk (0,0 timer, 0 sager)"
