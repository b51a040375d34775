"""A caseworker's day on our own pages, behind the door, as docs/sagsbehandler.md tells it: the pictures there are taken here."""

import random
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from connectors.browser.session import browser
from sandbox.people import ORDINARY
from sandbox.post import bodies
from sandbox.post.paper import make_paper, without_cpr
from tests.deployments.house import WholeHouse
from tests.deployments.looking import LONGEST_RUN_MS, PATIENCE_MS, Desk
from tests.deployments.test_ui import conflicting
from tests.gevinst.door.visitors import CASEWORKER, OTHER_UNIT
from tests.post import deliver

pytestmark = pytest.mark.timeout(600)
PROCESS = "Helbredstillæg: prisoverslag og regninger"
COMPLAINT = bodies.COMPLAINT.format(provider="Høreklinikken Opdigtet")


@pytest.fixture
def desk(whole_house: WholeHouse, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """A fresh browser that reaches this house and nothing else; mail is delivered to the house's mailbox."""
    monkeypatch.setenv("GEVINST_MAIL_FOLDER", whole_house.environment["GEVINST_MAIL_FOLDER"])
    origin = whole_house.api.removesuffix("/api")
    with browser().case() as case:
        case.context.route(lambda url: not url.startswith(origin), lambda route: route.abort())
        case.context.set_default_timeout(PATIENCE_MS)
        yield Desk(case.page, whole_house)


def go(desk: Desk, path: str) -> None:
    """To one of our own pages."""
    desk.page.goto(desk.house.api.removesuffix("/api") + path)


def run_now(desk: Desk) -> None:
    """*Kør nu*, and watch it end on our own page."""
    go(desk, "/koersler")
    desk.page.get_by_role("button", name=f"Kør nu: {PROCESS}").click()
    desk.page.wait_for_url(re.compile(r"/koersler/[0-9a-f-]+"))
    expect(desk.page.locator(".total strong")).to_have_text("Færdig", timeout=LONGEST_RUN_MS)


def case_about(desk: Desk, cpr: str) -> None:
    """Find a citizen's case by the number, and open it."""
    go(desk, "/sager")
    desk.page.get_by_label("Find en sag").fill(cpr)
    desk.page.get_by_role("button", name="Find", exact=True).click()
    desk.page.locator(".found a").last.click()


def waiting(desk: Desk, words: str) -> None:
    """Open the case whose reason begins so."""
    go(desk, "/sager")
    desk.page.get_by_role("row").filter(has_text=words).last.get_by_role("link").click()


def test_a_caseworkers_day(desk: Desk) -> None:
    """Start a run, see the result, answer four kinds of cases, correct a field, find a citizen's, be refused another unit's."""
    ordinary = deliver(41)
    deliver(42, paper=conflicting(42))
    deliver(43, body=COMPLAINT)
    lacking = make_paper(random.Random(44), ORDINARY[44], "regning")
    deliver(44, paper=without_cpr(lacking))
    deliver(45, body=COMPLAINT)
    page = desk.page

    desk.sign_in(CASEWORKER)
    go(desk, "/koersler")
    desk.picture("dag-1-start")
    run_now(desk)
    expect(page.get_by_text("registreret frigjort tid", exact=True)).to_be_visible()
    expect(page.locator(".facts dd").filter(has_text=re.compile(f"^{CASEWORKER}$"))).to_be_visible()
    desk.picture("dag-2-resultat")
    page.get_by_role("button", name="5 meget").click()
    expect(page.get_by_role("status")).to_contain_text("Tak. Dit svar er gemt.")

    page.get_by_role("link", name="Se sagerne, der venter").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sager der venter")
    desk.picture("dag-3-venter")

    waiting(desk, "Der står intet CPR-nummer")
    page.get_by_label("CPR-nummer").fill("12-34")
    page.get_by_role("button", name="Ret og kør videre").click()
    expect(page.get_by_role("alert").get_by_role("listitem")).to_have_count(1)
    page.get_by_label("CPR-nummer").fill(f"{lacking.person.cpr[:6]}-{lacking.person.cpr[6:]}")
    drawn = page.locator(".document img").first
    assert drawn.evaluate("one => one.decode().then(() => one.naturalWidth)") > 600
    desk.picture("dag-4-ret")
    page.get_by_role("button", name="Ret og kør videre").click()
    expect(page.get_by_role("status")).to_contain_text("Robotten fortsætter med sagen i næste kørsel.")

    waiting(desk, "flere forskellige beløb")
    page.get_by_role("radio").first.check()
    desk.picture("dag-5-vaelg")
    page.get_by_role("button", name="Godkend").click()

    waiting(desk, "tekst, der skal læses")
    desk.picture("dag-6-laes")
    page.get_by_role("button", name="Jeg har klaret den").click()
    expect(page.get_by_role("status")).to_contain_text("Sagen er afsluttet.")
    waiting(desk, "tekst, der skal læses")
    refused = page.get_by_role("heading", level=1).inner_text().removeprefix("Sag ")
    page.get_by_role("button", name="Afvis", exact=True).click()

    run_now(desk)
    case_about(desk, lacking.person.cpr)
    expect(page.get_by_text("klaret af robotten").first).to_be_visible()
    expect(page.get_by_text("CPR-nummer rettet til")).to_be_visible()
    desk.picture("dag-7-fundet")
    registered = {row["cpr"] for row in desk.house.pensys.rows("registrations")}
    assert {ordinary.person.cpr, lacking.person.cpr, ORDINARY[42].cpr} <= registered

    desk.sign_in(OTHER_UNIT)
    for path in (f"/sager/{refused}", "/sager/GEV-999999"):
        go(desk, path)
        expect(page.get_by_text("Der er ingen sag med det nummer i dine enheder.")).to_be_visible()
    desk.picture("dag-8-anden-enhed")
    go(desk, "/koersler")
    expect(page.get_by_role("button", name=f"Kør nu: {PROCESS}")).to_have_count(0)
