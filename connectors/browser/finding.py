"""Find a browser: by setting, Edge or Chrome, Playwright's own, then Debian's."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Playwright

from gevinst.errors import ConfigurationError
from gevinst.settings import settings

_CHANNELS = (  # where Playwright itself looks for them
    ("msedge", Path("/opt/microsoft/msedge/msedge")),
    ("msedge", Path("C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe")),
    ("chrome", Path("/opt/google/chrome/chrome")),
    ("chrome", Path("C:/Program Files/Google/Chrome/Application/chrome.exe")),
)
_HEADLESS_SHELL = Path("/usr/lib/chromium/chromium-headless-shell")  # the binary: the wrapper leaves orphans
_ON_PATH = ("chromium", "google-chrome", "microsoft-edge")


@dataclass(frozen=True)
class BrowserChoice:
    """What to launch: an executable, or a channel Playwright knows the way to."""

    executable: Path | None = None
    channel: str | None = None

    def __str__(self) -> str:
        return str(self.executable or self.channel)


def find_browser(playwright: Playwright, wanted: str = "", *, headed: bool | None = None) -> BrowserChoice:
    """The first browser there is, or the one that is wanted and no other.

    Args:
        playwright: Asked where its own would be.
        wanted: As a system's profile names it: `msedge`, `chrome`, `chromium` or a path; empty is the machine's.
        headed: Whether it must have a window; None is what the setting says.

    Raises:
        ConfigurationError: When what is wanted isn't there, or no browser is found; says which package to install.
    """
    if wanted:
        return _wanted(playwright, wanted)
    executable = settings().browser_executable
    if executable is not None:
        return _at(executable, "GEVINST_BROWSER_EXECUTABLE")
    for channel, path in _CHANNELS:
        if path.exists():
            return BrowserChoice(channel=channel)
    own = Path(playwright.chromium.executable_path)
    if own.is_file():
        return BrowserChoice(executable=own)
    if _HEADLESS_SHELL.is_file() and not (settings().browser_headed if headed is None else headed):
        return BrowserChoice(executable=_HEADLESS_SHELL)
    for name in _ON_PATH:
        if found := shutil.which(name):
            return BrowserChoice(executable=Path(found))
    raise ConfigurationError(
        "no browser was found: install the package chromium-headless-shell, or set GEVINST_BROWSER_EXECUTABLE"
    )


def _wanted(playwright: Playwright, wanted: str) -> BrowserChoice:
    """A channel by where it lies; `chromium` is the full one, Playwright's own before the machine's."""
    if wanted in {channel for channel, _ in _CHANNELS}:
        if any(path.exists() for channel, path in _CHANNELS if channel == wanted):
            return BrowserChoice(channel=wanted)
        raise ConfigurationError(f"a system wants the browser {wanted}, and it isn't installed: install it")
    if wanted == "chromium":
        own = Path(playwright.chromium.executable_path)
        if own.is_file():
            return BrowserChoice(executable=own)
        if found := shutil.which("chromium"):
            return BrowserChoice(executable=Path(found))
        raise ConfigurationError("a system wants the browser chromium: install the package chromium")
    return _at(Path(wanted), "a system's browser")


def _at(executable: Path, what: str) -> BrowserChoice:
    if not executable.is_file():
        raise ConfigurationError(f"{what} is {executable}, and no file is there")
    return BrowserChoice(executable=executable)
