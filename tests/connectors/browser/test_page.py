"""Pages that know themselves: the right one, in its frame, with a living session; else the error says what comes next."""

import pytest

from connectors.browser.case import CaseContext
from connectors.browser.errors import SessionExpired
from gevinst.errors import GevinstError, ProcessError, RetryLater, SystemDown
from tests.connectors.browser.sample_pages import Drawn, Form, GamlaPage, Inner
from tests.connectors.browser.serving import Site

OUTER = "<iframe name=ydre src=/ydre></iframe>"
MIDDLE = "<iframe id=indre src={}></iframe>"


def nested(site: Site, inside: str) -> None:
    """A frame in a frame."""
    site.pages |= {"/": f"<h1>Yderst</h1>{OUTER}", "/ydre": MIDDLE.format("/inderst"), "/inderst": inside}


@pytest.mark.parametrize(
    "html", ["<h1>Forside</h1>", "<h1>Registrér bilag</h1>", "<h1>Registrér</h1><h1>Andet</h1>", ""]
)
def test_another_page_is_an_error(case: CaseContext, html: str) -> None:
    """Also one whose heading begins alike, and one with two."""
    case.page.set_content(html)
    with pytest.raises(ProcessError, match="GAMLA: expected the page 'Registrér'"):
        Form(case).shown()


@pytest.mark.parametrize(
    ("text", "error"),
    [("Du er logget af. Log på igen.", SessionExpired), ("Lukket for vedligeholdelse kl. 2", SystemDown)],
)
@pytest.mark.parametrize("where", ["/", "/ydre", "/inderst"])
def test_what_the_system_says_instead_is_understood_in_any_frame(
    case: CaseContext, site: Site, where: str, text: str, error: type[GevinstError]
) -> None:
    """With HTTP 200, in the inmost frame or in place of everything."""
    nested(site, "<h1>Inderst</h1>")
    site.pages[where] = f"<p>{text}</p>"
    case.page.goto(site.url)
    with pytest.raises(error):
        Inner(case).shown()


def test_a_page_in_a_frame_of_a_frame_is_worked_like_any_other(case: CaseContext, site: Site) -> None:
    """Named frames or such as have an id; what comes in answer to a click is waited for in the same frame."""
    nested(
        site, "<h1>Inderst</h1><form action=/naeste><label>Navn<input name=navn></label><button>Videre</button></form>"
    )
    site.pages["/naeste?navn=x"] = "<h1>Inderst</h1><p>fulgte efter</p>"
    case.page.goto(site.url)
    page = Inner(case).shown()
    page.field("Navn").fill("x")
    page.press("Videre")
    assert page.shown().here.get_by_text("fulgte efter").count() == 1


def test_a_frame_that_is_gone_is_an_error(case: CaseContext, site: Site) -> None:
    """The page left before the click."""
    nested(site, "<h1>Inderst</h1><button>Videre</button>")
    case.page.goto(site.url)
    page = Inner(case).shown()
    case.page.goto(f"{site.url}/inderst")
    with pytest.raises(ProcessError, match="the frame is gone"), page.leaving():
        pass


def test_a_page_drawn_by_script_is_waited_for(case: CaseContext, site: Site) -> None:
    """It is there when its heading is, and not when the document has come; a session that ended is seen as soon."""
    draw = "<script>fetch('/data').then(got => got.text()).then(text => document.body.innerHTML = text)</script>"
    site.pages |= {"/": draw, "/data": "<h1>Tegnet</h1>"}
    case.page.goto(site.url)
    Drawn(case).shown()
    site.pages["/data"] = "<p>Du er logget af</p>"
    case.page.goto(site.url)
    with pytest.raises(SessionExpired):
        Drawn(case).shown()


@pytest.mark.parametrize("html", ["", "<button>Gem</button><a href=#>Gem</a>", "<button>Gem alle</button>"])
def test_a_button_is_the_one_of_that_name(case: CaseContext, html: str) -> None:
    """None or two, or one that begins alike, is a changed screen."""
    case.page.set_content(html)
    with pytest.raises(ProcessError, match="the button 'Gem' is there"):
        Form(case).press("Gem")


def test_a_server_error_is_the_systems_trouble(case: CaseContext, site: Site) -> None:
    """The queue waits; the case isn't to blame."""
    site.pages["/"] = "<a href=/fejl>Videre</a>"
    site.statuses["/fejl"] = 503
    case.page.goto(site.url)
    with pytest.raises(SystemDown, match="GAMLA answered 503"):
        Form(case).press("Videre")


def test_a_search_window_writes_back_and_closes_itself(case: CaseContext, site: Site) -> None:
    """A window that is declared is a page like any other; when it has closed its opener holds what was chosen."""
    site.pages["/"] = "<input id=cvr><button onclick=\"window.open('/soeg')\">Find</button>"
    site.pages["/soeg"] = "<h1>Søg</h1><button onclick=\"opener.cvr.value = '12345678'; window.close()\">Vælg</button>"
    case.page.goto(site.url)

    class Search(GamlaPage):
        heading = "Søg"

    with case.expect_window() as window:
        case.page.get_by_role("button").click()
    search = Search(case, window.page).shown()
    with search.closing():
        search.button("Vælg").click()
    assert case.page.locator("#cvr").input_value() == "12345678"


def test_a_window_nobody_declared_stops_the_case(case: CaseContext, site: Site) -> None:
    """It may say what matters; and whatever is typed meanwhile may go astray."""
    site.pages["/"] = "<h1>Registrér</h1><button onclick=\"window.open('/reklame')\">Find</button>"
    case.page.goto(site.url)
    with case.page.expect_popup():
        case.page.get_by_role("button").click()
    with pytest.raises(ProcessError, match="a window that nobody declared"):
        Form(case).shown()


def test_a_case_has_only_so_much_time(case: CaseContext) -> None:
    """One that hangs somewhere is given up; it is tried again."""
    seconds = [0.0]
    timed = CaseContext(case.context, case.page, seconds=60, clock=lambda: seconds[0])
    case.page.set_content("<h1>Tegnet</h1>")
    Drawn(timed).shown()
    seconds[0] = 61
    with pytest.raises(RetryLater, match="more than 60 s"):
        Drawn(timed).shown()
