"""Run the measurements: `python -m benchmarks [--quick] [NAME …]`; the exit code says whether every budget holds."""

import argparse
import importlib
import sys
from pathlib import Path

from benchmarks.machine import describe, load

ALL = (
    "claims",
    "adding",
    "workers",
    "peers",
    "verify",
    "report",
    "importing",
    "live_page",
    "framework",
    "documents",
    "invoices",
    "einvoices",
    "mail",
    "evidence",
    "browser",
    "door",
)
FOLDERS = ("invoices", "einvoices")
"""Those that read files which aren't ours to commit, from a folder that is given."""


def main() -> int:
    """Print each line as soon as it is known."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", choices=[*ALL, []], metavar="NAME", help=f"which; all of {', '.join(ALL)}")
    parser.add_argument("--quick", action="store_true", help="a small form, to see that everything runs")
    for name in FOLDERS:
        parser.add_argument(
            f"--{name}", type=Path, metavar="FOLDER", help=f"the files that {name} reads; else left out"
        )
    chosen = parser.parse_args()
    print(describe(), flush=True)
    over = 0
    for name in chosen.names or ALL:
        print(f"\n{name} ({load()})", flush=True)
        given = {"folder": getattr(chosen, name)} if name in FOLDERS else {}
        for line in importlib.import_module(f"benchmarks.{name}").run(quick=chosen.quick, **given):
            print(line, flush=True)
            over += not line.holds
        print(f"  ({load()} at the end)", flush=True)
    print("\nevery budget holds" if not over else f"\n{over} over budget")
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())
