"""Start a worker: `python -m deployments.worker --api URL`. More volume is more workers, on more machines."""

import argparse
import os
import sys

from deployments.environment import POOL, environment
from deployments.starting import plainly
from gevinst.production import Part, must_be_ready


def main() -> None:
    """Become the worker process."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--api", required=True)
    options = parser.parse_args()
    command = [sys.executable, "-m", "prefect", "worker", "start", "--pool", POOL, "--type", "process"]
    with plainly():
        os.environ.update(environment(options.api))
        must_be_ready(Part.WORKER)
    os.execve(sys.executable, command, os.environ)  # noqa: S606 (no shell is the point)


if __name__ == "__main__":
    main()
