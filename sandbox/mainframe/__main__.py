"""`python -m sandbox.mainframe --port N --database FILE`: serve SAGSYS on loopback, for any 3270 emulator."""

import argparse
from pathlib import Path

from sandbox.mainframe.server import Mainframe
from sandbox.mainframe.state import create
from sandbox.people import PEOPLE


def main() -> None:
    """Serve until the process is ended."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--database", type=Path, required=True)
    options = parser.parse_args()
    create(options.database, PEOPLE)
    with Mainframe(options.database, options.port) as server:
        server.serve_forever()


if __name__ == "__main__":
    main()
