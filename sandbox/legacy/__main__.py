"""`python -m sandbox.legacy --port N --database FILE`: serve PENSYS on loopback."""

import argparse
from pathlib import Path

from sandbox.legacy.app import SESSION_SECONDS, Pensys
from sandbox.legacy.server import make
from sandbox.legacy.state import create
from sandbox.people import PEOPLE


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
    make(application, options.port).serve_forever()


if __name__ == "__main__":
    main()
