"""A caseworker's day in a real browser: from the list to a case, through every kind of answer, by mouse, by keyboard, large."""

import random
from collections.abc import Iterator
from dataclasses import replace

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page
from sqlalchemy import Engine, update

from connectors.browser.session import browser
from gevinst.items.choices import Choice
from gevinst.items.model import Outcome
from gevinst.items.queues import ensure_queue
from gevinst.store import clock
from gevinst.store.tables import items
from sandbox.people import ORDINARY
from sandbox.post import bodies
from sandbox.post.paper import make_paper
from tests.gevinst.core import ON_SQLITE, row
from tests.gevinst.door.visitors import CASEWORKER, PASSWORD, SAME_UNIT
from tests.gevinst.web.desk import (
    BILL,
    CPR,
    TWO_AMOUNTS,
    WITHOUT_NUMBER,
    Desk,
    at_desk,
    forgetful,
    mail,
    receive,
    run,
)
from tests.tasks.mailroom import QUEUE

pytestmark = ON_SQLITE
UNSURE = make_paper(random.Random(3), ORDINARY[3], "regning")


@pytest.fixture
def desk(database: Engine, colleagues: None) -> Iterator[Desk]:
    """GEV-1 lacks a number, GEV-2 has two amounts, GEV-3 a text to read, GEV-4 is uncertain, GEV-5 failed."""
    assert colleagues is None
    mails = mail(WITHOUT_NUMBER), mail(TWO_AMOUNTS, number=2), mail(BILL, number=3, body=bodies.COMPLAINT)
    with at_desk(database, *mails) as (desk, _):
        receive(mail(UNSURE, number=4))
        run(database, forgetful())
        receive(mail(BILL, number=5))
        run(database, fails=True)
        with database.begin() as connection:
            overdue = clock.host_now_us() - 1
            connection.execute(update(items).where(items.c.id == 2).values(due_at=overdue))
        yield desk


@pytest.fixture
def page(desk: Desk) -> Iterator[Page]:
    """ABC's browser on the list."""
    with browser().case() as case:
        case.page.goto(f"{desk.url}/log-ind")
        sign_in(case.page, CASEWORKER)
        case.page.goto(f"{desk.url}/sager")  # as an address somebody opens: nothing has the focus yet
        yield case.page


def sign_in(page: Page, initials: str) -> None:
    """Fill in the form somebody is sent to who isn't signed in."""
    page.get_by_label("Initialer").fill(initials)
    page.get_by_label("Adgangskode").fill(PASSWORD)
    click(page, "Log ind")


def click(page: Page, button: str) -> None:
    """Press a button of the form."""
    page.get_by_role("button", name=button, exact=True).click()


def open_case(page: Page, number: int) -> None:
    """From the list."""
    page.get_by_role("link", name=f"GEV-{number}", exact=True).click()
    assert page.locator("h1").inner_text() == f"Sag GEV-{number}"


def test_a_day_at_the_desk(page: Page, desk: Desk) -> None:
    """Each kind of case is opened from the list and answered; the next run does what was said, and the list is empty."""
    assert "4 sager venter på svar, heraf 1 over fristen. 1 venter på driften." in page.locator(".total").inner_text()
    assert page.locator("tbody th").all_inner_texts() == ["GEV-2", "GEV-1", "GEV-3", "GEV-4", "GEV-5"]
    assert page.locator(".badge.overdue").inner_text() == "overskredet"

    open_case(page, 1)
    picture = page.locator(".document img").first
    assert picture.evaluate("one => one.decode().then(() => one.naturalWidth)") > 600
    assert page.get_by_label("Borgerens navn").input_value() == BILL.person.name
    page.get_by_label("CPR-nummer").fill("12-34")
    page.get_by_label("Note til kolleger").fill("slået op i journalen")
    click(page, "Ret og kør videre")
    assert page.get_by_role("alert").get_by_role("listitem").count() == 1
    assert page.get_by_label("Note til kolleger").input_value() == "slået op i journalen"
    page.get_by_label("CPR-nummer").fill(CPR)
    page.get_by_label("Hvor lang tid").select_option("under 5 minutter")
    click(page, "Ret og kør videre")
    assert page.get_by_role("status").inner_text() == (
        "Dit svar på GEV-1 er gemt. Robotten fortsætter med sagen i næste kørsel."
    )

    open_case(page, 2)
    page.get_by_role("radio").nth(1).check()
    click(page, "Godkend")

    open_case(page, 3)
    assert page.locator(".letter").bounding_box()["y"] < page.locator(".document img").bounding_box()["y"]  # type: ignore[index]
    click(page, "Jeg har klaret den")
    assert page.get_by_role("status").inner_text() == "Dit svar på GEV-3 er gemt. Sagen er afsluttet."

    open_case(page, 4)
    assert page.get_by_text("Måske gjort: slå op.").is_visible()
    page.get_by_label("Nummer i fagsystemet").fill("HT-2026-000123")
    click(page, "Fundet")

    open_case(page, 5)
    assert page.get_by_role("main").get_by_role("button").count() == 0
    assert run(desk.engine) == [f"completed: {Outcome.BY_ROBOT}"] * 3
    assert [row(desk.engine, number).outcome for number in (1, 2, 3, 4)] == [
        Outcome.BY_ROBOT, Outcome.BY_ROBOT, Outcome.BY_PERSON, Outcome.BY_ROBOT,
    ]  # fmt: skip
    page.goto(f"{desk.url}/sager")
    assert page.locator("tbody th").all_inner_texts() == ["GEV-5"]

    page.get_by_label("Find en sag").fill(CPR)
    click(page, "Find")
    page.locator(".found a").last.click()
    text = page.locator("main").inner_text()
    for said in (
        f"{BILL.person.name}, {CPR}",
        "klaret af robotten",
        f"CPR-nummer rettet til {CPR}",
        "slået op i journalen",
    ):
        assert said in text, said
    assert page.evaluate("document.scripts.length") == 0


