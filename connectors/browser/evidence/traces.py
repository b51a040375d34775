"""The trace of a case, recorded in passing and kept only when the case fails: what was done, step by step, to look at.

Recorded without screenshots, which costs next to nothing. While somebody signs in nothing is recorded. Playwright writes
its raw files to disk as it goes, with all that is typed, and leaves them there: so each browser is launched with a
private folder for them, never the system's temporary one, and they are removed after each case.
"""

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from weakref import WeakKeyDictionary, WeakSet

from playwright.sync_api import BrowserContext, Error

from connectors.browser.case import CaseContext
from gevinst.private_files import make_private_folder
from gevinst.settings import settings

_A_DAY = 86_400

_folders: WeakKeyDictionary[BrowserContext, Path] = WeakKeyDictionary()
"""Where the raw files of each open context lie."""
_recording: WeakSet[BrowserContext] = WeakSet()
"""The contexts that are being recorded now."""


def new_raw_folder() -> Path:
    """A folder for one browser's raw traces, to launch it with; what a killed process left a day ago goes.

    Raises:
        OSError: The data folder can't be written.
    """
    ours = settings().data_folder.resolve() / "traces"
    make_private_folder(ours)
    for left in ours.iterdir():
        if left.stat().st_mtime < time.time() - _A_DAY:
            shutil.rmtree(left, ignore_errors=True)
    return Path(tempfile.mkdtemp(dir=ours))  # for its owner only


@contextmanager
def traced(context: BrowserContext, raw_folder: Path) -> Iterator[None]:
    """Record while the body runs, and leave nothing of it on disk afterwards; what `end_trace` gave is the caller's.

    Args:
        context: A case's.
        raw_folder: The one its browser was launched with.
    """
    if context in _folders:
        yield  # somebody records it already
        return
    _folders[context] = raw_folder
    _begin(context)
    try:
        yield
    finally:
        with suppress(Error):  # the browser died
            _stop(context)
        del _folders[context]
        if raw_folder not in _folders.values():
            _empty(raw_folder)


@contextmanager
def untraced(case: CaseContext) -> Iterator[None]:
    """While the body runs nothing is recorded, and what was recorded before is thrown away: wrap every sign-in in it."""
    was_recording = _stop(case.context)
    try:
        yield
    finally:
        if was_recording:
            _begin(case.context)


def end_trace(case: CaseContext) -> bytes | None:
    """Stop recording and give the raw trace, with all its values; None where none was recorded.

    Raises:
        playwright.sync_api.Error: The browser is gone, and its trace with it.
    """
    if case.context not in _recording:
        return None
    _recording.discard(case.context)
    path = _folders[case.context] / "ended.zip"
    try:
        case.context.tracing.stop(path=path)
        return path.read_bytes()
    finally:
        path.unlink(missing_ok=True)


def _begin(context: BrowserContext) -> None:
    context.tracing.start(screenshots=False, snapshots=True, sources=False)
    _recording.add(context)


def _stop(context: BrowserContext) -> bool:
    """Throw away what was recorded; False where nothing was."""
    if context not in _recording:
        return False
    _recording.discard(context)
    context.tracing.stop()
    return True


def _empty(folder: Path) -> None:
    for left in folder.iterdir():
        if left.is_dir():
            shutil.rmtree(left, ignore_errors=True)
        else:
            left.unlink(missing_ok=True)
