"""`python -m sandbox.legacy --port N --database FILE`: serve PENSYS on loopback."""

import argparse
from pathlib import Path

from werkzeug.serving import WSGIRequestHandler, make_server

from sandbox.legacy.app import Pensys
from sandbox.legacy.state import create
from sandbox.people import PEOPLE


class Handler(WSGIRequestHandler):
    """Keeps connections alive, as real servers do: only then does a browser send a POST again on a drop."""

    protocol_version = "HTTP/1.1"

    def send_header(self, keyword: str, value: str) -> None:
        """Leave out the «Connection: close» that the library sends; PENSYS reads every body to its end."""
        if keyword.lower() != "connection":
            super().send_header(keyword, value)

    def log(self, type: str, message: str, *args: object) -> None:  # noqa: A002 (the base class's own name)
        """Say nothing: a query or a form may hold a CPR number."""


def main() -> None:
    """Serve until the process is ended."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--database", type=Path, required=True)
    parser.add_argument("--slow-ms", type=int, default=0)
    options = parser.parse_args()
    create(options.database, PEOPLE)
    application = Pensys(options.database, options.slow_ms)
    make_server("127.0.0.1", options.port, application, threaded=True, request_handler=Handler).serve_forever()


if __name__ == "__main__":
    main()
