"""What hurts in an old system, through the kit: each trap of the sandbox's PENSYS, in both engines where they differ."""

import pytest

from connectors.browser.case import CaseContext
from connectors.browser.downloads import downloading
from connectors.browser.fields import type_text
from connectors.pension.pages import LoginPage, SearchPage
from connectors.pension.session import open_pension
from gevinst.errors import ProcessError, SystemDown
from gevinst.values.cpr import Cpr
from sandbox.legacy.app import ACCOUNT, PASSWORD
from sandbox.legacy.seeds import YEARS
from sandbox.people import ORDINARY
from sandbox.web.faults import Fault
from tests.connectors.browser.engines import each_engine
from tests.connectors.browser.old_system import (
    BenefitsPage,
    BenefitsYearPage,
    CaseListPage,
    EnquiryPage,
    EnquiryRefusedPage,
    LettersPage,
    ProvidersPage,
    choose_in_menu,
    signed_in,
)
from tests.pensys import RunningPensys

CPR = ORDINARY[0].cpr


@pytest.fixture
def pensys_case(case: CaseContext, pensys: RunningPensys) -> CaseContext:
    """Signed in."""
    with signed_in(case, pensys):
        return case


def test_two_thousand_rows_over_a_hundred_postbacks(pensys_case: CaseContext, pensys: RunningPensys) -> None:
    """Each once, in order, beyond the ten page numbers that are shown at a time."""
    choose_in_menu(pensys_case, "Sagsliste")
    rows = CaseListPage(pensys_case).shown().table.rows()
    saved = pensys.rows("cases")
    assert len(rows) == len(saved) == 2000
    assert [row.number for row in rows] == sorted(row["number"] for row in saved)
    assert sum(row.amount for row in rows) * 100 == sum(row["amount_oere"] for row in saved)


def test_a_column_with_another_name_is_not_guessed_at(pensys_case: CaseContext, pensys: RunningPensys) -> None:
    """*Sagsbeløb* may be something else than *Beløb*."""
    pensys.arm(Fault.CHANGED_LABEL)
    choose_in_menu(pensys_case, "Sagsliste")
    with pytest.raises(ProcessError, match="'Beløb' is there 0 times"):
        CaseListPage(pensys_case).shown().table.rows()


@each_engine
@pytest.mark.parametrize("link", ["Åbn", "Hent"])
def test_a_letter_is_a_file_however_it_is_shown(pensys_case: CaseContext, link: str) -> None:
    """In a window of its own or saved: the same bytes, also where they drip."""
    choose_in_menu(pensys_case, "Breve")
    page = LettersPage(pensys_case).shown()
    type_text(page.field("CPR-nummer"), CPR, what="CPR-nummer")
    page.press("Vis")
    page.shown()
    with downloading(page, most_bytes=100_000) as letter:
        page.here.get_by_role("link", name=link, exact=True).first.click()
    assert letter.content().startswith(b"%PDF")
    assert letter.content().rstrip().endswith(b"%%EOF")


def test_a_letter_that_drips_is_waited_for(pensys_case: CaseContext, pensys: RunningPensys) -> None:
    """Slow isn't broken."""
    choose_in_menu(pensys_case, "Breve")
    page = LettersPage(pensys_case).shown()
    type_text(page.field("CPR-nummer"), CPR, what="CPR-nummer")
    page.press("Vis")
    pensys.arm(Fault.SLOW_DOWNLOAD)
    with downloading(page.shown(), most_bytes=100_000) as letter:
        page.here.get_by_role("link", name="Hent", exact=True).first.click()
    assert letter.content().rstrip().endswith(b"%%EOF")


def test_a_year_in_a_frame_in_a_frame_in_a_frame(pensys_case: CaseContext) -> None:
    """Each page knows its own frame; another year is waited for in the inmost one."""
    choose_in_menu(pensys_case, "Ydelsesoversigt")
    page = BenefitsPage(pensys_case).shown()
    type_text(page.field("CPR-nummer"), CPR, what="CPR-nummer")
    page.press("Vis")
    page.shown()
    latest = BenefitsYearPage(pensys_case, YEARS[-1]).shown()
    outer = latest.window.frame_locator("frame[name=indhold]").frame_locator("iframe[name=borger]")
    with latest.leaving():
        outer.get_by_role("link", name=str(YEARS[0]), exact=True).click()
    assert BenefitsYearPage(pensys_case, YEARS[0]).shown().here.locator("#ydelser").count() == 1
    with pytest.raises(ProcessError, match=f"expected the page 'Ydelser {YEARS[-1]}'"):
        latest.shown()


def test_a_provider_found_in_a_window_is_written_back(pensys: RunningPensys) -> None:
    """The window is declared, a page like any other, and closes itself; the form it came from holds the number."""
    with open_pension(log_access=lambda _cpr: None) as pension:
        form = pension.registration_form(Cpr.parse(CPR))
        with pension.case.expect_window() as window:
            form.button("Find udbyder...").click()
        search = ProvidersPage(pension.case, window.page).shown()
        provider = pensys.rows("providers")[0]
        search.field("Navn eller CVR").fill(provider["name"])
        search.press("Søg")
        row = search.shown().here.get_by_role("row").filter(has_text=provider["cvr"]).first
        with search.closing():
            row.get_by_role("link", name="Vælg", exact=True).click()
        assert form.shown().field("CVR").input_value() == provider["cvr"]


def test_a_form_that_forgets_is_filled_anew_and_not_gone_back_to(pensys_case: CaseContext) -> None:
    """After a refusal the page before is empty: a robot that pressed *Tilbage* and *Opret* would send half of it."""
    choose_in_menu(pensys_case, "Ny henvendelse")
    page = EnquiryPage(pensys_case).shown()
    type_text(page.field("Emne"), "Prisoverslag", what="Emne")
    type_text(page.field("Modtaget"), "i går", what="Modtaget")
    page.press("Opret")
    EnquiryRefusedPage(pensys_case).shown().press("Tilbage")
    assert page.shown().field("Emne").input_value() == ""


def test_a_system_that_is_closed_at_night_is_down(case: CaseContext, pensys: RunningPensys) -> None:
    """With HTTP 200 and a friendly sentence, at sign-in and within."""
    pensys.arm(Fault.MAINTENANCE)
    with pytest.raises(SystemDown, match="closed for maintenance"):
        LoginPage(case).sign_in(pensys.url, ACCOUNT, PASSWORD)
    page = LoginPage(case).sign_in(pensys.url, ACCOUNT, PASSWORD)
    pensys.arm(Fault.MAINTENANCE)
    page.press("Søg")
    with pytest.raises(SystemDown, match="closed for maintenance"):
        page.shown()


def test_a_notice_between_sign_in_and_work_is_read(case: CaseContext, pensys: RunningPensys) -> None:
    """And the work goes on."""
    pensys.arm(Fault.NOTICE)
    assert isinstance(LoginPage(case).sign_in(pensys.url, ACCOUNT, PASSWORD), SearchPage)
