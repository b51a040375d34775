"""The page as a reader opens it from a file share: nothing is fetched, every link leads somewhere, anyone can read it."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page
from sqlalchemy import Engine, insert

from connectors.browser.session import browser
from gevinst.ledger.harvests import Harvest, Permanence, record
from gevinst.ledger.reversal import reverse
from gevinst.reports.figures import Figures, compute_figures
from gevinst.reports.language import Code, language_of
from gevinst.reports.page import render_page
from gevinst.store.clock import today
from gevinst.store.tables import ledger_exceptions
from tests.gevinst.core import ON_SQLITE
from tests.gevinst.reports.conftest import Post, item_of

LANGUAGES: tuple[Code, ...] = ("da", "en")


@pytest.fixture
def figures(ledger: Engine, post: Post) -> Figures:
    """Something in every section: savings, a hand-over, costs, a gain, a correction, and an activity that doesn't count."""
    with ledger.connect() as connection:
        day = today(connection)
    earlier = day.replace(day=1) - timedelta(days=1)
    item = item_of(ledger, post(earlier, 7200))
    post(day, 600, activity="file", item_id=item)
    post(day, 600, kind="human time", item_id=item, baseline_id=None, source="estimate")
    post(day, 5400, potential_id="P-101")
    cost = {"kind": "cost", "activity": "licence", "source": "cost", "baseline_id": None}
    post(earlier, 0, source_key="1", amount_ore=123_400, **cost)
    wrong = post(day, 90)
    with ledger.begin() as connection:
        reverse(connection, wrong, reason="forkert", initials="PRO")
        record(connection, Harvest("1", "P-042", day, Permanence.LASTING, 50, 250_000, "Budget 6.45", "PRO"))
        missing = {"activity": "check", "units": 1, "robot_ms": 0, "reason": "no baseline", "potential_id": "P-101"}
        connection.execute(insert(ledger_exceptions).values(item_id=item, occurred_at=1, recorded_at=1, **missing))
        return compute_figures(connection)


@pytest.fixture
def opened(figures: Figures, tmp_path: Path) -> Iterator[Page]:
    """A browser's page, with the report in both languages beside each other in a folder."""
    for code in LANGUAGES:
        (tmp_path / f"{code}.html").write_text(render_page(figures, language_of(code)), encoding="utf-8")
    with browser().case() as case:
        case.page.goto((tmp_path / "da.html").as_uri())
        yield case.page


@ON_SQLITE
def test_anyone_can_read_it_in_both_languages(opened: Page, tmp_path: Path) -> None:
    """The checks of axe find nothing wrong, with everything unfolded."""
    for code in LANGUAGES:
        opened.goto((tmp_path / f"{code}.html").as_uri())
        opened.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
        results = Axe().run(opened)
        assert results.violations_count == 0, f"{code}: {results.generate_report()}"
    assert [request for request in opened.requests() if not request.url.startswith(("file:", "data:"))] == []


@ON_SQLITE
def test_every_link_leads_to_a_place_and_ids_are_one_of_a_kind(opened: Page) -> None:
    """From a figure to its list: no link goes nowhere, no place has a namesake, and every section is in the contents."""
    targets = opened.evaluate("[...document.querySelectorAll('a')].map(one => one.getAttribute('href'))")
    places = opened.evaluate("[...document.querySelectorAll('[id]')].map(one => one.id)")
    assert {each.removeprefix("#") for each in targets} <= set(places)
    assert len(places) == len(set(places))
    sections = set(opened.evaluate("[...document.querySelectorAll('main > section[id]')].map(one => one.id)"))
    contents = set(opened.evaluate("[...document.querySelectorAll('nav a')].map(one => one.hash.slice(1))"))
    assert sections - contents == {"status", "months-of-potentials"}


@ON_SQLITE
def test_a_potential_leads_to_its_months(opened: Page) -> None:
    """From the news to its row, and from there to the months, which unfold by themselves."""
    opened.locator("#changes").get_by_role("link", name="P-101").first.click()
    row = opened.locator("#potential-P-101")
    assert row.evaluate("one => one.matches(':target')")
    row.get_by_role("link").click()
    months = opened.locator("#months-P-101-borgerservice")
    assert months.is_visible()
    assert "1,5" in months.inner_text()


@ON_SQLITE
def test_the_first_screen_answers_where_we_stand(opened: Page) -> None:
    """Where do we stand, are we on the way, what is new: all within the first look, before anything is scrolled."""
    opened.set_viewport_size({"width": 1280, "height": 900})
    for question in ("Hvor står vi?", "Er vi på vej?", "Hvad er nyt?"):
        box = opened.get_by_text(question).bounding_box()
        assert box is not None
        assert box["y"] + box["height"] < 900
    assert (
        "1 postering taget tilbage, 1 gevinst hjemtaget, 1 aktivitet er ikke talt"
        in opened.locator("#status").inner_text()
    )


@ON_SQLITE
def test_on_paper_there_is_no_navigation_and_no_folded_list(opened: Page) -> None:
    """What can only be clicked isn't printed; the curve's numbers are, in short."""
    opened.emulate_media(media="print")
    assert opened.locator("nav").is_hidden()
    assert opened.locator("#months-P-101-borgerservice").is_hidden()
    assert opened.locator("#way-numbers table").is_visible()
    assert opened.locator("#way-numbers tbody tr:visible").count() <= 12 + date.today().year - 2022  # noqa: DTZ011
