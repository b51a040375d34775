"""Start a worker: `python -m deployments.worker --api URL`. More volume is more workers, on more machines."""

import argparse
import os
import sys

from deployments.environment import POOL, environment


def main() -> None:
    """Become the worker process."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--api", required=True)
    options = parser.parse_args()
    command = [sys.executable, "-m", "prefect", "worker", "start", "--pool", POOL, "--type", "process"]
    os.execve(sys.executable, command, environment(options.api))  # noqa: S606 (no shell is the point)


if __name__ == "__main__":
    main()
