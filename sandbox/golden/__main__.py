"""`python -m sandbox.golden INTO --count N --seed S`: write a set of documents and `truth.json`."""

import argparse
from pathlib import Path

from rich.console import Console

from sandbox.golden.browser import browser_executable
from sandbox.golden.generate import generate
from sandbox.golden.plan import plan


def main() -> None:
    """Generate into the folder named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("into", type=Path)
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--seed", type=int, default=331)
    options = parser.parse_args()
    console = Console()
    truth = generate(plan(options.count, options.seed), options.into, browser=browser_executable(), say=console.print)
    console.print(f"{len(truth)} documents in {options.into}")


if __name__ == "__main__":
    main()
