"""What evidence costs: the whole of it when a case fails, and recording the trace of every case that doesn't.

Budget (issue 6): evidence on failure at most 1 s on a normal page. A case with its trace is shown beside one without.
"""

import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from benchmarks.results import Lines, Measured, at_most, ratio
from benchmarks.timing import interleaved, percentile, seconds
from connectors.browser.case import CaseContext
from connectors.browser.evidence import save_evidence
from connectors.browser.evidence.traces import traced, untraced
from connectors.browser.session import browser, close_browser
from sandbox.people import PEOPLE

PERSONAL = ("Agnes Ahornblad", "Agnes", "Ahornblad")
ROWS = "".join(f"<tr><td>{each.cpr}</td><td>{each.name}</td><td>{each.address}</td></tr>" for each in PEOPLE[:50])
PAGE = f"""<!DOCTYPE html><meta charset="utf-8"><title>Borger</title><style>td {{ border: 1px solid #999 }}</style>
<h1>Borger</h1><form method="post"><label>Navn <input name="navn"></label><label>Dato <input name="dato"></label>
<button>Gem</button></form><table><tr><th>CPR-nummer</th><th>Navn</th><th>Adresse</th></tr>{ROWS}</table>"""


def run(*, quick: bool) -> Lines:
    """The five-action case on a page with a form and a table of 50 people."""
    rounds = 3 if quick else 40
    with _site() as url, tempfile.TemporaryDirectory() as folder:
        raw = Path(folder) / "raw"
        raw.mkdir()
        try:
            found = interleaved(
                {
                    "plain": lambda: _plain(url),
                    "traced": lambda: _traced(url, raw),
                    "evidence": lambda: _failed(url, raw, Path(folder)),
                },
                rounds,
            )
            size = (Path(folder) / "trace.zip").stat().st_size
        finally:
            close_browser()
    middle = {name: percentile(spent, 50) for name, spent in found.items()}
    yield at_most("evidence of a failed case, all of it, median", middle["evidence"], 1.0, unit="s")
    yield Measured("evidence of a failed case, all of it, p95", f"{percentile(found['evidence'], 95):.2f} s")
    yield Measured("the cleaned trace", f"{size / 1000:.0f} kB")
    yield ratio("a case with its trace to one without", middle["traced"], middle["plain"])


def _plain(url: str) -> float:
    with browser().case() as case, untraced(case):
        return seconds(lambda: _act(case, url))


def _traced(url: str, raw: Path) -> float:
    def work(case: CaseContext) -> None:
        with traced(case.context, raw):
            _act(case, url)

    with browser().case() as case:
        return seconds(lambda: work(case))


def _failed(url: str, raw: Path, folder: Path) -> float:
    with browser().case() as case, traced(case.context, raw):
        _act(case, url)
        return seconds(lambda: save_evidence(case, folder, personal=PERSONAL))


def _act(case: CaseContext, url: str) -> None:
    page = case.page
    page.goto(url)
    page.get_by_label("Navn").fill(PERSONAL[0])
    page.get_by_label("Dato").fill("03-03-2026")
    with page.expect_navigation():
        page.get_by_role("button", name="Gem").click()
    assert page.locator("h1").inner_text() == "Borger"


@contextmanager
def _site() -> Iterator[str]:
    """The page, whatever is asked for."""
    content = PAGE.encode()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_POST = do_GET  # noqa: N815 (the base class's own name)

        def log_message(self, *_args: object) -> None: ...

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        server.block_on_close = False
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
