"""Evidence of a failure: a masked picture, the text of the page with personal values replaced, and the URL's path.

Evidence is case data: it lies in the case's folder, for the service account only, and never goes to the orchestrator. No
trace is recorded: masks don't reach into a trace's own copy of what was typed.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Frame, Locator, Page

from connectors.browser.session import CaseContext
from gevinst.redaction import NAME_MASK, SHORTEST_NAME, known_personal, redact

_MASKED = "input, textarea, select, td, b"
_CPR_SHAPE = re.compile(r"\d{6}\W{0,3}\d{4}")


def save_evidence(case: CaseContext, folder: Path, *, personal: Iterable[str] = ()) -> None:
    """Write `where.txt`, `page.txt` and `page.png`. `personal` are the case's known values: names, whole and in parts.

    Best effort by design: a dead browser or a full disk leaves a note at most, and the failure it is about matters more.
    """
    values = sorted({value for value in personal if value}, key=len, reverse=True)
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        _save(case.page, folder, values)
    except Exception as error:  # noqa: BLE001 (whatever it is, it may not take the place of the failure in hand)
        with suppress(OSError):
            (folder / "note.txt").write_text(f"the evidence ends here: {type(error).__name__}\n", encoding="utf-8")


def _save(page: Page, folder: Path, values: list[str]) -> None:
    """What is cheap comes first: a page that can't be drawn any more can often still be read."""
    paths = [urlsplit(frame.url).path for frame in page.frames]
    (folder / "where.txt").write_text(_without("\n".join(paths), values), encoding="utf-8")
    texts = [frame.locator("body").inner_text() for frame in page.frames if frame.locator("body").count()]
    (folder / "page.txt").write_text(_without("\n---\n".join(texts), values), encoding="utf-8")
    masks = [mask for frame in page.frames for mask in _masks(frame, values)]
    page.screenshot(path=folder / "page.png", full_page=True, mask=masks, mask_color="#444444")


def _masks(frame: Frame, values: list[str]) -> Iterator[Locator]:
    """Wherever values usually stand, and whatever holds one of the case's own or a number of the shape."""
    yield frame.locator(_MASKED)
    yield frame.get_by_text(_CPR_SHAPE)
    for value in values:
        yield frame.get_by_text(value)


def _without(text: str, values: list[str]) -> str:
    with known_personal(values):
        text = redact(text)
    for short in (value for value in values if len(value) < SHORTEST_NAME):  # `redact` leaves these alone
        text = re.sub(rf"(?<!\w){re.escape(short)}(?!\w)", NAME_MASK, text, flags=re.IGNORECASE)
    return text
