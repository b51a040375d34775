"""Evidence: enough to see which page it was, and nothing of whose case it was."""

import os
import signal
import stat
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from connectors.browser.case import CaseContext
from connectors.browser.evidence import save_evidence
from connectors.browser.session import browser
from gevinst.items.steps import begin_step
from tests.connectors.browser.serving import Site
from tests.connectors.browser.test_session import process_of

NAME, CPR = "Agnes Ahornblad", "0702481239"
OTHER_NAME, OTHER_CPR = "Ditte Birkemos.", "1105391247"
"""As long as the others: on the page below, which has letters of one width, everything else stays where it is."""

PAGE = """<style>* {{font: 14px monospace}} h3::after {{ content: " {upper} {birth}{serial}" }}</style><title>{name}</title>
<h1>Borger: {name}</h1><h3>Kontakt</h3><h2>Kære {first}, <i>{last}</i></h2>
<table><tr><th>CPR-nummer</th><td>{birth}-{serial}</td></tr><tr><th>Navn</th><td>{name}</td></tr></table>
<p>{name} ({birth}-{serial}) har ingen bevilling.</p><p>{upper}, CPR {birth} {serial}</p><p>{birth}{serial}</p>
<p>{last}, {first}</p><label>Navn <input value="{name}"></label><textarea>{birth}-{serial}</textarea>
<select><option>{name}</option></select><a href="#">{last}</a><iframe srcdoc="<body>{name} {birth}-{serial}"></iframe>"""


@pytest.fixture(autouse=True)
def _no_step() -> Iterator[None]:
    """Each test begins and ends outside of any step."""
    begin_step("")
    yield
    begin_step("")


def show(case: CaseContext, site: Site, name: str, cpr: str) -> list[str]:
    """Open the page about a person; returns the values a page object would know as personal."""
    first, last = name.split()
    site.pages["/borger/"] = PAGE.format(
        name=name, first=first, last=last, upper=name.upper(), birth=cpr[:6], serial=cpr[6:]
    )
    case.page.goto(site.url + "/borger/")
    case.page.frame_locator("iframe").locator("body").wait_for()
    return [name, first, last]


def forms_of(name: str, cpr: str) -> list[str]:
    """How a person may show, in the letters a search ignores."""
    return [name, *name.split(), cpr, f"{cpr[:6]}-{cpr[6:]}", cpr[6:]]


def test_the_text_names_nobody_and_keeps_the_pages_own_words(case: CaseContext, site: Site, tmp_path: Path) -> None:
    """Name and number are gone in every form they show in, frames included; labels and headings are still there."""
    save_evidence(case, tmp_path / "claim-1", personal=show(case, site, NAME, CPR))
    text = (tmp_path / "claim-1" / "page.txt").read_text(encoding="utf-8")
    assert [form for form in forms_of(NAME, CPR) if form.casefold() in text.casefold()] == []
    assert [word for word in ("Borger", "CPR-nummer", "har ingen bevilling") if word not in text] == []


def test_the_picture_is_the_same_whoever_it_is_about(case: CaseContext, site: Site, tmp_path: Path) -> None:
    """Pixel by pixel, so nothing of name or number can be in it; unmasked, the two pages do differ."""
    pictures, unmasked = [], []
    for name, cpr in ((NAME, CPR), (OTHER_NAME, OTHER_CPR)):
        save_evidence(case, tmp_path / name, personal=show(case, site, name, cpr))
        pictures.append((tmp_path / name / "page.png").read_bytes())
        unmasked.append(case.page.screenshot(full_page=True))
    assert pictures[0] == pictures[1]
    assert unmasked[0] != unmasked[1]


def test_the_picture_still_shows_the_page(case: CaseContext, site: Site, tmp_path: Path) -> None:
    """Headings that name nobody aren't masked: two different pages give two different pictures."""
    for heading in ("Borger", "Kvittering"):
        site.pages["/"] = f"<h1>{heading}</h1>"
        case.page.goto(site.url)
        save_evidence(case, tmp_path / heading, personal=[NAME])
    assert (tmp_path / "Borger" / "page.png").read_bytes() != (tmp_path / "Kvittering" / "page.png").read_bytes()


