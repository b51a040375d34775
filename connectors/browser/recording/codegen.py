"""Playwright's codegen with the machine's own browser, in a folder that nobody else sees and that is gone afterwards.

It has no option for a browser's path; the variable below is what its own tests use. What it writes holds every value
that was typed, passwords too: so its file is read once, and the folder is removed however it ended.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil

from connectors.browser.driver import start_driver
from connectors.browser.finding import BrowserChoice, find_browser
from connectors.browser.recording.targets import HINT
from connectors.browser.systems import system_profile
from gevinst.errors import ConfigurationError, ProcessError

_EXECUTABLE = "PWTEST_CLI_EXECUTABLE_PATH"
_PREFIX = "gevinst-recording-"
_CLOSING_SECONDS = 15.0


def record_script(url: str, system: str) -> str:
    """Let somebody work in a browser until it is closed or Ctrl-C is pressed; the script that codegen wrote meanwhile.

    Raises:
        ConfigurationError: There is no screen or no browser; says what to do.
        ProcessError: Nothing was recorded.
    """
    if sys.platform.startswith("linux") and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        raise ConfigurationError(
            "recording needs a screen, and there is none here: run it on a workstation, or by `ssh -X`"
        )
    profile = system_profile(system)
    choice = _choice(profile.browser)
    with _private_folder() as folder:
        file = folder / "script.py"
        _run(_command(url, file, choice, profile.locale), folder, choice)
        try:
            return file.read_text(encoding="utf-8")
        except OSError:
            raise ProcessError("nothing was recorded: the browser didn't start, or showed no page") from None


def _choice(wanted: str) -> BrowserChoice:
    driver = start_driver(())
    try:
        return find_browser(driver.playwright, wanted, headed=True)
    finally:
        driver.close()


def _command(url: str, file: Path, choice: BrowserChoice, locale: str) -> list[str]:
    channel = ["--channel", choice.channel] if choice.channel is not None else []
    options = ["--target", "python", "--output", str(file), "--test-id-attribute", HINT, "--lang", locale]
    return [sys.executable, "-m", "playwright", "codegen", *options, *channel, url]


def _run(command: list[str], folder: Path, choice: BrowserChoice) -> None:
    """Its temporary files lie in the same folder, the browser's profile among them."""
    environment = {**os.environ, **dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(folder))}
    if choice.executable is not None:
        environment[_EXECUTABLE] = str(choice.executable)
    nothing = subprocess.DEVNULL  # it may say what was typed
    with subprocess.Popen(command, env=environment, stdout=nothing, stderr=nothing, umask=0o077) as process:
        try:
            process.wait()
        except KeyboardInterrupt:  # codegen got it too, and closes its browser
            with suppress(subprocess.TimeoutExpired):
                process.wait(_CLOSING_SECONDS)
        finally:
            _end(folder)


def _end(folder: Path) -> None:
    """Whatever is left of it, and of its browser when it went first: nothing may write into the folder any more."""
    left = [each for each in psutil.process_iter() if _works_in(each, folder)]
    for each in left:
        with suppress(psutil.Error):
            each.kill()
    psutil.wait_procs(left, timeout=_CLOSING_SECONDS)


def _works_in(process: psutil.Process, folder: Path) -> bool:
    """Its environment says so: a process whose parent ended belongs to nobody, and keeps that."""
    with suppress(psutil.Error, OSError):
        return process.environ().get("TMPDIR") == str(folder)
    return False


@contextmanager
def _private_folder() -> Iterator[Path]:
    """For its owner only; and what a killed process left of an earlier one goes."""
    temporary = Path(tempfile.gettempdir())
    for left in temporary.glob(f"{_PREFIX}*"):
        number = left.name.removeprefix(_PREFIX).partition("-")[0]
        if number.isdecimal() and not psutil.pid_exists(int(number)):
            shutil.rmtree(left, ignore_errors=True)
    folder = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
