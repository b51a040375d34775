"""A process that takes in a mail and works it, and prints by how many KiB its memory grew meanwhile."""

import sys
from pathlib import Path

from gevinst.store.engine import open_engine
from tests.memory import peak
from tests.tasks.mailroom import drop, letter, read, take_in, work_through


def main(large: Path) -> None:
    """An ordinary mail first, so that every module is loaded and the child is warm; the large one arrives only then."""
    engine = open_engine()
    drop(letter(("regning.pdf", b"%PDF")))
    assert take_in() == 1
    work_through(engine, read)
    before = peak()
    large.rename(large.with_suffix(".eml"))
    assert take_in() == 1
    work_through(engine, read)
    sys.stdout.write(str(peak() - before))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
