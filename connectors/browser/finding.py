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


def find_browser(playwright: Playwright) -> BrowserChoice:
    """The first browser there is.

    Raises:
        ConfigurationError: When the setting names no file, or no browser is found; says which package to install.
    """
    wanted = settings()
    if wanted.browser_executable is not None:
        if not wanted.browser_executable.is_file():
            raise ConfigurationError(f"GEVINST_BROWSER_EXECUTABLE is {wanted.browser_executable}, and no file is there")
        return BrowserChoice(executable=wanted.browser_executable)
    for channel, path in _CHANNELS:
        if path.exists():
            return BrowserChoice(channel=channel)
    own = Path(playwright.chromium.executable_path)
    if own.is_file():
        return BrowserChoice(executable=own)
    if _HEADLESS_SHELL.is_file() and not wanted.browser_headed:
        return BrowserChoice(executable=_HEADLESS_SHELL)
    for name in _ON_PATH:
        if found := shutil.which(name):
            return BrowserChoice(executable=Path(found))
    raise ConfigurationError(
        "no browser was found: install the package chromium-headless-shell, or set GEVINST_BROWSER_EXECUTABLE"
    )
