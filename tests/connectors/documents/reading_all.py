"""A process that reads a folder of files as a worker does, and tells what came of each; `test_hostile` starts it.

A process of its own, so that its memory, its folders and what it writes are the reading's and nobody else's.
"""

import json
import sys
from dataclasses import replace
from pathlib import Path

from connectors.documents import reading
from connectors.documents.reading import read_document
from sandbox.hostile import TEXT

SECONDS = 6
"""Instead of thirty, for the few files that could take them on a busy machine: the reason is the same."""


def main(folder: Path, ordinary: Path, secret: str) -> None:
    """Print as JSON what each file ended in, and how much more memory this process had than before the first."""
    reading.LIMITS = replace(reading.LIMITS, seconds=SECONDS)
    others = sorted(ordinary.iterdir())
    _read(others)
    before = _megabytes("VmRSS")
    told = {}
    for path in sorted(folder.iterdir()):
        document = read_document(path)
        told[path.name] = {
            "problem": document.problem,
            "is_read": TEXT in document.text,
            "gave_away": secret in document.text,
            "next_are_read": _read(others),
        }
    sys.stdout.write(json.dumps({"files": told, "grown": _megabytes("VmHWM") - before}))


def _read(paths: list[Path]) -> bool:
    found = [read_document(path) for path in paths]
    return all(document.problem is None and TEXT in document.text for document in found)


def _megabytes(name: str) -> float:
    """What the system says of this process; VmHWM is the most it ever had."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{name}:")) / 1024


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
