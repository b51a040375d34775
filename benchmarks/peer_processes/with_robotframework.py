"""Robot Framework Browser: `python -m benchmarks.peer_processes.with_robotframework ADDRESS BROWSER`; each line is a reference.

Its log is written as always; the report that is made of it at the end isn't.
"""

import os
import sys
import tempfile
from pathlib import Path

from robot import run

SUITE = Path(__file__).with_name("five_actions.robot")


def main(address: str, program: str) -> int:
    """The five actions for each reference; answers how many tests failed."""
    with tempfile.TemporaryDirectory() as folder, Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        variables = [f"ADDRESS:{address}", f"PROGRAM:{program}"]
        return run(str(SUITE), outputdir=folder, variable=variables, log=None, report=None, stdout=nowhere)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