@pytest.mark.parametrize(
    "path", ["/borger/070248-1239/sag?cpr=0702481239", "/Agnes%20Ahornblad/sag", "/sag#Ahornblad", "/AHORNBLAD/sag"]
)
def test_the_address_names_nobody(case: CaseContext, site: Site, tmp_path: Path, path: str) -> None:
    """Old systems put numbers and names in their addresses; of those only the neutral part of the path is kept."""
    case.page.goto(site.url + path)
    save_evidence(case, tmp_path / "claim-1", personal=[NAME, *NAME.split()])
    where = (tmp_path / "claim-1" / "where.txt").read_text(encoding="utf-8")
    assert "/sag" in where
    assert [form for form in (*forms_of(NAME, CPR), "?", "#") if form.casefold() in where.casefold()] == []


def test_a_short_name_is_masked_as_a_word(case: CaseContext, tmp_path: Path) -> None:
    """`Bo` goes and `Bopæl` stays."""
    case.page.set_content("<p>Bo: Bopæl Eksempelby, bo</p>")
    save_evidence(case, tmp_path, personal=["Bo"])
    assert (tmp_path / "page.txt").read_text(encoding="utf-8").split() == ["[NAVN]:", "Bopæl", "Eksempelby,", "[NAVN]"]


def test_nobody_else_may_open_the_folder(case: CaseContext, tmp_path: Path) -> None:
    """Evidence is case data: for the service account only, from its first moment."""
    save_evidence(case, tmp_path / "GEV-1" / "claim-1")
    assert stat.S_IMODE((tmp_path / "GEV-1" / "claim-1").stat().st_mode) == 0o700


def test_a_dead_browser_leaves_a_note(tmp_path: Path) -> None:
    """There is nothing to picture any more; the failure it is about is still the one that is raised."""
    with browser().case() as case:
        os.kill(process_of(case), signal.SIGKILL)
        save_evidence(case, tmp_path / "claim-1", personal=[NAME])
    assert "missing: the windows" in (tmp_path / "claim-1" / "note.txt").read_text(encoding="utf-8")


def test_a_page_that_is_busy_for_ever_is_not_waited_for(case: CaseContext, site: Site, tmp_path: Path) -> None:
    """A script that never ends keeps its page from being read and drawn: the rest is there, and a note of what isn't."""
    site.pages["/optaget"] = "<h1>Optaget</h1><script>setTimeout(() => { while (true) {} })</script>"
    with case.page.expect_console_message():
        site.pages["/"] = "<script>console.error('her')</script>"
        case.page.goto(site.url)
    case.page.goto(f"{site.url}/optaget", wait_until="commit")
    save_evidence(case, tmp_path)
    assert "missing: page.txt: TimeoutError" in (tmp_path / "note.txt").read_text(encoding="utf-8")
    assert "window 1: /optaget" in (tmp_path / "where.txt").read_text(encoding="utf-8")


def test_time_and_step_are_told(case: CaseContext, tmp_path: Path) -> None:
    """In the municipality's own time, and in the words of the step that was under way."""
    begin_step("Registrér bilaget")
    save_evidence(case, tmp_path)
    where = (tmp_path / "where.txt").read_text(encoding="utf-8")
    assert "step: Registrér bilaget" in where
    moment = datetime.fromisoformat(where.splitlines()[0].removeprefix("time: "))
    assert moment.utcoffset() == datetime.now(ZoneInfo("Europe/Copenhagen")).utcoffset()
    assert (tmp_path / "step.txt").read_text(encoding="utf-8") == "Registrér bilaget\n"


def test_a_folder_that_cannot_be_made_is_no_error(case: CaseContext, tmp_path: Path) -> None:
    """A full or missing disk must not take the place of the failure in hand."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    save_evidence(case, tmp_path / "file" / "claim-1")
    assert (tmp_path / "file").is_file()
