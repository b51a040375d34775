"""Kørsler, as colleagues meet them: start one with a click, follow it, read what it did, and say whether it helped."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from sqlalchemy import Engine, select

from connectors.browser.session import browser
from gevinst.codes import Code
from gevinst.door.audit import record, record_outcome
from gevinst.door.orchestrator import Note, RunState
from gevinst.door.person import Person, Role
from gevinst.errors import BusinessError
from gevinst.items.case import Case, Credit
from gevinst.reports.parameters import seed_illustrative
from gevinst.staff import staff_id
from gevinst.store.clock import offset
from gevinst.store.tables import run_opinions
from tests.gevinst.core import ON_SQLITE, put, register_potential, run
from tests.gevinst.door.visitors import (
    CASEWORKER,
    LOG_CONTROLLER,
    OFFICE,
    OPERATIONS,
    OTHER_UNIT,
    PASSWORD,
    Visitor,
    audited,
    visiting,
)
from tests.gevinst.judging import judge as judged
from tests.gevinst.web.office import Served, served, set_clock
from tests.gevinst.web.runs_house import CASES, FORM, THEIRS, TITLE, Orchestrated

pytestmark = ON_SQLITE
CPR = "0702481239"


@pytest.fixture
def orchestrated() -> Orchestrated:
    """An orchestrator with nothing done yet."""
    return Orchestrated()


@pytest.fixture
def pages(database: Engine, colleagues: None, orchestrated: Orchestrated) -> Iterator[Served]:
    """The pages, with one potential in the register."""
    assert colleagues is None
    register_potential(database)
    with database.begin() as connection:
        seed_illustrative(connection)
    with served(database, orchestrated.app) as running:
        yield running


@pytest.fixture
def caseworker(pages: Served) -> Iterator[Visitor]:
    """Signed in, as a program."""
    with visiting(pages.url, CASEWORKER) as visitor:
        yield visitor


@pytest.fixture
def page(pages: Served) -> Iterator[Page]:
    """Signed in, in a browser."""
    with browser().case() as case:
        case.page.goto(f"{pages.url}/log-ind?til=/koersler")
        case.page.get_by_label("Initialer").fill(CASEWORKER)
        case.page.get_by_label("Adgangskode").fill(PASSWORD)
        case.page.get_by_role("button", name="Log ind").click()
        yield case.page


def order(visitor: Visitor, **changes: str) -> httpx.Response:
    """Send the form of the page."""
    found = re.search(r'name="noegle" value="([^"]+)"', visitor.client.get("/koersler").text)
    key = found[1] if found else "en nøgle"
    form = {"csrf": visitor.csrf(), "noegle": key, "proces": CASES, "art": "koersel", "antal": "50"}
    return visitor.client.post("/koersler/start", data=form | changes)


def judge(visitor: Visitor, number: str = "run-1", **changes: str) -> httpx.Response:
    """Say whether a run helped."""
    form = {"csrf": visitor.csrf(), "karakter": "4", "ord": ""}
    return visitor.client.post(f"/koersler/{number}/mening", data=form | changes)


def said(engine: Engine) -> list[tuple[str, str, int, str]]:
    """Everything that was said of runs."""
    with engine.connect() as connection:
        columns = (run_opinions.c.flow_run, run_opinions.c.potential_id, run_opinions.c.score, run_opinions.c.words)
        return [tuple(row) for row in connection.execute(select(*columns))]


def test_a_caseworker_starts_what_is_theirs(page: Page, orchestrated: Orchestrated) -> None:
    """Danish titles, when it runs by itself, how many at most; a click makes a run and shows it; a form has a link."""
    expect(page.get_by_role("heading", name=TITLE)).to_be_visible()
    expect(page.get_by_text("Kører selv næste gang 28. november 2026 kl. 09.00")).to_be_visible()
    form = page.get_by_role("link", name="Åbn formularen: Besvar en sag")
    assert form.get_attribute("href") == f"/v2/deployments/{FORM}/run"
    page.get_by_label("Højst antal sager").fill("25")
    page.get_by_role("button", name="Prøvekørsel").click()
    page.wait_for_url("**/koersler/run-1")
    expect(page.get_by_text("Venter · prøvekørsel: intet gemmes")).to_be_visible()
    (initials, made) = orchestrated.orders[0]
    assert (initials, made.deployment, made.is_dry, made.most) == (CASEWORKER, CASES, True, 25)
    page.get_by_role("link", name="Kørsler").first.click()
    expect(page.get_by_role("row").filter(has_text=TITLE)).to_contain_text("venter")


def test_a_double_click_is_one_run(caseworker: Visitor, orchestrated: Orchestrated) -> None:
    """The same page sent twice carries the same key; another button, number or page is another order."""
    key = {"noegle": "den samme"}
    first, second = order(caseworker, **key), order(caseworker, **key)
    assert (first.status_code, first.headers["location"]) == (303, "/koersler/run-1")
    assert second.headers["location"] == first.headers["location"]
    order(caseworker, **key, art="proevekoersel")
    order(caseworker, **key, antal="51")
    order(caseworker)
    assert len({each.key for _, each in orchestrated.orders}) == 4


@pytest.mark.parametrize("most", ["", "0x10", "-1", "mange", "9" * 30])
def test_a_number_that_is_none_is_said(caseworker: Visitor, orchestrated: Orchestrated, most: str) -> None:
    """In Danish, and nothing is started."""
    answer = order(caseworker, antal=most)
    assert (answer.status_code, "et helt tal" in answer.text) == (422, True)
    assert orchestrated.orders == []


def test_nothing_is_started_without_the_forms_proof(caseworker: Visitor, orchestrated: Orchestrated) -> None:
    """Nor is an opinion taken: somebody else's page could send both."""
    orchestrated.add("run-1", RunState.COMPLETED)
    for csrf in ("", "gættet"):
        assert order(caseworker, csrf=csrf).status_code == 403
        assert judge(caseworker, csrf=csrf).status_code == 403
    assert orchestrated.orders == []


