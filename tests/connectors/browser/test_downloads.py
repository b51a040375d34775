"""Files: downloads, PDFs shown in the page or in a window, files made by script; one result in both engines."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from connectors.browser.case import CaseContext
from connectors.browser.downloads import downloading
from gevinst.errors import ProcessError, SystemDown
from tests.connectors.browser.engines import each_engine
from tests.connectors.browser.sample_pages import GamlaPage
from tests.connectors.browser.serving import Site

PDF = "%PDF-1.4 et brev"
WAYS = {
    "a link": "<a href=/brev>Vis</a>",
    "a new window": "<a href=/brev target=_blank>Vis</a>",
    "a window of script": "<button onclick=\"window.open('/brev')\">Vis</button>",
    "a frame": "<button onclick=\"ramme.src = '/brev'\">Vis</button><iframe id=ramme></iframe>",
    "a posted form": "<form method=post action=/brev><button>Vis</button></form>",
    "a redirect": "<a href=/om>Vis</a>",
}
INLINE = {"Content-Type": "application/pdf", "Content-Disposition": 'inline; filename="brev.pdf"'}
BLOB = """<button onclick="a = document.createElement('a'); a.download = 'brev.pdf';
    a.href = window.URL.createObjectURL(new Blob(['%PDF-1.4 et brev'])); a.click()">Vis</button>"""


def press(case: CaseContext) -> None:
    """The one link or button there is."""
    case.page.locator("a, button").click()


@each_engine
@pytest.mark.parametrize("way", WAYS)
def test_a_pdf_that_is_shown_is_a_file(case: CaseContext, site: Site, way: str) -> None:
    """Measured: the headless shell downloads it, the whole browser opens a viewer. It is asked for once, by its form too."""
    site.pages |= {"/": WAYS[way], "/brev": PDF}
    site.headers |= {"/brev": INLINE, "/om": {"Location": "/brev"}}
    site.statuses["/om"] = 302
    case.page.goto(site.url)
    with downloading(AnyPage(case), most_bytes=1000, seconds=60) as file:
        press(case)
    assert (file.name, file.content()) == ("brev.pdf", PDF.encode())
    assert [each.path for each in site.received].count("/brev") == 1


@each_engine
def test_a_file_made_by_script_is_a_file(case: CaseContext, site: Site) -> None:
    """It never was on the network."""
    site.pages["/"] = BLOB
    case.page.goto(site.url)
    with downloading(AnyPage(case), most_bytes=1000, seconds=60) as file:
        press(case)
    assert (file.name, file.content()) == ("brev.pdf", PDF.encode())


def test_a_file_too_large_is_an_error(case: CaseContext, site: Site) -> None:
    """Nobody reads it into memory."""
    site.pages |= {"/": WAYS["a link"], "/brev": PDF}
    site.headers["/brev"] = INLINE
    case.page.goto(site.url)
    with pytest.raises(ProcessError, match="larger than 5 bytes"), downloading(AnyPage(case), most_bytes=5):
        press(case)


def test_a_page_in_place_of_the_file_is_told(case: CaseContext, site: Site) -> None:
    """An old system answers with a sentence and not with an error."""
    site.pages |= {"/": WAYS["a link"], "/brev": "<h1>Brevet findes ikke</h1>"}
    case.page.goto(site.url)
    with (
        pytest.raises(ProcessError, match="a page came in place of a file"),
        downloading(AnyPage(case), most_bytes=1000, seconds=1),
    ):
        press(case)


def test_a_file_that_never_ends_is_given_up(case: CaseContext, site: Site) -> None:
    """A byte now and then is no file; the system is the one in trouble."""
    with dripping() as address:
        site.pages["/"] = f"<a href={address}>Vis</a>"
        case.page.goto(site.url)
        with (
            pytest.raises(SystemDown, match="did not come within 1 s"),
            downloading(AnyPage(case), most_bytes=9, seconds=1),
        ):
            press(case)


def test_a_file_that_breaks_off_is_no_file(case: CaseContext, site: Site) -> None:
    """Half a letter isn't filed."""
    site.pages |= {"/": WAYS["a link"], "/brev": PDF}
    site.headers["/brev"] = INLINE
    site.cut.add("/brev")
    case.page.goto(site.url)
    with pytest.raises(SystemDown), downloading(AnyPage(case), most_bytes=1000, seconds=2):
        press(case)


class AnyPage(GamlaPage):
    """Wherever the file is asked for."""


@contextmanager
def dripping() -> Iterator[str]:
    """A server that sends a byte each tenth of a second, until the body ends."""
    done = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:

        def drip() -> None:
            connection, _ = server.accept()
            with connection:
                connection.sendall(
                    b"HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\nContent-Length: 100000\r\n\r\n"
                )
                while not done.wait(0.1):
                    try:
                        connection.sendall(b"x")
                    except OSError:
                        return

        thread = threading.Thread(target=drip, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.getsockname()[1]}/brev"
        finally:
            done.set()
            thread.join()
