"""`gevinst record URL`: work an old system once by hand, and get its page objects to go on from."""

import sys
from pathlib import Path

from connectors.browser.recording.codegen import record_script
from connectors.browser.recording.screens import screens_of
from connectors.browser.recording.script import steps_of
from connectors.browser.recording.skeleton import skeleton
from gevinst.cli.output import complain, say
from gevinst.errors import ProcessError, Refused

FILE = "pages.py"


def record(url: str, /, *, into: Path | None = None, system: str = "system") -> None:
    """Open a browser, and turn what is done in it into page objects; of what is typed nothing is kept.

    Click on each page's heading when it comes: it is what the page will be known by. Close the browser when done.

    Args:
        url: Where to begin.
        into: The folder for the file `pages.py`, which must not be there yet; else it is printed.
        system: The system's name, as queues and the systems file name it.
    """
    file = into / FILE if into is not None else None
    if file is not None and file.exists():
        raise Refused(f"{file} is there already: give another folder, so that nothing is lost")
    complain("Work in the browser; click on each page's heading. Close it when you are done.")
    screens = screens_of(steps_of(record_script(url, system)))
    if not screens:
        raise ProcessError("nothing was done in the browser, so there is nothing to write")
    text = skeleton(screens, system)
    if file is None:
        sys.stdout.write(text)
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    say(f"{file}: {len(screens)} pages. Read it through before you share it: a text on a screen may name somebody.")