def test_what_is_anothers_is_what_isnt_there(pages: Served, orchestrated: Orchestrated) -> None:
    """Another unit's deployment, run and opinion are answered as an address that leads nowhere; a guess tells nothing."""
    orchestrated.add("run-1", RunState.COMPLETED)
    with visiting(pages.url, OTHER_UNIT) as other:
        assert TITLE not in other.client.get("/koersler").text
        answers = [order(other), judge(other), other.client.get("/koersler/run-1")]
        nowhere = other.client.get("/koersler/run-999")
        shown = {answer.text.replace(other.csrf(), "") for answer in (*answers, nowhere)}
    assert {answer.status_code for answer in (*answers, nowhere)} == {404}
    assert len(shown) == 1
    with visiting(pages.url, CASEWORKER) as caseworker:
        assert order(caseworker, proces=THEIRS).status_code == 404
    assert orchestrated.orders == []
    assert said(pages.engine) == []


def test_who_starts_runs(pages: Served) -> None:
    """Caseworkers, project office and operations have it in their menu; the log controller is refused, and that is kept."""
    for initials in (CASEWORKER, OFFICE, OPERATIONS):
        with visiting(pages.url, initials) as visitor:
            answer = visitor.client.get("/koersler")
        assert (answer.status_code, 'href="/koersler" class="here"' in answer.text) == (200, True)
    with visiting(pages.url, LOG_CONTROLLER) as visitor:
        assert visitor.client.get("/koersler").status_code == 403
    assert (LOG_CONTROLLER, "log-kontrollant", "GET runs", 403) in audited(pages.engine)


def test_who_started_it_stands_in_the_list(caseworker: Visitor, pages: Served, orchestrated: Orchestrated) -> None:
    """A colleague by initials, a schedule by its name."""
    orchestrated.add("run-1", RunState.COMPLETED)
    orchestrated.add("run-2", RunState.FAILED)
    with pages.engine.begin() as connection:
        colleague = Person(staff_id(connection, "KOL"), "KOL", frozenset({Role.CASEWORKER}), frozenset())
        record_outcome(
            connection, record(connection, colleague, "POST /deployments/{id}/create_flow_run"), 201, "run-1"
        )
    rows = re.findall(r"<tr>.*?</tr>", caseworker.client.get("/koersler").text, re.DOTALL)[1:]
    assert ["KOL" in rows[0], "efter plan" in rows[1], "fejlet" in rows[1]] == [True, True, True]


def work(engine: Engine) -> None:
    """A run of three cases: one completed, one handed over, one of which a step is done."""
    numbers = [put(engine, reference) for reference in "abc"]

    def step(case: Case) -> None:
        case.checkpoint("read", str, lambda: "", Credit("read"))
        if case.item.id == numbers[1]:
            raise BusinessError(Code.UNKNOWN_CITIZEN)

    run(engine, step, limit=2)


