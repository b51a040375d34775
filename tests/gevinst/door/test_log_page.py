"""The log controller's page: the month's lines drawn by lot, and nobody else's page."""

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from connectors.browser.session import browser
from gevinst.access_log import record_access
from gevinst.cli import run as gevinst
from gevinst.door.audit import record
from gevinst.door.person import Person, Role
from gevinst.staff import staff_id
from gevinst.store import clock
from gevinst.values.cpr import Cpr
from tests.gevinst.core import ON_SQLITE, put, register_potential
from tests.gevinst.door.visitors import LOG_CONTROLLER, OPERATIONS, PASSWORD, visiting
from tests.gevinst.web.office import CPR, Served, set_clock

pytestmark = ON_SQLITE


def test_the_months_lines_are_drawn_and_can_be_drawn_again(door: Served) -> None:
    """Last month's where none is asked for; the same each time; nothing of the citizen; operations is refused."""
    set_clock(date(2026, 10, 8))
    register_potential(door.engine)
    item = put(door.engine)
    with door.engine.begin() as connection:
        person = Person(staff_id(connection, "ABC"), "ABC", frozenset({Role.CASEWORKER}), frozenset())
        for _ in range(40):
            record(connection, person, "GET case", item_id=item)
    record_access(door.engine, account="robot", cpr=Cpr.parse(CPR), system="pension", purpose="opslag", item_id=item)
    clock.offset.microseconds = 0
    set_clock(date(2026, 11, 20))
    with visiting(door.url, LOG_CONTROLLER) as visitor:
        assert visitor.client.get("/").headers["location"] == "/adgangslog"
        page = visitor.client.get("/adgangslog").text
        again = visitor.client.get("/adgangslog?maaned=2026-10").text
        assert visitor.client.get("/adgangslog?maaned=2027-01").status_code == 404
        unfinished = visitor.client.get("/adgangslog?maaned=2026-11").text
    assert "25 af 41 linjer" in page
    lines = re.findall(r"(?:visning|opslag) \d+", page)
    assert len(set(lines)) == 25
    assert re.findall(r"(?:visning|opslag) \d+", again) == lines
    assert CPR not in page
    assert "Måneden er ikke slut" in unfinished
    with visiting(door.url, OPERATIONS) as visitor:
        assert visitor.client.get("/adgangslog").status_code == 403


def test_a_month_has_ended_an_hour_after_its_last_line(door: Served) -> None:
    """A line of its last minute may still be on its way: at 00:05 the month before is the latest, and a draw says so."""
    five_past = datetime(2026, 11, 1, 0, 5, tzinfo=ZoneInfo("Europe/Copenhagen"))
    for minutes, latest, is_over in ((0, "september", False), (60, "oktober", True)):
        clock.offset.microseconds = 0
        now = clock.from_datetime(five_past + timedelta(minutes=minutes))
        clock.offset.microseconds = now - clock.host_now_us()
        with visiting(door.url, LOG_CONTROLLER) as visitor:
            assert f"Adgangslog, {latest} 2026" in visitor.client.get("/adgangslog").text
            october = visitor.client.get("/adgangslog?maaned=2026-10").text
        assert ("Måneden er ikke slut" in october) is not is_over
        assert gevinst(["access", "draw", "--month", "2026-10"]) == (0 if is_over else 1)


def test_the_ways_in_and_the_log_are_accessible(door: Served) -> None:
    """Signing in, a wrong password, the log and what is refused: no violation, at 200 %, and by the keyboard alone."""
    with browser().case() as case:
        page = case.page
        page.set_viewport_size({"width": 640, "height": 480})
        page.goto(f"{door.url}/adgangslog")
        page.keyboard.type(LOG_CONTROLLER)
        page.keyboard.press("Tab")
        page.keyboard.type("forkert adgangskode")
        page.keyboard.press("Enter")
        assert page.get_by_role("alert").inner_text() == "Initialer eller adgangskode er forkert."
        assert Axe().run(page).violations_count == 0
        page.keyboard.type(LOG_CONTROLLER)
        page.keyboard.press("Tab")
        page.keyboard.type(PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url("**/adgangslog")
        for address in ("/adgangslog", "/maaneder", "/log-ind"):
            page.goto(f"{door.url}{address}")
            found = Axe().run(page)
            assert found.violations_count == 0, found.generate_report()
            assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), (
                address
            )
        page.goto(f"{door.url}/adgangslog")
        page.get_by_role("button", name="Log ud").focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("Du er logget ud")
