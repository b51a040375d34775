"""The live page in a real browser: from the year's figure down to one case, by filters, by keyboard, large and unscripted."""

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page

from connectors.browser.session import browser
from gevinst.reports.danish import MINUS
from tests.gevinst.web.office import CPR, MANY, NAME, Served

PREFECT = "http://prefect.example:4200"
PAGES = (
    *("/", "/potentialer", "/potentialer/P-042", "/potentialer/P-101?periode=alt", "/potentialer/P-042/2026-11"),
    *("/potentialer/P-042/2026-11/alle", "/emner/GEV-1", "/emner/GEV-110", "/maaneder", "/hjemtaget", "/undtagelser"),
    *("/afstemning", "/findes-ikke"),
)


@pytest.fixture
def page(page_of_office: Served, monkeypatch: pytest.MonkeyPatch) -> Iterator[Page]:
    """A browser on the first page."""
    monkeypatch.setenv("GEVINST_PREFECT_URL", PREFECT)
    with browser().case() as case:
        case.page.goto(page_of_office.url)
        yield case.page


def exact(page: Page) -> int:
    """The seconds a list says it comes to."""
    found = re.search(r"Præcis: (\S+) sekund", page.locator(".exact").inner_text())
    assert found is not None
    return whole(found[1])


def whole(text: str) -> int:
    """A number as the page writes it."""
    return int(text.replace(".", "").replace(MINUS, "-"))


def cell(row: Locator, heading: str) -> Locator:
    """A row's cell below a heading."""
    headings = row.locator("xpath=ancestor::table//thead//th").all_inner_texts()
    return row.locator("th, td").nth(headings.index(heading))


def row_of(page: Page, name: str) -> Locator:
    """The row of a table that begins with a name."""
    return page.locator("tbody tr", has=page.get_by_role("link", name=name).first).first


def test_a_figure_is_followed_down_to_one_case(page: Page) -> None:
    """Each figure that is clicked leads to a list that says the same figure, and the last list's rows come to it."""
    year = page.locator(".main .figure a").inner_text()
    hours = page.locator(".main p a").first.inner_text()
    page.locator(".main .figure a").click()
    assert page.locator(".total strong").inner_text() == f"{year} årsværk"
    assert hours in page.locator(".total").inner_text()
    year_in_seconds, parts = exact(page), 0
    for potential in ("P-042", "P-101"):
        page.goto(page.url.partition("?")[0])
        figure = cell(row_of(page, potential), "Netto, timer").inner_text()
        cell(row_of(page, potential), "Netto, timer").get_by_role("link").click()
        assert f"{figure} timer" in page.locator(".total").inner_text()
        assert page.locator("tfoot td").nth(4).inner_text() == figure
        parts += exact(page)
        page.go_back()
    assert parts == year_in_seconds

    row_of(page, "P-042").get_by_role("link", name="P-042").click()
    figure = cell(row_of(page, "november 2026"), "Netto, timer").inner_text()
    cell(row_of(page, "november 2026"), "Netto, timer").get_by_role("link").click()
    assert page.locator(".total strong").inner_text() == f"{figure} timer"
    assert page.get_by_text("Aktiviteterne giver månedens tal, på sekundet.").is_visible()
    of_activities = map(whole, page.locator("tbody td:nth-child(9)").all_inner_texts())
    assert sum(of_activities) == exact(page)

    figure = cell(row_of(page, "registrér"), "Netto, sekunder").inner_text()
    cell(row_of(page, "registrér"), "Netto, sekunder").get_by_role("link").click()
    assert f"{exact(page):,}".replace(",", ".") == figure
    seconds = page.locator("tbody td.strong").all_inner_texts()
    page.get_by_role("link", name="Næste").click()
    seconds += page.locator("tbody td.strong").all_inner_texts()
    assert sum(map(int, seconds)) == exact(page)
    assert len(seconds) == MANY + 2

    case = page.locator("tbody th a").last
    number = case.inner_text()
    case.click()
    assert page.locator("h1").inner_text() == f"Sag {number}"
    assert "registrér" in page.locator("tbody").first.inner_text()
    link = page.get_by_role("link", name="kørsel run-1").first
    assert link.get_attribute("href") == f"{PREFECT}/v2/runs/flow-run/run-1"


