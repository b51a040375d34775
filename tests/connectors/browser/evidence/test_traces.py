"""The trace: recorded in passing, blind while somebody signs in, and readable by Playwright's own tools once cleaned."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from connectors.browser.case import CaseContext
from connectors.browser.evidence import save_evidence
from connectors.browser.evidence.traces import end_trace, new_raw_folder, traced, untraced
from gevinst.settings import settings
from sandbox.leaks import needles_of, search_bytes, search_folder
from tests.connectors.browser.engines import SHELL
from tests.connectors.browser.serving import Site

PASSWORD, NAME = "Sommer-i-Eksempelby-42", "Agnes Ahornblad"
FORM = """<link rel="stylesheet" href="/stil"><h1>Søg</h1><form action="/soeg"><label>Navn <input name="navn"></label>
<label>Kode <input type="password"></label><button>Søg</button></form>"""


@pytest.fixture(name="traced")
def traced_case(case: CaseContext, site: Site) -> Iterator[CaseContext]:
    """A case whose trace is recorded, on a form."""
    site.pages["/"] = FORM
    site.pages["/stil"] = "h1 { color: teal }"
    site.headers["/stil"] = {"Content-Type": "text/css"}
    with traced(case.context, new_raw_folder()):
        case.page.goto(site.url)
        yield case


def shown(folder: Path, *command: str) -> str:
    """What Playwright's own tool says of the trace in the evidence."""
    tool = [sys.executable, "-m", "playwright", "trace"]
    for arguments in (["open", str(folder / "trace.zip")], list(command)):
        done = subprocess.run([*tool, *arguments], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout


def test_a_cleaned_trace_opens_and_shows_each_action(traced: CaseContext, tmp_path: Path) -> None:
    """An engineer sees what was done to which field, and what failed; not what was typed."""
    traced.page.get_by_label("Navn").fill(NAME)
    with pytest.raises(Exception, match="Timeout"):
        traced.page.get_by_role("button", name="Gem").click(timeout=100)
    save_evidence(traced, tmp_path)
    actions = shown(tmp_path, "actions")
    assert "Fill" in actions
    assert "getByLabel('Navn')" in actions
    assert "[hidden]" in actions
    assert "getByRole('button', { name: 'Gem' })" in shown(tmp_path, "errors")
    assert "stil" in shown(tmp_path, "requests")
    assert NAME.split()[1] not in actions


def sign_in(case: CaseContext) -> None:
    """Type the password, send it, and come to another page."""
    case.page.get_by_label("Kode").fill(PASSWORD)
    case.page.evaluate("kode => fetch('/log-ind', {method: 'POST', body: kode})", PASSWORD)
    case.page.goto(case.page.url + "?inde")


def test_nothing_is_recorded_while_somebody_signs_in(traced: CaseContext, site: Site) -> None:
    """Neither the password that is typed nor the request that carries it is ever in the raw trace; what follows is."""
    site.pages["/?inde"] = FORM
    with untraced(traced):
        sign_in(traced)
    traced.page.get_by_label("Navn").fill(NAME)
    raw = end_trace(traced)
    assert raw is not None
    assert search_bytes(raw, needles_of([PASSWORD])) == []
    assert search_bytes(raw, needles_of([NAME])) != []


def test_without_it_the_password_is_recorded(traced: CaseContext, site: Site) -> None:
    """The positive control."""
    site.pages["/?inde"] = FORM
    sign_in(traced)
    raw = end_trace(traced)
    assert raw is not None
    assert search_bytes(raw, needles_of([PASSWORD])) != []


def test_a_sign_in_that_fails_is_untraced_too_and_recording_goes_on(traced: CaseContext, site: Site) -> None:
    """The trace begins anew after the sign-in, however that ended."""
    site.pages["/?inde"] = FORM

    def refused() -> None:
        with untraced(traced):
            sign_in(traced)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        refused()
    traced.page.get_by_label("Navn").fill(NAME)
    raw = end_trace(traced)
    assert raw is not None
    assert search_bytes(raw, needles_of([PASSWORD])) == []
    assert search_bytes(raw, needles_of([NAME])) != []


def test_a_case_that_is_not_traced_can_sign_in_and_fail(own_browser: Browser, tmp_path: Path) -> None:
    """Nothing has to be recorded for the rest to work."""
    context = own_browser.new_context()
    case = CaseContext(context, context.new_page())
    with untraced(case):
        case.page.set_content("<h1>Log ind</h1>")
    assert end_trace(case) is None
    save_evidence(case, tmp_path)
    assert "Log ind" in (tmp_path / "page.txt").read_text(encoding="utf-8")
    assert not (tmp_path / "trace.zip").exists()


def test_a_trace_that_cannot_be_cleaned_is_dropped_and_the_note_says_so(
    traced: CaseContext, site: Site, tmp_path: Path
) -> None:
    """A name that is also a word of the trace's own form can't be replaced everywhere: then there is no trace."""
    save_evidence(traced, tmp_path, personal=["frame-snapshot"])
    assert not (tmp_path / "trace.zip").exists()
    assert "missing: trace.zip: NotUnderstood" in (tmp_path / "note.txt").read_text(encoding="utf-8")
    assert (tmp_path / "page.png").exists()


@pytest.fixture
def raw_folder() -> Path:
    """Where a browser of the test's own writes its raw traces."""
    return new_raw_folder()


@pytest.fixture
def own_browser(raw_folder: Path, case: CaseContext) -> Iterator[Browser]:
    """A browser that was launched with it."""
    kind = case.context.browser.browser_type if case.context.browser else None
    assert kind is not None
    launched = kind.launch(executable_path=SHELL, traces_dir=raw_folder)
    yield launched
    launched.close()


@contextmanager
def typing(browser: Browser, raw_folder: Path) -> Iterator[None]:
    """A traced case that has typed the name."""
    context = browser.new_context()
    with traced(context, raw_folder):
        page = context.new_page()
        page.set_content(FORM)
        page.get_by_label("Navn").fill(NAME)
        yield


def test_a_case_leaves_no_raw_trace_behind(own_browser: Browser, raw_folder: Path) -> None:
    """What Playwright wrote as it went is there while the case runs, and gone after it; another open case keeps its own."""
    with typing(own_browser, raw_folder):
        with typing(own_browser, raw_folder):
            pass
        assert search_folder(raw_folder, needles_of([NAME])) != []
    assert list(raw_folder.iterdir()) == []


def test_raw_folders_are_private_and_swept_a_day_later() -> None:
    """A killed process can't remove its own: the next browser does, once nobody can be using it any more."""
    left, used = new_raw_folder(), new_raw_folder()
    (left / "x.trace").write_text(NAME, encoding="utf-8")
    long_ago = time.time() - 90_000
    os.utime(left, (long_ago, long_ago))
    folder = new_raw_folder()
    assert (left.exists(), used.exists(), folder.stat().st_mode & 0o777) == (False, True, 0o700)
    assert folder.parent.stat().st_mode & 0o777 == 0o700
    assert folder.parent.parent == settings().data_folder
