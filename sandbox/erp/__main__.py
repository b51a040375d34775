"""`python -m sandbox.erp --port N --identity-port N --database FILE`: serve KØB & BETAL on loopback."""

import argparse
import threading
from pathlib import Path

from sandbox.erp.server import running
from sandbox.web.application import SESSION_SECONDS


def main() -> None:
    """Serve until the process is ended."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--identity-port", type=int, required=True)
    parser.add_argument("--database", type=Path, required=True)
    parser.add_argument("--slow-ms", type=int, default=0, help="wait this long before every answer")
    parser.add_argument("--session-seconds", type=int, default=SESSION_SECONDS, help="a session ends when idle so long")
    options = parser.parse_args()
    with running(
        options.database,
        port=options.port,
        identity_port=options.identity_port,
        slow_ms=options.slow_ms,
        session_seconds=options.session_seconds,
    ):
        threading.Event().wait()


if __name__ == "__main__":
    main()
