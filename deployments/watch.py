"""Watch the mailboxes: `python -m deployments.watch --api URL`. One is enough; what it remembers lies in our database."""

import argparse
import logging
import os
import time

from deployments.environment import environment
from deployments.starting import plainly


def main() -> None:
    """Look, wait, look again, until the process is ended."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--api", required=True)
    options = parser.parse_args()
    with plainly():
        os.environ.update(environment(options.api))
    from gevinst.settings import settings
    from gevinst.store.engine import open_engine
    from tasks.safety import make_safe
    from tasks.watching import Watch

    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    with plainly():
        make_safe()
    watch = Watch(open_engine())
    while True:
        watch.look()
        time.sleep(settings().watch_seconds)


if __name__ == "__main__":
    main()
