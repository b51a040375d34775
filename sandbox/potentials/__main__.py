"""Make the list: `python -m sandbox.potentials FILE.xlsx`."""

import sys
from pathlib import Path

from sandbox.potentials.rows import baselines, potentials
from sandbox.potentials.writing import write

if __name__ == "__main__":
    write(Path(sys.argv[1]), potentials(), baselines())
