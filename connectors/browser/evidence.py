"""Evidence of a failure: a masked picture, the text of the page with personal values replaced, and the URL's path.

Evidence is case data: it lies in the case's folder, for the service account only, and never goes to the orchestrator. No
trace is recorded: masks don't reach into a trace's own copy of what was typed.
"""

from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Error

from connectors.browser.session import CaseContext
from gevinst.redaction import MASK, NAME_MASK, redact

_MASKED = "input, textarea, td, b"


def save_evidence(case: CaseContext, folder: Path, *, personal: Iterable[str] = ()) -> None:
    """Write `page.png`, `page.txt` and `where.txt`. `personal` are the case's known values, in every form they show in.

    Best effort by design: a dead browser leaves no evidence, and the failure it is about matters more.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    page = case.page
    try:
        masks = [frame.locator(_MASKED) for frame in page.frames]
        page.screenshot(path=folder / "page.png", full_page=True, mask=masks, mask_color="#444444")
        texts = [frame.locator("body").inner_text() for frame in page.frames if frame.locator("body").count()]
        text = "\n---\n".join(texts)
        for value in personal:
            if value:
                text = text.replace(value, NAME_MASK if any(letter.isalpha() for letter in value) else MASK)
        (folder / "page.txt").write_text(redact(text), encoding="utf-8")
        paths = [urlsplit(frame.url).path for frame in page.frames]
        (folder / "where.txt").write_text("\n".join(paths), encoding="utf-8")
    except Error as error:
        (folder / "where.txt").write_text(f"no evidence: {type(error).__name__}", encoding="utf-8")