def test_filters_leave_what_was_chosen_and_its_total(page: Page, page_of_office: Served) -> None:
    """Unit, kind, agent, phase, words and period by a form without a script; what was chosen stays chosen and in the address."""
    page.goto(f"{page_of_office.url}/potentialer")
    page.get_by_label("Enhed").select_option("Borgerservice")
    page.get_by_role("button", name="Vis").click()
    assert [text.split()[0] for text in page.locator("tbody th").all_inner_texts()] == ["P-101", "P-200"]
    assert exact(page) == 50 * 90
    page.get_by_label("Fase").select_option("idé")
    page.get_by_label("Periode").select_option("siden programmets start")
    page.get_by_role("button", name="Vis").click()
    assert [text.split()[0] for text in page.locator("tbody th").all_inner_texts()] == ["P-200"]
    assert page.get_by_label("Enhed").input_value() == "Borgerservice"
    assert "periode=alt" in page.url
    page.get_by_role("link", name="Nulstil").click()
    page.get_by_label("Søg").fill("helbred pension")
    page.get_by_label("Periode").select_option("måneden")
    page.get_by_role("button", name="Vis").click()
    assert [text.split()[0] for text in page.locator("tbody th").all_inner_texts()] == ["P-042"]
    assert page.locator("tbody th").inner_text().startswith("P-042 =Helbredstillæg <b>")
    month = exact(page)
    row_of(page, "P-042").get_by_role("link", name="P-042").click()
    assert exact(page) == month
    page.get_by_label("Til og med").select_option("oktober 2026")
    page.get_by_role("button", name="Vis").click()
    assert exact(page) == 5 * 90  # three cases of two activities, less one that was taken back


def test_every_page_is_accessible_and_asks_nobody_else(page: Page, page_of_office: Served) -> None:
    """Axe finds nothing on any page; at 200 % nothing is cut off; no request leaves; nobody's name or number is shown."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.set_viewport_size({"width": 640, "height": 480})  # what 1280 is at 200 %
    for address in PAGES:
        page.goto(page_of_office.url + address)
        found = Axe().run(page)
        assert found.violations_count == 0, f"{address}: {found.generate_report()}"
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), address
        assert page.locator("h1").count() == 1
        content = page.content()
        assert not [each for each in (CPR, NAME, *NAME.split(), "SAG", "LED", "MÅL") if each in content], address
    assert len(asked) > len(PAGES)
    assert [url for url in asked if not url.startswith(page_of_office.url + "/")] == []
    assert page.evaluate("document.scripts.length") == 0


def test_the_keyboard_reaches_everything_and_shows_where_it_is(page: Page) -> None:
    """The first Tab offers the content; what has the focus has an outline; Enter follows it."""
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Gå til indholdet")
    assert skip.evaluate("one => one === document.activeElement && one.getBoundingClientRect().top >= 0")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "til"
    reached = []
    for _ in range(12):
        page.keyboard.press("Tab")
        outline, text = page.evaluate(
            "[getComputedStyle(document.activeElement).outlineStyle, document.activeElement.textContent]"
        )
        assert outline == "solid", text
        reached.append(text)
    figure = page.locator(".main .figure a").inner_text()
    assert figure in reached
    page.locator(".main .figure a").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/potentialer**")


def test_the_drawing_is_one_a_browser_shows(page: Page) -> None:
    """It loads as a picture under the page's strict rules, and says in words what is on it."""
    drawing = page.get_by_role("img")
    assert drawing.evaluate("one => one.decode().then(() => one.naturalWidth)") > 0
    assert "målet er 39,15" in (drawing.get_attribute("alt") or "")
    assert page.console_messages() == []