def test_two_colleagues(page: Page, desk: Desk) -> None:
    """One proposes, the other sees what and confirms."""
    with desk.engine.begin() as connection:
        ensure_queue(connection, replace(QUEUE, two_people=frozenset({Choice.WRITE_AGAIN})))
    clock.offset.microseconds += 3600 * clock.MICROSECONDS
    open_case(page, 4)
    click(page, "Registrér igen")
    assert "venter på, at en kollega bekræfter det" in page.get_by_role("status").inner_text()
    click(page, "Log ud")
    page.goto(f"{desk.url}/sager")
    sign_in(page, SAME_UNIT)
    open_case(page, 4)
    assert "ABC har foreslået »registrér igen«" in page.locator(".question").inner_text()
    click(page, "Bekræft")
    assert "Robotten fortsætter" in page.get_by_role("status").inner_text()


def test_by_the_keyboard_alone(page: Page, desk: Desk) -> None:
    """Skip link, one stop a row, and a case answered with Tab, typing and Enter; what has the focus shows it."""
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    stops: list[str] = []
    while "GEV-5" not in stops:
        page.keyboard.press("Tab")
        stops.append(page.evaluate("document.activeElement.textContent.trim()"))
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid", stops[-1]
    assert [stop for stop in stops if stop.startswith("GEV-")] == ["GEV-2", "GEV-1", "GEV-3", "GEV-4", "GEV-5"]
    page.get_by_role("link", name="GEV-1", exact=True).focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/sager/GEV-1")
    while page.evaluate("document.activeElement.id").rpartition(".")[2] != "cpr":
        page.keyboard.press("Tab")
    page.keyboard.type(CPR)
    page.keyboard.press("Enter")  # the first button of the form: what it is about
    page.wait_for_url("**/sager?besvaret=GEV-1")
    assert run(desk.engine) == [f"completed: {Outcome.BY_ROBOT}"]


def test_every_page_is_accessible_and_asks_nobody_else(page: Page, desk: Desk) -> None:
    """Axe finds nothing on any page, refused forms too; at 200 % nothing is cut off; no request leaves."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.set_viewport_size({"width": 640, "height": 480})  # what 1280 is at 200 %

    def look(where: str) -> None:
        found = Axe().run(page)
        assert found.violations_count == 0, f"{where}: {found.generate_report()}"
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), where
        assert page.locator("h1").count() == 1

    for address in ("", *(f"/GEV-{number}" for number in range(1, 6)), "/GEV-99", "?alder=7"):
        page.goto(f"{desk.url}/sager{address}")
        look(address)
    page.goto(f"{desk.url}/sager")
    page.get_by_label("Find en sag").fill(CPR)
    click(page, "Find")
    look("found")
    page.get_by_label("Find en sag").fill("x")
    click(page, "Find")
    look("not found")
    page.goto(f"{desk.url}/sager/GEV-1")
    page.get_by_label("Beløb i alt").fill("9.99")
    click(page, "Ret og kør videre")
    look("refused")
    assert [url for url in asked if not url.startswith(f"{desk.url}/")] == []
    assert page.console_messages() == [] or all(
        "404" in message.text or "422" in message.text for message in page.console_messages()
    )
