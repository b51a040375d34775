"""The pictures of docs/projektkontor.md: what the commands said, the report, its Excel file and the live page."""

from pathlib import Path

from connectors.browser.session import browser
from sandbox.office.desk import Desk

_WIDTH, _HEIGHT = 1280, 900
_TERMINAL = """<!doctype html><html lang="da"><meta charset="utf-8"><style>
body { margin: 0; background: #fbfcfc; }
pre { margin: 0; padding: 18px 22px; width: 1236px; font: 12.5px/1.5 "DejaVu Sans Mono", monospace; color: #1f2a37;
  white-space: pre-wrap; }
b { color: #0f5c5c; }
</style><pre>%s</pre></html>"""


def take_pictures(desk: Desk, into: Path, serving: str) -> None:
    """Take all of them, each named `kontor-` and its step.

    Args:
        desk: With the transcripts of the walk, and the report in its folder.
        into: The folder.
        serving: Where `gevinst serve` answers.
    """
    into.mkdir(parents=True, exist_ok=True)
    with browser().case() as case:
        page = case.page
        page.set_viewport_size({"width": _WIDTH, "height": _HEIGHT})
        for step, spoken in desk.transcripts.items():
            _terminal(page, "\n\n".join(spoken), into / f"kontor-{step}.png")
        page.goto((desk.folder / "rapport" / f"frigjort-tid-{desk.month}.html").as_uri())
        page.screenshot(path=into / "kontor-siden.png")
