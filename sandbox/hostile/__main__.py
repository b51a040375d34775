"""`python -m sandbox.hostile INTO`: write the hostile files and their reasons. Open them in nothing but the limited child."""

import sys
from pathlib import Path

from sandbox.hostile.writing import write_hostile


def main() -> None:
    """Write into the folder named on the command line."""
    reasons = write_hostile(Path(sys.argv[1]))
    print(f"{len(reasons)} files in {sys.argv[1]}")  # noqa: T201 (a command's answer)


if __name__ == "__main__":
    main()
