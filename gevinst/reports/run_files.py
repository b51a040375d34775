"""The reports that lie in the data folder: listed, and found by what people know of a run."""

import html
import json
import re
from dataclasses import dataclass
from pathlib import Path

from gevinst.errors import Refused
from gevinst.redaction import redact
from gevinst.settings import settings

_HEAD = re.compile(r'<meta name="gevinst-run" content="([^"]*)">')
_FIRST = 2_000
"""Characters within which a report says whose it is."""
LATEST = "latest"
ENOUGH_OF_AN_ID = 8
"""Characters that tell a run from all others; its name may be that of many."""


@dataclass(frozen=True)
class RunFile:
    """One report as a list shows it."""

    run: str
    name: str
    queue: str
    made_at: int
    completed: int
    waiting: int
    failed: int
    path: Path


def run_files() -> list[RunFile]:
    """Every report, the latest first."""
    found = [_read(path) for path in settings().runs_folder.glob("*.html")]
    return sorted(filter(None, found), key=lambda each: each.made_at, reverse=True)


def find_run(text: str) -> RunFile:
    """The one report of a run: by its name, by its id or how that begins, or `latest`.

    Raises:
        Refused: There is none, or more than one.
    """
    known = run_files()
    if text == LATEST and known:
        return known[0]
    found = [each for each in known if text and (each.name == text or each.run.startswith(text))]
    if len(found) != 1:
        what = f"there are {len(found)} reports" if found else "there is no report"
        raise Refused(f"{what} of a run '{redact(text)}': name it by the start of its id, as `gevinst runs list` shows")
    return found[0]


def _read(path: Path) -> RunFile | None:
    with path.open(encoding="utf-8") as file:
        head = _HEAD.search(file.read(_FIRST))
    return None if head is None else RunFile(**json.loads(html.unescape(head[1])), path=path.resolve())
