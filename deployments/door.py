"""Start the door: `python -m deployments.door --port N`: our pages and Prefect's server, behind sign-in, on one origin."""

import argparse
import os
import sys

from deployments.environment import environment
from deployments.starting import plainly


def main() -> None:
    """Become the door's process, so that whoever started this can end it by its id. That process looks whether it may start."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    port = parser.parse_args().port
    public = os.environ.get("GEVINST_PUBLIC_URL") or f"http://127.0.0.1:{port}"
    with plainly():
        settings = environment(f"{public}/api") | {
            "PREFECT_API_URL": f"http://127.0.0.1:{port}/api",
            # The door looks where each change comes from; a second proof would be a query for every request.
            "PREFECT_SERVER_API_CSRF_PROTECTION_ENABLED": "false",
        }
    command = [sys.executable, "-m", "gevinst", "serve", "--prefect", "--port", str(port)]
    os.execve(sys.executable, command, settings)  # noqa: S606 (no shell is the point)


if __name__ == "__main__":
    main()
