"""No evidence holds a citizen, a secret or a document, wherever on the page it stood and however it is written."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from connectors.browser.case import CaseContext
from connectors.browser.evidence import save_evidence
from connectors.browser.evidence.traces import end_trace, new_raw_folder, traced
from sandbox.leaks import needles_of, search_bytes, search_folder
from tests.connectors.browser.engines import each_engine
from tests.connectors.browser.evidence.everywhere import KNOWN, NAME, PLANTED, SESSION, work_through
from tests.connectors.browser.serving import Site


@pytest.fixture
def failed(case: CaseContext, site: Site) -> Iterator[CaseContext]:
    """A traced case that has been everywhere, at the moment it fails."""
    with traced(case.context, new_raw_folder()):
        work_through(case, site)
        case.notes["screen.diff"] = f'-textbox "{NAME}"\n+textbox "Navn"\n'
        yield case


@each_engine
def test_nothing_planted_is_in_the_evidence(failed: CaseContext, tmp_path: Path) -> None:
    """Fields, tables, links, attributes, addresses, console, requests, popup, iframe, cookie, upload: none of it is there."""
    save_evidence(failed, tmp_path / "claim-1", personal=KNOWN)
    assert search_folder(tmp_path / "claim-1", needles_of(PLANTED)) == []
    assert {path.name for path in (tmp_path / "claim-1").iterdir()} == {
        *("where.txt", "console.txt", "screen.diff", "trace.zip"),
        *("page.txt", "page.png", "page-2.txt", "page-2.png"),
    }


def test_the_search_finds_what_a_raw_trace_holds(failed: CaseContext) -> None:
    """The positive control: every planted text is in the trace as it was recorded, so the search would have found it."""
    raw = end_trace(failed)
    assert raw is not None
    assert [text for text in PLANTED if not search_bytes(raw, needles_of([text]))] == []


def test_what_helps_is_still_there(failed: CaseContext, tmp_path: Path) -> None:
    """The pages' own words, the paths, the trouble the console told of, and what differed on the screen."""
    save_evidence(failed, tmp_path, personal=KNOWN)
    read = {
        path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir() if path.suffix in (".txt", ".diff")
    }
    assert [
        word for word in ("Borgerens sag", "CPR-nummer", "Behandling", "Gem", "Inde:") if word not in read["page.txt"]
    ] == []
    assert "Vindue" in read["page-2.txt"]
    assert "window 1: /inde" in read["where.txt"]
    assert "window 2: /vindue\n" in read["where.txt"]
    assert "error: fejl for [NAVN] #: 42 rækker (/)" in read["console.txt"]
    assert "uncaught: kunde [NAVN] mangler" in read["console.txt"]
    assert '+textbox "Navn"' in read["screen.diff"]


def test_a_session_in_an_address_is_left_out(case: CaseContext, site: Site, tmp_path: Path) -> None:
    """Old systems carry the session in the path: whoever reads the evidence could go on in it."""
    site.headers[f"/side;jsessionid={SESSION}"] = {"Set-Cookie": f"sid={SESSION}"}
    site.pages[f"/side;jsessionid={SESSION}"] = f'<a href="/naeste;jsessionid={SESSION}">Næste {SESSION}</a>'
    case.page.goto(f"{site.url}/side;jsessionid={SESSION}")
    save_evidence(case, tmp_path)
    assert search_folder(tmp_path, needles_of([SESSION])) == []
    assert "window 1: /side\n" in (tmp_path / "where.txt").read_text(encoding="utf-8")


def test_a_personal_field_is_masked_wherever_else_it_shows(case: CaseContext, site: Site, tmp_path: Path) -> None:
    """A page object names the place; what stands there is gone from the text and the trace, and the picture is blind there."""
    pictures = []
    for name in ("Skovsvinget 17", "Strandvejen 42"):
        site.pages["/"] = (
            f"<style>* {{font: 14px monospace}}</style><h1>Adresse</h1><p id=a>{name}</p><p>Sendt til {name}</p>"
        )
        folder = tmp_path / name[:5]
        with traced(case.context, new_raw_folder()):
            case.page.goto(site.url)
            save_evidence(case, folder, fields=[case.page.locator("#a")])
        assert search_folder(folder, needles_of([name])) == []
        pictures.append((folder / "page.png").read_bytes())
    assert "Sendt til" in (tmp_path / "Skovs" / "page.txt").read_text(encoding="utf-8")
    assert pictures[0] == pictures[1]


def test_only_the_service_account_can_read_it(failed: CaseContext, tmp_path: Path) -> None:
    """Whatever the account's umask: folders 0700, files 0600, those on the way included."""
    before = os.umask(0)
    try:
        save_evidence(failed, tmp_path / "evidence" / "GEV-1" / "claim-1", personal=KNOWN)
    finally:
        os.umask(before)
    modes = {path.is_dir(): stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "evidence").rglob("*")}
    assert modes == {True: 0o700, False: 0o600}
    assert stat.S_IMODE((tmp_path / "evidence").stat().st_mode) == 0o700
