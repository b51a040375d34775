"""What was recorded works: the generated page objects drive, in the real browser, the site they were recorded on."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload

from connectors.browser.case import CaseContext
from gevinst.errors import ProcessError
from tests.connectors.browser.recording.recorded import script
from tests.connectors.browser.recording.turning import imported, turned
from tests.connectors.browser.serving import Site
from tests.connectors.browser.test_fence import allow

LOGIN = """<h1>Log på</h1><form action=/soeg><label>Bruger <input name=u></label><label>Adgangskode
<input type=password name=p></label><button>Log på</button></form>"""
SEARCH = """<h1>Søg</h1><iframe name=indre src=/indre></iframe><a href=/fil download>Hent brev</a>
<button onclick="window.open('/udbyder')">Find udbyder</button><a href=/ny>Registrér bilag</a>"""
INNER = """<h1>Noter</h1><form action=/indre><label>Note <input name=note></label><button>Tilføj</button></form>"""
FORM = """<h1>Registrér bilag</h1><form method=post action=/gem onsubmit="return confirm('Gem bilaget?')">
<label>Beløb <input name=b></label><label>Dag <input type=date name=d></label><label for=a>Art</label>
<select id=a name=a><option>Regning<option value=2>Overslag</select><label><input type=checkbox name=h> Hastesag</label>
<input name=ean placeholder=EAN-nummer><label>Fil <input type=file name=f></label><button>Gem</button></form>"""

RECORDED = script(
    'page.get_by_role("heading", name="Log på").click()',
    'page.get_by_role("textbox", name="Bruger").fill("robot")',
    'page.get_by_role("textbox", name="Adgangskode").fill("hemmelig")',
    'page.get_by_role("button", name="Log på").click()',
    'page.get_by_role("heading", name="Søg").click()',
    'page.locator("iframe[name=\\"indre\\"]").content_frame.get_by_role("heading", name="Noter").click()',
    'page.locator("iframe[name=\\"indre\\"]").content_frame.get_by_role("textbox", name="Note").fill("set")',
    'page.locator("iframe[name=\\"indre\\"]").content_frame.get_by_role("button", name="Tilføj").click()',
    "with page.expect_download() as download_info:",
    '    page.get_by_role("link", name="Hent brev").click()',
    "with page.expect_popup() as page1_info:",
    '    page.get_by_role("button", name="Find udbyder").click()',
    'page1.get_by_role("heading", name="Udbydere").click()',
    'page.get_by_role("link", name="Registrér bilag").click()',
    'page.get_by_role("heading", name="Registrér bilag").click()',
    'page.get_by_role("textbox", name="Beløb").fill("10,00")',
    'page.get_by_role("textbox", name="Dag").fill("2026-01-01")',
    'page.get_by_role("combobox", name="Art").select_option("2")',
    'page.get_by_role("checkbox", name="Hastesag").check()',
    'page.get_by_test_id("EAN-nummer").fill("5790000000000")',
    'page.get_by_role("button", name="Fil").set_input_files("brev.pdf")',
    'page.once("dialog", lambda dialog: dialog.dismiss())',
    'page.get_by_role("button", name="Gem").click()',
    'page.get_by_role("heading", name="Gemt").click()',
)


@pytest.fixture
def gamla(site: Site) -> Site:
    """The site that was recorded."""
    site.pages |= {"/": LOGIN, "/soeg?u=robotten&p=kode": SEARCH, "/indre": INNER, "/ny": FORM, "/fil": "et brev"}
    site.pages |= {"/indre?note=ringet": INNER, "/udbyder": "<h1>Udbydere</h1>"}
    site.headers["/fil"] = {"Content-Type": "text/plain"}
    return site


def filled(case: CaseContext, site: Site, text: str, folder: Path) -> object:
    """Work through all of it, up to the form that is to be saved."""
    module = imported(text, folder)
    case.page.goto(site.url)
    search = module.LogPaaPage(case).shown().log_paa(bruger="robotten", adgangskode="kode")
    module.NoterPage(case).shown().tilfoej(note="ringet")
    assert search.hent_brev() == b"et brev"
    assert search.find_udbyder().is_shown()
    page = search.registrer_bilag()
    file = FilePayload(name="brev.pdf", mimeType="application/pdf", buffer=b"%PDF-brev")
    what = {"dag": date(2026, 3, 4), "art": "Overslag", "ean_nummer": "5790001234567", "fil": file}
    page.fill(beloeb=Decimal("1234.56"), **what)
    return page


def test_the_generated_pages_drive_the_site(case: CaseContext, gamla: Site, tmp_path: Path) -> None:
    """Sign in, a frame, a file, a window, a form; once it is told what a recording can't know, it saves."""
    text = turned(RECORDED).replace('to="[?]", question="[?]"', 'to="/gem", question="Gem bilaget?"')
    filled(case, gamla, text, tmp_path).commit(allow)  # type: ignore[attr-defined]
    (saved,) = gamla.writes
    assert saved.path == "/gem"
    for value in ("b=1.234%2C56", "d=2026-03-04", "a=2", "h=on", "ean=5790001234567"):
        assert value in saved.body


def test_nothing_is_saved_before_somebody_says_where_it_goes(case: CaseContext, gamla: Site, tmp_path: Path) -> None:
    """What is marked fails: the question isn't answered, and the request doesn't leave."""
    page = filled(case, gamla, turned(RECORDED), tmp_path)
    with pytest.raises(ProcessError):
        page.commit(allow)  # type: ignore[attr-defined]
    assert gamla.writes == []


def test_a_page_nobody_pointed_at_is_never_taken_for_another(case: CaseContext, gamla: Site, tmp_path: Path) -> None:
    """It must be named first."""
    module = imported(turned(script('page.get_by_role("textbox", name="Bruger").fill("robot")')), tmp_path)
    case.page.goto(gamla.url)
    with pytest.raises(ProcessError, match="expected the page"):
        module.Side1Page(case).shown()
