"""Start the Prefect server alone: `python -m deployments.server --port N`, on loopback, for one developer.

Whoever reaches it is administrator, so production doesn't start it: there it lies behind the door (`deployments.door`).
"""

import argparse
import os
import sys

from deployments.environment import environment
from deployments.starting import plainly
from gevinst.errors import Refused
from gevinst.settings import settings


def main() -> None:
    """Become the server process, so that whoever started this can end it by its id."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    port = parser.parse_args().port
    with plainly():
        if settings().production:
            raise Refused("in production Prefect lies behind the door: start `python -m deployments.door` instead")
        variables = environment(f"http://127.0.0.1:{port}/api")
    command = [sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port)]
    os.execve(sys.executable, command, variables)  # noqa: S606 (no shell is the point)


if __name__ == "__main__":
    main()
