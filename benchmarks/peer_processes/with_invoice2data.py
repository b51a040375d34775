"""invoice2data by its default cascade of readers: `python -m benchmarks.peer_processes.with_invoice2data FOLDER`.

Answers JSON: the `backends` there are, in the order they are asked, and what was read of each PDF, days as ISO days.
"""

import json
import logging
import sys
from datetime import date, datetime
from pathlib import Path

from invoice2data import extract_data
from invoice2data.api import DEFAULT_INPUT_READERS
from invoice2data.extract.loader import read_templates
from invoice2data.input import is_available


def main(folder: str) -> None:
    """Read every PDF of the folder by the templates that come with it."""
    logging.disable(logging.CRITICAL)
    templates = read_templates()
    found = {path.name: extract_data(str(path), templates) for path in sorted(Path(folder).glob("*.pdf"))}
    backends = [each.__name__.rpartition(".")[2] for each in DEFAULT_INPUT_READERS if is_available(each)]
    print(json.dumps({"backends": backends, "found": found}, default=_as_text))


def _as_text(value: object) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else str(value)


if __name__ == "__main__":
    main(sys.argv[1])
