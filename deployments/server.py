"""Start the Prefect server: `python -m deployments.server --port N` (loopback only until sign-in stands in front)."""

import argparse
import os
import sys

from deployments.environment import environment


def main() -> None:
    """Become the server process, so that whoever started this can end it by its id."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    port = parser.parse_args().port
    settings = environment(f"http://127.0.0.1:{port}/api")
    command = [sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port)]
    os.execve(sys.executable, command, settings)  # noqa: S606 (no shell is the point)


if __name__ == "__main__":
    main()
