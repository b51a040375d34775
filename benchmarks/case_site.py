"""The old system of `benchmarks.browser`, in a process of its own: `python -m benchmarks.case_site` prints its address.

A form, its receipt, and a list that is searched by our number; every page is sent whole, with nothing to load besides.
"""

from collections import defaultdict
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from urllib.parse import parse_qs, urlsplit

Row = tuple[str, str]

_NUMBERS = count(1)
_saved: defaultdict[str, list[Row]] = defaultdict(list)
"""Number and date of what was saved, by reference."""

_PAGE = """<!DOCTYPE html><html lang="da"><meta charset="utf-8"><title>{heading}</title>
<style>body {{ font: 14px sans-serif }} td {{ border: 1px solid #999 }}</style><h1>{heading}</h1>{body}</html>"""
_FORM = """<form method="post" action="/gem"><p><label>Ekstern reference <input name="reference"></label></p>
<p><label>Dato <input name="dato"></label></p><p><button>Gem</button></p></form>"""
_TABLE = """<p>Søgt på <b id="soegt">{reference}</b></p><table id="registreringer">
<tr><th>Nummer</th><th>Dato</th><th>Ekstern reference</th></tr>{rows}</table>"""


class System(BaseHTTPRequestHandler):
    """*Ny registrering*, *Kvittering* and *Registreringer*."""

    protocol_version = "HTTP/1.1"
    wbufsize = -1  # head and body in one piece: in two, the second waits for an acknowledgement

    def do_GET(self) -> None:
        """The form, or the list."""
        asked = urlsplit(self.path)
        if asked.path == "/ny":
            self._send("Ny registrering", _FORM)
        elif asked.path == "/registreringer":
            self._send("Registreringer", _list(parse_qs(asked.query)["reference"][0]))
        else:
            self._send("Findes ikke", "", 404)

    def do_POST(self) -> None:
        """Save, and show the receipt at once, as old systems do."""
        typed = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        number = f"R-{next(_NUMBERS)}"
        _saved[typed["reference"][0]].append((number, typed["dato"][0]))
        self._send("Kvittering", f'<p>Registreret med nummer <b id="nummer">{number}</b></p>')

    def log_message(self, *_args: object) -> None:
        """Say nothing."""

    def _send(self, heading: str, body: str, status: int = 200) -> None:
        content = _PAGE.format(heading=heading, body=body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


def _list(reference: str) -> str:
    name = escape(reference)
    rows = "".join(
        f"<tr><td>{number}</td><td>{escape(day)}</td><td>{name}</td></tr>" for number, day in _saved.get(reference, [])
    )
    return _TABLE.format(reference=name, rows=rows)


def main() -> None:
    """Serve until the process is ended."""
    with ThreadingHTTPServer(("127.0.0.1", 0), System) as server:
        server.daemon_threads = True
        print(f"http://127.0.0.1:{server.server_port}", flush=True)
        server.serve_forever()


if __name__ == "__main__":
    main()