def test_a_run_is_followed_while_it_works(page: Page, pages: Served, orchestrated: Orchestrated) -> None:
    """The counts are of our own tables; the page fetches news by itself, until that is stopped or the run is over."""
    orchestrated.add("run-1", RunState.RUNNING)
    orchestrated.change("run-1", step="Slå borgeren op")
    work(pages.engine)
    page.goto(f"{pages.url}/koersler/run-1")
    expect(page.locator(".counts")).to_contain_text(re.compile(r"afsluttet1\s*afventer sagsbehandler1\s*fejlet0"))
    expect(page.get_by_text("Slå borgeren op")).to_be_visible()
    orchestrated.change("run-1", step="Registrér i fagsystemet")
    expect(page.get_by_text("Registrér i fagsystemet")).to_be_visible(timeout=20_000)
    page.get_by_role("link", name="Stands").click()
    expect(page.get_by_text("Siden står stille.")).to_be_visible()
    page.get_by_role("link", name="Lad siden selv hente nyt").click()
    orchestrated.add("run-1", RunState.COMPLETED)
    expect(page.get_by_role("heading", name="Hvad der kom ud af det")).to_be_visible(timeout=20_000)
    expect(page.get_by_text("1 minut")).to_be_visible()
    expect(page.get_by_role("link", name="Se sagerne, der venter")).to_have_attribute("href", "/sager")
    link = page.get_by_role("link", name="Se kørslen i Prefect")
    assert link.get_attribute("href") == "/v2/runs/flow-run/run-1"


def test_only_a_run_that_works_fetches_news(caseworker: Visitor, orchestrated: Orchestrated) -> None:
    """Not when it is over, stopped or planned for later, and for an hour at most: a forgotten page keeps nobody signed in."""
    for state, is_followed in ((RunState.WAITING, True), (RunState.RUNNING, True), (RunState.CRASHED, False)):
        orchestrated.add("run-1", state)
        assert ("refresh" in caseworker.client.get("/koersler/run-1").headers) is is_followed
    orchestrated.add("run-1", RunState.RUNNING)
    assert "refresh" not in caseworker.client.get("/koersler/run-1?stille").headers
    line = orchestrated.runs["run-1"].line
    offset.microseconds = 0
    for hours in (-1, 1):  # begun so long ago, and planned for later
        orchestrated.change("run-1", line=replace(line, began_at=line.began_at + hours * 3600 * 1_000_000))
        answer = caseworker.client.get("/koersler/run-1")
        assert ("refresh" in answer.headers, "Hent nyt" in answer.text) == (False, True)


def test_what_a_run_left_is_read_on_its_page(page: Page, pages: Served, orchestrated: Orchestrated) -> None:
    """Words with headings, lists and links to our own addresses; tables by heading. HTML and strangers are text."""
    text = (
        "### Afventer svar (1)\n\n- **GEV-1**: [Besvar](/v2/x?y=1)\n- [fremmed](https://evil.example) "
        "<script>alert(1)</script> ![x](https://evil.example/p.png) [js](javascript:alert) [to](//evil.example)"
    )
    orchestrated.add("run-1", RunState.COMPLETED, is_dry=None, most=None)
    table = Note("Sagerne i denne kørsel", rows=[{"Sag": "GEV-1", "Resultat": "<b>fejlet</b>"}])
    orchestrated.leave("run-1", Note("Resultatet", text=text), table, Note("Tom"))
    page.goto(f"{pages.url}/koersler/run-1")
    expect(page.get_by_role("heading", name="Afventer svar (1)")).to_be_visible()
    assert [each.get_attribute("href") for each in page.locator(".read a").all()] == ["/v2/x?y=1"]
    assert page.locator(".read img, .read script").count() == 0
    expect(page.get_by_role("cell", name="<b>fejlet</b>")).to_be_visible()
    expect(page.get_by_role("heading", name="Tom")).to_be_visible()


def test_one_click_says_whether_it_helped(page: Page, pages: Served, orchestrated: Orchestrated) -> None:
    """A number and a few words, by potential; the latest counts, the page tells nobody what was said, nor by whom."""
    orchestrated.add("run-1", RunState.COMPLETED)
    page.goto(f"{pages.url}/koersler/run-1")
    page.get_by_label("Et par ord").fill("Sparede mig  en formiddag")
    page.get_by_role("button", name="4 en del").click()
    expect(page.get_by_text("Tak. Dit svar er gemt.")).to_be_visible()
    assert "Sparede mig" not in page.content()
    assert said(pages.engine) == [("run-1", "P-042", 4, "Sparede mig en formiddag")]
    page.get_by_role("button", name="2 lidt").click()
    expect(page.get_by_text("Tak. Dit svar er gemt.")).to_be_visible()
    assert said(pages.engine) == [("run-1", "P-042", 2, "")]
    assert not [route for _, _, route, _ in audited(pages.engine) if "opinion" in route]


