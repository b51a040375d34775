"""The evidence of one claim as a page can show it: the step, the place, masked pictures, and what differed on a screen.

Only what its connector masked is shown; tracebacks and texts are named, and stay in their folder.
"""

import base64
import re
from dataclasses import dataclass
from pathlib import Path

from gevinst.items.steps import ERROR_FILE, STEP_FILE
from gevinst.redaction import redact
from gevinst.settings import settings

MOST_PICTURE_BYTES = 2_000_000
_PICTURE = re.compile(r"page(?:-\d+)?\.png")
_LONGEST_TEXT = 4_000
"""Characters of a difference; more is for the file itself."""


@dataclass(frozen=True)
class Evidence:
    """What lies in one folder.

    Attributes:
        folder: Where.
        files: The names of all files in it.
        step: The step that was under way; empty where none was.
        error: What our own code said of it, in English.
        where: Paths of the pages that were open.
        difference: What differed from the accepted screen.
        pictures: Masked pictures that are small enough to be shown.
    """

    folder: Path
    files: tuple[str, ...]
    step: str
    error: str
    where: tuple[str, ...]
    difference: str
    pictures: tuple[Path, ...]


def evidence_of(label: str, claim_no: int) -> Evidence | None:
    """The evidence of an item's claim; None where there is none."""
    folder = settings().evidence_folder / label / f"claim-{claim_no}"
    try:
        files = sorted(path for path in folder.iterdir() if path.is_file())
    except OSError:
        return None
    pictures = [path for path in files if _PICTURE.fullmatch(path.name) and path.stat().st_size <= MOST_PICTURE_BYTES]
    return Evidence(
        folder=folder.resolve(),
        files=tuple(path.name for path in files),
        step=_text(folder / STEP_FILE).strip(),
        error=_text(folder / ERROR_FILE).strip(),
        where=tuple(line for line in _text(folder / "where.txt").splitlines() if line.startswith("window ")),
        difference=_text(folder / "screen.diff")[:_LONGEST_TEXT],
        pictures=tuple(pictures),
    )


def as_data_uri(picture: Path) -> str:
    """A PNG as the address of an image in the page itself."""
    return f"data:image/png;base64,{base64.b64encode(picture.read_bytes()).decode()}"


def _text(path: Path) -> str:
    try:
        return redact(path.read_text(encoding="utf-8"))
    except OSError:
        return ""
