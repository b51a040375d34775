"""The long form, on each database: `python -m tests.gevinst.statemachine --steps 10000`, or `make statemachine`.

Each story is made up anew. One that shows a difference is cut down to its shortest and printed with its steps. It is
pytest underneath, for the house, the databases and the reports of its fixtures.
"""

import argparse
import os
import sys
from pathlib import Path

import pytest

parser = argparse.ArgumentParser(prog="python -m tests.gevinst.statemachine", description=__doc__)
parser.add_argument("--steps", type=int, default=10_000, help="steps on each database, at least")
parser.add_argument("--database", choices=["sqlite", "postgresql"], default="", help="only this one")
given = parser.parse_args()

os.environ["STATEMACHINE_STEPS"] = str(given.steps)
long_form = Path(__file__).with_name("long_form.py")
sys.exit(pytest.main([str(long_form), "--capture=no", "--timeout=0", "-k", given.database or "test"]))
