"""`python -m sandbox.legacy --port N --database FILE`: serve PENSYS on loopback."""

import argparse
import threading
from pathlib import Path

from sandbox.legacy.app import Pensys
from sandbox.legacy.state import create
from sandbox.people import PEOPLE
from sandbox.web.application import SESSION_SECONDS
from sandbox.web.server import serving


def main() -> None:
    """Serve until the process is ended."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--database", type=Path, required=True)
    parser.add_argument("--slow-ms", type=int, default=0, help="wait this long before every answer")
    parser.add_argument("--session-seconds", type=int, default=SESSION_SECONDS, help="a session ends when idle so long")
    options = parser.parse_args()
    create(options.database, PEOPLE)
    application = Pensys(options.database, options.slow_ms, session_seconds=options.session_seconds)
    with serving(application, port=options.port):
        threading.Event().wait()


if __name__ == "__main__":
    main()