def test_words_about_a_citizen_are_refused(caseworker: Visitor, pages: Served, orchestrated: Orchestrated) -> None:
    """A number that looks like a CPR number, or too many words: a sentence says so, and what was written stays to be mended."""
    orchestrated.add("run-1", RunState.COMPLETED)
    for words, sentence in ((f"se {CPR}", "ligner et CPR-nummer"), ("a" * 201, "mere end 200 tegn")):
        answer = judge(caseworker, ord=words)
        assert (answer.status_code, sentence in answer.text, words in answer.text) == (422, True, True)
    assert said(pages.engine) == []


def test_only_a_finished_run_is_judged(caseworker: Visitor, pages: Served, orchestrated: Orchestrated) -> None:
    """Not one that works, not a dry run, and only by one of the five."""
    orchestrated.add("run-1", RunState.RUNNING)
    assert judge(caseworker).status_code == 422
    orchestrated.add("run-1", RunState.COMPLETED, is_dry=True)
    assert "Hjalp kørslen?" not in caseworker.client.get("/koersler/run-1").text
    assert judge(caseworker).status_code == 404
    orchestrated.add("run-1", RunState.COMPLETED)
    answer = judge(caseworker, karakter="6", ord="godt")
    assert (answer.status_code, "tallene fra 1 til 5" in answer.text, "godt" in answer.text) == (422, True, True)
    orchestrated.change("run-1", tags=frozenset({"Projektkontor"}))
    assert judge(caseworker).status_code == 404  # a run of no potential
    assert said(pages.engine) == []


def test_the_project_office_reads_it_from_three_on(pages: Served) -> None:
    """On its page: an average and the words of the months that ended last, whichever months the reader chose."""

    def shown(asked: str = "") -> str:
        set_clock(date(2026, 11, 20))
        with visiting(pages.url, OFFICE) as office:
            return office.client.get(f"/potentialer/P-042{asked}").text

    def give(number: str, score: int, words: str, by: str) -> None:
        set_clock(date(2026, 10, 20))
        judged(pages.engine, number, score, words, by=by)

    give("run-1", 5, "godt", "ABC")
    give("run-2", 4, "", "ABC")
    give("run-3", 4, "", "KOL")
    text = shown()
    assert ("For få svar" in text, "godt" in text) == (True, False)
    give("run-4", 1, "altid langsom", "LED")
    for asked in ("", "?periode=maaned", "?til=2026-03&periode=alt"):
        text = shown(asked)
        assert "3,5 af 5" in text
        assert "12 måneder til og med oktober 2026" in text
        assert text.index("altid langsom") < text.index("godt")


def test_an_orchestrator_that_is_silent_is_said(caseworker: Visitor, orchestrated: Orchestrated) -> None:
    """In Danish, on a page, with what to do."""
    orchestrated.silent = True
    for answer in (caseworker.client.get("/koersler"), caseworker.client.get("/koersler/run-1"), order(caseworker)):
        assert (answer.status_code, "Prefect svarer ikke" in answer.text) == (503, True)


def test_the_pages_are_for_everybody(page: Page, pages: Served, orchestrated: Orchestrated) -> None:
    """Axe finds nothing, at 200 % nothing is cut off, one heading, no script; in each state of a run."""
    for number, state in enumerate(RunState):
        orchestrated.add(f"run-{number}", state)
    orchestrated.leave("run-2", Note("Resultatet", text="### Ord\n\n- et"), Note("Sager", rows=[{"Sag": "GEV-1"}]))
    page.set_viewport_size({"width": 640, "height": 480})  # what 1280 is at 200 %
    addresses = ["/koersler", *(f"/koersler/run-{number}?stille" for number in range(len(RunState))), "/koersler/run-1"]
    for address in addresses:
        page.goto(pages.url + address)
        found = Axe().run(page)
        assert found.violations_count == 0, f"{address}: {found.generate_report()}"
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), address
        assert page.locator("h1").count() == 1
    assert page.evaluate("document.scripts.length") == 0


def test_the_keyboard_starts_a_run_and_judges_it(page: Page, orchestrated: Orchestrated) -> None:
    """What has the focus shows it; Enter in the number is *Kør nu*; Enter in the words is a new line and no opinion."""
    page.get_by_label("Højst antal sager").focus()
    reached = []
    for _ in range(3):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.textContent"))
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    assert reached[:2] == ["Kør nu", "Prøvekørsel"]
    page.get_by_label("Højst antal sager").press("Enter")
    page.wait_for_url("**/koersler/run-1")
    assert not orchestrated.orders[0][1].is_dry
    orchestrated.add("run-1", RunState.COMPLETED)
    page.reload()
    page.get_by_label("Et par ord").press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "2 lidt"
    page.keyboard.press("Enter")
    expect(page.get_by_text("Tak. Dit svar er gemt.")).to_be_visible()
