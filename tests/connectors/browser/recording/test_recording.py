"""The real thing: codegen in a real browser on a screen of the test's own, worked by hand over the browser's own port.

The file that codegen writes holds every secret meanwhile; afterwards nothing of it is left anywhere.
"""

import os
import shutil
import signal
import socket
import stat
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import Error, Page

from connectors.browser.case import CaseContext
from connectors.browser.finding import find_browser
from connectors.browser.recording import command
from connectors.browser.recording.codegen import record_script
from connectors.browser.session import browser, close_browser
from gevinst.errors import ConfigurationError, ProcessError, Refused
from tests.connectors.browser.recording.turning import imported
from tests.connectors.browser.serving import Site
from tests.deployments.waiting import eventually

LOGIN = """<h1>Log på</h1><form action=/soeg method=post><label>Bruger <input name=u></label><label>Adgangskode
<input type=password name=p></label><button>Log på</button></form>"""
SEARCH = "<h1>Søg</h1><form><input name=cpr placeholder=CPR-nummer><button>Søg</button></form>"
SECRETS = ("robotten", "hemmelig9", "010203-1234", "010203")
SECONDS = 60.0

needs_a_screen = pytest.mark.skipif(shutil.which("Xvfb") is None, reason="needs the package xvfb")


@pytest.fixture
def temporary(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder for temporary files, with a short path: the browser makes sockets there."""
    with tempfile.TemporaryDirectory(prefix="g") as folder:
        monkeypatch.setattr(tempfile, "tempdir", folder)
        monkeypatch.setenv("TMPDIR", folder)
        yield Path(folder)


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A display that nobody sees."""
    server = ["Xvfb", "-displayfd", "1", "-screen", "0", "1600x1000x24", "-nolisten", "tcp"]
    with subprocess.Popen(server, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        monkeypatch.setenv("DISPLAY", f":{process.stdout.readline().strip()}")
        yield
        process.terminate()


@dataclass(frozen=True)
class Watched:
    """A browser that opens a port to the test besides."""

    port: int
    path: Path


@pytest.fixture
def watched(tmp_path: Path) -> Watched:
    """The machine's own, for the recording only; the recorder's second window opens no port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    own = find_browser(browser().process.driver.playwright, headed=True).executable
    path = tmp_path / "browser"
    path.write_text(
        f'#!/bin/sh\ncase "$*" in *--app=*) exec {own} "$@";; esac\nexec {own} --remote-debugging-port={port} "$@"\n'
    )
    path.chmod(0o755)
    return Watched(port, path)


@pytest.fixture
def gamla(site: Site) -> Site:
    """The system to record."""
    site.pages |= {"/": LOGIN, "/soeg": SEARCH}
    return site


@contextmanager
def recording(site: Site, into: Path, watched: Watched) -> Iterator[subprocess.Popen[str]]:
    """`gevinst record`, under way; a test that fails ends it, and what it started."""
    call = f"record({site.url!r}, into=Path({str(into)!r}), system='gamla')"
    program = f"from pathlib import Path\nfrom connectors.browser.recording.command import record\n{call}"
    environment = {**os.environ, "GEVINST_BROWSER_EXECUTABLE": str(watched.path)}
    command, pipe = [sys.executable, "-c", program], subprocess.PIPE
    with subprocess.Popen(
        command, env=environment, stdout=pipe, stderr=pipe, text=True, start_new_session=True
    ) as process:
        try:
            yield process
        finally:
            if process.poll() is None:
                for each in [*psutil.Process(process.pid).children(recursive=True), process]:
                    each.kill()


def window_of(watched: Watched, url: str) -> Page:
    """The window in which the recording is made, once it is there."""
    found: list[Page] = []

    def there() -> None:
        chromium = browser().process.driver.playwright.chromium
        try:
            came = chromium.connect_over_cdp(f"http://127.0.0.1:{watched.port}")
        except Error:
            raise AssertionError from None
        found.extend(page for each in came.contexts for page in each.pages if page.url.startswith(url))
        assert found

    eventually(there, seconds=SECONDS)
    return found[0]


def recorded(folder: Path, text: str) -> None:
    """Wait until codegen has written this."""

    def written() -> None:
        assert text in "".join(each.read_text() for each in folder.glob("gevinst-recording-*/script.py"))

    eventually(written, seconds=SECONDS)


def type_in(page: Page, label: str, text: str, temporary: Path) -> None:
    """As a person does, by the keyboard."""
    page.get_by_label(label).or_(page.get_by_placeholder(label)).click()
    page.keyboard.type(text)
    recorded(temporary, f'fill("{text}")')


@needs_a_screen
@pytest.mark.timeout(400)
def test_a_session_at_the_screen_becomes_page_objects(
    screen: None, watched: Watched, gamla: Site, temporary: Path, tmp_path: Path, case: CaseContext
) -> None:
    """Codegen of this machine's Playwright with this machine's browser; the generated pages then drive the site."""
    with recording(gamla, tmp_path / "gamla", watched) as process:
        page = window_of(watched, gamla.url)
        recorded(temporary, "goto(")
        page.get_by_role("heading", name="Log på").click()
        recorded(temporary, 'get_by_role("heading", name="Log på").click()')
        type_in(page, "Bruger", "robotten", temporary)
        type_in(page, "Adgangskode", "hemmelig9", temporary)
        (folder,) = temporary.glob("gevinst-recording-*")
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert stat.S_IMODE((folder / "script.py").stat().st_mode) == 0o600
        page.get_by_role("button", name="Log på").click()
        recorded(temporary, 'get_by_role("button", name="Log på").click()')
        page.get_by_role("heading", name="Søg").click()
        recorded(temporary, 'get_by_role("heading", name="Søg").click()')
        type_in(page, "CPR-nummer", "010203-1234", temporary)
        page.close()
        said = "".join(process.communicate())
    assert process.returncode == 0, said
    assert list(temporary.glob("gevinst-recording-*")) == []
    text = (tmp_path / "gamla" / "pages.py").read_text()
    assert not [each for each in SECRETS if each in text + said]
    assert 'hinted(self.here, "CPR-nummer")' in text
    module = imported(text, tmp_path)
    case.page.goto(gamla.url)
    module.LogPaaPage(case).shown().log_paa(bruger="en", adgangskode="anden").fill(cpr_nummer="020304-5678")
    assert case.page.get_by_placeholder("CPR-nummer").input_value() == "020304-5678"


def interrupt(process: psutil.Process) -> None:
    """Ctrl-C, as a terminal sends it: to all of them."""
    os.killpg(process.pid, signal.SIGINT)


def crash(process: psutil.Process) -> None:
    """Codegen and its browsers are gone at once."""
    for each in process.children(recursive=True):
        with suppress(psutil.NoSuchProcess):  # some end with those killed before them
            each.kill()


@needs_a_screen
@pytest.mark.timeout(400)
@pytest.mark.parametrize("end", [interrupt, crash])
def test_nothing_is_left_however_it_ends(
    screen: None, watched: Watched, gamla: Site, temporary: Path, tmp_path: Path, end: Callable[[psutil.Process], None]
) -> None:
    """What was recorded until then is turned all the same."""
    with recording(gamla, tmp_path / "gamla", watched) as process:
        page = window_of(watched, gamla.url)
        type_in(page, "Adgangskode", "hemmelig9", temporary)
        end(psutil.Process(process.pid))
        said = "".join(process.communicate())
    assert process.returncode == 0, said
    assert list(temporary.glob("gevinst-recording-*")) == []
    text = (tmp_path / "gamla" / "pages.py").read_text()
    assert "adgangskode: str" in text
    assert "hemmelig9" not in text + said


def test_without_a_screen_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a server, in one sentence."""
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(ConfigurationError, match="recording needs a screen"):
        record_script("http://127.0.0.1:1", "gamla")


def test_a_browser_that_does_not_start_leaves_nothing(monkeypatch: pytest.MonkeyPatch, temporary: Path) -> None:
    """A screen that isn't there; and what a killed recording left before goes too, but not that of one that runs."""
    close_browser()
    with subprocess.Popen([sys.executable, "-c", ""]) as dead:
        dead.wait()
    (temporary / f"gevinst-recording-{dead.pid}-x").mkdir()
    (temporary / f"gevinst-recording-{dead.pid}-x" / "script.py").write_text("hemmelig9")
    running = temporary / f"gevinst-recording-{os.getpid()}-x"
    running.mkdir()
    monkeypatch.setenv("DISPLAY", ":4711")
    with pytest.raises(ProcessError, match="nothing was recorded"):
        record_script("http://127.0.0.1:1", "gamla")
    assert list(temporary.glob("gevinst-recording-*")) == [running]


def test_a_file_that_is_there_is_never_overwritten(tmp_path: Path) -> None:
    """Somebody has worked on it."""
    (tmp_path / command.FILE).write_text("x = 1\n")
    with pytest.raises(Refused, match="is there already"):
        command.record("http://127.0.0.1:1", into=tmp_path)
    assert (tmp_path / command.FILE).read_text() == "x = 1\n"
