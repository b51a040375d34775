"""The one click of a write: it leaves once, and never again, whatever the page, the browser or a program tries afterwards."""

import pytest
from playwright.sync_api import Error

from connectors.browser.case import CaseContext
from connectors.browser.commit import commit
from gevinst.errors import LeaseLost, ProcessError, SystemDown
from tests.connectors.browser.sample_pages import Drawn, GamlaPage
from tests.connectors.browser.serving import Site
from tests.connectors.browser.test_fence import allow, press, refuse, stopped

FORM = "<h1>Registrér</h1><form method=post action=/gem><input name=navn value=x><button>Gem</button></form>"
ASKING = FORM.replace("<button>", "<button onclick=\"return confirm('Gem bilaget?')\">")
DRAWN = """<h1>Tegnet</h1><p></p><button onclick="fetch('/gem', {method: 'POST', body: 'x'}).then(
    () => document.querySelector('p').innerText = 'Gemt', () => document.querySelector('p').innerText = 'Fejl')">Gem</button>"""


class Form(GamlaPage):
    """A form to save."""

    heading = "Registrér"


class UnfencedForm(Form):
    """One on a system that signs in by Negotiate."""

    unfenced = "the system signs in by Negotiate"


def opened(case: CaseContext, site: Site, html: str = FORM, page: type[GamlaPage] = Form) -> GamlaPage:
    """The page, filled."""
    site.pages["/"] = html
    case.page.goto(site.url)
    return page(case).shown()


def save(page: GamlaPage, ownership: object = allow, question: str = "") -> None:
    """Commit it."""
    commit(page, ownership, page.button("Gem"), to="/gem", question=question)  # type: ignore[arg-type]


@pytest.mark.parametrize("page", [Form, UnfencedForm])
def test_it_is_saved_once(case: CaseContext, site: Site, page: type[GamlaPage]) -> None:
    """The ordinary case, through the fence or past it."""
    save(opened(case, site, page=page))
    assert [each.path for each in site.writes] == ["/gem"]


@pytest.mark.parametrize(("html", "page"), [(FORM, Form), (FORM, UnfencedForm), (DRAWN, Drawn)])
def test_nothing_leaves_when_the_item_is_somebody_elses(
    case: CaseContext, site: Site, html: str, page: type[GamlaPage]
) -> None:
    """Ownership is asked at the last moment, also where the browser sends by itself."""
    with pytest.raises(LeaseLost):
        save(opened(case, site, html, page), refuse)
    assert site.writes == []


def test_a_page_is_committed_once(case: CaseContext, site: Site) -> None:
    """A program that tries again on the page it holds is told to open it afresh."""
    page = opened(case, site)
    save(page)
    case.page.goto(site.url)
    with pytest.raises(ProcessError, match="committed before"):
        save(page)
    assert len(site.writes) == 1


def test_a_reload_of_the_answer_sends_nothing(case: CaseContext, site: Site) -> None:
    """Measured: the browser would send the POST again without a question."""
    save(opened(case, site))
    with pytest.raises(Error):
        case.page.reload()
    assert len(site.writes) == 1


def test_going_back_and_pressing_again_sends_nothing(case: CaseContext, site: Site) -> None:
    """The very same request never leaves this case twice; one with other content is another write."""
    save(opened(case, site))
    case.page.goto(site.url)
    with stopped():
        press(case)
    case.page.wait_for_url("chrome-error:**")
    assert len(site.writes) == 1
    case.page.goto(site.url)
    case.page.locator("input").fill("y")
    press(case)
    assert [each.body for each in site.writes] == ["navn=x", "navn=y"]


def test_an_expected_question_is_answered_yes(case: CaseContext, site: Site) -> None:
    """By its text; without an answer the browser would say no in silence."""
    save(opened(case, site, ASKING), question="Gem bilaget?")
    assert len(site.writes) == 1


@pytest.mark.parametrize(("html", "question"), [(ASKING, ""), (ASKING, "Slet bilaget?"), (FORM, "Gem bilaget?")])
def test_another_question_or_none_is_an_error(case: CaseContext, site: Site, html: str, question: str) -> None:
    """A page that asks otherwise than it did does something else than it did."""
    with pytest.raises(ProcessError):
        save(opened(case, site, html), question=question)
    assert len(site.writes) == (html == FORM)


def test_a_page_that_saves_by_script_is_waited_for(case: CaseContext, site: Site) -> None:
    """The fence stays until the answer has come; a dropped connection is told, and the request left once."""
    save(opened(case, site, DRAWN, Drawn))
    assert len(site.writes) == 1
    site.drops = 1
    with pytest.raises(SystemDown):
        save(opened(case, site, DRAWN.replace("body: 'x'", "body: 'y'"), Drawn))
    assert len(site.writes) == 2


def test_a_button_that_sends_nothing_is_an_error(case: CaseContext, site: Site) -> None:
    """Nothing was saved, and the caller reads back to be sure."""
    with pytest.raises((ProcessError, SystemDown)):
        save(opened(case, site, FORM.replace("<form", "<form onsubmit='return false'")))
    assert site.writes == []


def test_past_the_fence_a_drop_may_be_two_writes(case: CaseContext, site: Site) -> None:
    """Why the fence is there: the browser sends it again by itself, and only the look afterwards counts them."""
    page = opened(case, site, page=UnfencedForm)
    site.drops = 1
    save(page)
    assert len(site.writes) == 2
