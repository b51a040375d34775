"""A process that takes in what was dropped and works it, and prints by how many KiB its memory grew meanwhile."""

import resource
import sys

from gevinst.store.engine import open_engine
from tests.tasks.mailroom import drop, letter, read, take_in, work_through


def peak() -> int:
    """The most memory this process has had, in KiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def main() -> None:
    """An ordinary mail first, so that every module is loaded and the child is warm."""
    engine = open_engine()
    drop(letter(("regning.pdf", b"%PDF")))
    take_in()
    work_through(engine, read)
    before = peak()
    take_in()
    work_through(engine, read)
    sys.stdout.write(str(peak() - before))


if __name__ == "__main__":
    main()
