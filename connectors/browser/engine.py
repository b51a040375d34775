"""From a system's profile to a browser that runs: what is decided when it starts, and what for each case."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playwright.sync_api import Browser, Error, Playwright

from connectors.browser.certificates import client_certificate
from connectors.browser.driver import DriverDied
from connectors.browser.evidence.traces import new_raw_folder
from connectors.browser.finding import BrowserChoice, find_browser
from connectors.browser.narrow_proxy import narrow_proxy
from connectors.browser.storage_state import kept_session
from connectors.browser.systems import Proxy, SystemProfile
from connectors.browser.trust import CaFile, trusting_home
from gevinst.errors import ConfigurationError
from gevinst.settings import settings

if TYPE_CHECKING:
    from playwright.sync_api import ProxySettings

_ALWAYS = ("--disable-background-networking", "--disable-component-update", "--no-first-run")


@dataclass(frozen=True)
class LaunchOptions:
    """What can't be changed once a browser runs. Systems that agree on it share one."""

    choice: BrowserChoice
    headed: bool
    kerberos_hosts: tuple[str, ...]
    ca_file: CaFile | None


def launch_options(playwright: Playwright, profile: SystemProfile) -> LaunchOptions:
    """What this system's browser is started with.

    Raises:
        ConfigurationError: There is no such browser.
    """
    ca_file = CaFile.of(profile.ca_file) if profile.ca_file is not None else None
    headed = settings().browser_headed if profile.headed is None else profile.headed
    choice = find_browser(playwright, profile.browser, headed=headed)
    return LaunchOptions(choice, headed, profile.kerberos_hosts, ca_file)


@dataclass(frozen=True)
class Engine:
    """A browser that runs.

    Attributes:
        browser: Playwright's.
        raw_folder: Where it writes the traces of its cases; None where there is no data folder to keep them private in.
        _home: The home it was given, if any.
    """

    browser: Browser
    raw_folder: Path | None
    _home: Path | None

    @property
    def is_alive(self) -> bool:
        """Asked, since one killed while idle shows only then; some milliseconds."""
        try:
            self.browser.new_browser_cdp_session().detach()
        except Error:
            return False
        return True

    def close(self) -> None:
        """End it, whether or not it lives."""
        try:
            self.browser.close()
        except Error:
            return  # it died before
        finally:
            _remove(self._home, self.raw_folder)


def start_engine(playwright: Playwright, options: LaunchOptions) -> Engine:
    """Start a browser.

    Raises:
        ConfigurationError: It can't start, the authorities can't be trusted, or the data folder isn't ours; says what to do.
        DriverDied: There is nothing to start it by any more.
    """
    raw_folder = _raw_folder()
    home = Path(tempfile.mkdtemp(prefix="gevinst-browser-")) if options.ca_file is not None else None
    try:
        environment = None if home is None or options.ca_file is None else trusting_home(home, options.ca_file.path)
        return Engine(_launch(playwright, options, environment, raw_folder), raw_folder, home)
    except BaseException:
        _remove(home, raw_folder)
        raise


def _raw_folder() -> Path | None:
    if not settings().data_folder.is_dir():
        return None
    try:
        return new_raw_folder()
    except OSError as error:
        raise ConfigurationError(f"no trace can be kept in {settings().data_folder} ({type(error).__name__})") from None


def _remove(*folders: Path | None) -> None:
    for folder in folders:
        if folder is not None:
            shutil.rmtree(folder, ignore_errors=True)


def _launch(
    playwright: Playwright, options: LaunchOptions, environment: dict[str, str] | None, raw_folder: Path | None
) -> Browser:
    kerberos = [f"--auth-server-allowlist={','.join(options.kerberos_hosts)}"] if options.kerberos_hosts else []
    try:
        return playwright.chromium.launch(
            executable_path=options.choice.executable,
            channel=options.choice.channel,
            headless=not options.headed,
            args=[*_ALWAYS, *kerberos],
            env={**environment} if environment is not None else None,
            traces_dir=raw_folder,
        )
    except Error as error:
        if "connection closed" in error.message.lower():
            raise DriverDied from None
        raise ConfigurationError(f"the browser {options.choice} can't start: {error.message.splitlines()[0]}") from None


@contextmanager
def context_options(system: str, profile: SystemProfile) -> Iterator[dict[str, Any]]:
    """What a case's context is made with; what stands behind it lives as long as the body.

    Raises:
        ConfigurationError: A secret, key or certificate is missing or wrong.
    """
    options: dict[str, Any] = {
        "locale": profile.locale,
        "timezone_id": profile.timezone or settings().timezone,
        "viewport": {"width": 1280, "height": 900},
        "service_workers": "block",  # what one sends passes no fence
        "storage_state": kept_session(system),
    }
    if (known := profile.http_credentials) is not None:
        password = settings().secret(known.secret).get_secret_value()
        options["http_credentials"] = {"username": known.user, "password": password, "origin": known.origin}
    proxy = _proxy(profile.proxy) if profile.proxy is not None else None
    if (shown := profile.client_certificate) is None:
        yield {**options, "proxy": proxy}
        return
    found = client_certificate(system, shown)
    options["client_certificates"] = [
        {"origin": origin, "cert": found.certificate, "key": found.key} for origin in shown.origins
    ]
    with narrow_proxy(shown.origins, proxy) as narrow:
        yield {**options, "proxy": narrow}


def _proxy(wanted: Proxy) -> "ProxySettings":
    found: ProxySettings = {"server": wanted.server}
    if wanted.bypass:
        found["bypass"] = ",".join(wanted.bypass)
    if wanted.user:
        found["username"] = wanted.user
        found["password"] = settings().secret(wanted.secret).get_secret_value()
    return found
