"""What stands between a robot and the system: a notice, and the night's maintenance."""

from playwright.sync_api import FrameLocator, Page, expect

from sandbox.people import ORDINARY
from sandbox.web.faults import Fault
from tests.pensys import RunningPensys
from tests.sandbox.legacy.driving import choose, sign_in
from tests.sandbox.legacy.old_browser import OldBrowser


def test_a_forced_notice_stands_in_place_of_the_frameset(pensys: RunningPensys, page: Page, here: FrameLocator) -> None:
    """No address leads round it; its button leads on, and it doesn't come again."""
    pensys.arm(Fault.NOTICE)
    sign_in(page)
    expect(page.get_by_role("heading")).to_have_text("Vigtig meddelelse")
    page.goto(f"{pensys.url}/sagsliste")
    expect(page.get_by_role("heading")).to_have_text("Vigtig meddelelse")
    page.get_by_role("button", name="OK").click()
    expect(here.get_by_role("heading")).to_have_text("Søg borger")
    page.reload()
    expect(here.get_by_role("heading")).to_have_text("Søg borger")


def test_at_night_it_is_closed(pensys: RunningPensys, page: Page) -> None:
    """Status 200, in place of the login."""
    pensys.arm(Fault.MAINTENANCE)
    answer = page.goto(pensys.url)
    assert answer is not None
    assert answer.status == 200
    expect(page.get_by_text("PENSYS er lukket for natlig vedligeholdelse kl. 02–05")).to_be_visible()


def test_it_can_close_in_the_middle_of_the_work(pensys: RunningPensys, menu: FrameLocator, here: FrameLocator) -> None:
    """Inside the frame, around which everything is as before; and the session outlives it."""
    choose(menu, here, "Breve")
    pensys.arm(Fault.MAINTENANCE, match="/sagsliste")
    menu.get_by_role("link", name="Sagsliste").click()
    expect(here.get_by_role("heading")).to_have_text("Lukket")
    choose(menu, here, "Sagsliste")


def test_a_search_can_ignore_its_criteria(pensys: RunningPensys) -> None:
    """Everybody comes, under the number that was searched for; the next search is right again."""
    known = len(pensys.rows("citizens"))
    with OldBrowser(pensys.url) as old:
        old.sign_in()
        pensys.arm(Fault.SEARCH_IGNORES, match="soeg")
        shown = old.post("/indhold", "soeg", cpr=ORDINARY[0].cpr).text
        assert f"Antal fundet: {known}" in shown
        assert f'<span id="soegt-cpr">{ORDINARY[0].cpr}' in shown
        assert "Antal fundet: 1<" in old.post("/indhold", "soeg", cpr=ORDINARY[0].cpr).text
